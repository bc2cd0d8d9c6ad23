// <property> of user tasks, as Camunda reads it.
#include "exec_harness.h"

using procos::test::Harness;

namespace {

std::string with_property(const std::string& attributes) {
  return "<process id='p' isExecutable='true'><startEvent id='s'/><sequenceFlow id='f1' "
         "sourceRef='s' targetRef='a'/><userTask id='a'><property id='x' " +
         attributes + "/></userTask></process>";
}

}  // namespace

TEST_CASE("a property copies a variable or an expression when its task starts", "[exec]") {
  Harness copied(with_property("camunda:src='in' camunda:dst='out'"));
  procos::state::Execution& root = copied.start("p", {{"in", procos::Value::integer(3)}});
  REQUIRE(root.find_variable("out") != nullptr);
  CHECK(root.find_variable("out")->row.value == procos::Value::integer(3));
  Harness computed(with_property("camunda:srcExpr='${in + 1}' camunda:dst='out'"));
  procos::state::Execution& other = computed.start("p", {{"in", procos::Value::integer(3)}});
  CHECK(other.find_variable("out")->row.value == procos::Value::long_integer(4));
  Harness unused(with_property("camunda:dst='out'"));
  CHECK(unused.start("p").find_variable("out") == nullptr);
}

TEST_CASE("a property without its variable, or without a name for the copy, fails", "[exec]") {
  for (const char* attributes : {"camunda:src='in' camunda:dst='out'", "camunda:link='given'",
                                 "camunda:src='given'", "camunda:linkExpr='${1}'"}) {
    Harness harness(with_property(attributes));
    INFO(attributes);
    CHECK_FALSE(harness.try_start("p", {{"given", procos::Value::integer(3)}}));
  }
}
