// Submitted forms: what their fields make of the values, and what they refuse.
#include <catch2/catch.hpp>

#include "service_support.h"

using namespace procos;
using namespace procos::test;

namespace {

const char* kFormProcess = R"(<bpmn:startEvent id="s"><bpmn:extensionElements><camunda:formData>
    <camunda:formField id="customer" type="string"><camunda:validation>
      <camunda:constraint name="required"/><camunda:constraint name="maxlength" config="5"/>
    </camunda:validation></camunda:formField>
    <camunda:formField id="amount" type="long" defaultValue="5"/>
    <camunda:formField id="when" type="date"/>
    <camunda:formField id="kind" type="enum"><camunda:value id="a" name="A"/></camunda:formField>
  </camunda:formData></bpmn:extensionElements></bpmn:startEvent>
  <bpmn:userTask id="t"/><bpmn:sequenceFlow id="f" sourceRef="s" targetRef="t"/>)";

Result<command::Started> submit(TestEngine& engine, const std::string& definition_id,
                                command::Variables variables) {
  command::StartInstance request;
  request.definition_id = definition_id;
  request.variables = std::move(variables);
  request.form = true;
  return engine.run<command::Started>(
      [&](command::Context& context) { return command::start_instance(context, request); });
}

}  // namespace

TEST_CASE("fields of a form give submitted variables their type and defaults", "[command]") {
  TestEngine engine;
  const auto definition = engine.deploy(process(kFormProcess));
  const auto started = submit(engine, definition.id,
                              {{"customer", Value::string("ann"), false},
                               {"when", Value::string("24/12/2031"), false},
                               {"more", Value::integer(1), false}});
  REQUIRE(started);
  const auto value = [&](const char* name) {
    return engine.only<state::VariableRow>({{"variableName", {name}}}).value;
  };
  CHECK(value("customer") == Value::string("ann"));
  CHECK(value("amount") == Value::long_integer(5));
  CHECK(value("when").type() == ValueType::kDate);
  CHECK(value("more") == Value::integer(1));
  CHECK(engine.rows<state::VariableRow>({{"variableName", {"kind"}}}).empty());
  const auto fields = engine.rows<state::HiDetailRow>({{"formFields", {}}});
  CHECK(fields.size() == 2);
}

TEST_CASE("a form refuses what its constraints and types do not take", "[command]") {
  TestEngine engine;
  const auto definition = engine.deploy(process(kFormProcess));
  const auto refusal = [&](command::Variables variables) {
    const auto started = submit(engine, definition.id, std::move(variables));
    return started ? std::string() : started.error().message;
  };
  CHECK(refusal({}) ==
        "Invalid value submitted for form field 'customer': validation of required failed.");
  CHECK(refusal({{"customer", Value::string("too long"), false}}) ==
        "Invalid value submitted for form field 'customer': validation of maxlength(5) failed.");
  const exec::TypedVariable ann{"customer", Value::string("ann"), false};
  CHECK_FALSE(refusal({ann, {"amount", Value::string("x"), false}}).empty());
  CHECK_FALSE(refusal({ann, {"kind", Value::string("b"), false}}).empty());
  CHECK_FALSE(refusal({ann, {"when", Value::string("soon"), false}}).empty());
  CHECK(engine.rows<store::ProcessInstanceRow>().empty());
}
