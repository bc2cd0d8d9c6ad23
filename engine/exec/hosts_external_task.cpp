// `externalTask` in the conditions of camunda:errorEventDefinition.
#include <array>
#include <cctype>

#include "exec/hosts.h"

namespace procos::exec {
namespace {

using expr::Operand;
using state::ExternalTaskRow;

Value text(const std::string& text) { return text.empty() ? Value::null() : Value::string(text); }
Value date(const state::OptTime& date) { return date ? Value::date(*date) : Value::null(); }

struct Property {
  std::string_view name;
  Value (*get)(const ExternalTaskRow&);
};

constexpr std::array kProperties{
    Property{"id", [](const ExternalTaskRow& t) { return text(t.id); }},
    Property{"topicName", [](const ExternalTaskRow& t) { return text(t.topic); }},
    Property{"workerId", [](const ExternalTaskRow& t) { return text(t.worker_id); }},
    Property{"errorMessage", [](const ExternalTaskRow& t) { return text(t.error_message); }},
    Property{"errorDetails", [](const ExternalTaskRow& t) { return text(t.error_details); }},
    Property{"processInstanceId",
             [](const ExternalTaskRow& t) { return text(t.process_instance_id); }},
    Property{"processDefinitionId",
             [](const ExternalTaskRow& t) { return text(t.process_definition_id); }},
    Property{"processDefinitionKey",
             [](const ExternalTaskRow& t) { return text(t.process_definition_key); }},
    Property{"executionId", [](const ExternalTaskRow& t) { return text(t.execution_id); }},
    Property{"activityId", [](const ExternalTaskRow& t) { return text(t.activity_id); }},
    Property{"activityInstanceId",
             [](const ExternalTaskRow& t) { return text(t.activity_instance_id); }},
    Property{"tenantId", [](const ExternalTaskRow& t) { return text(t.tenant_id); }},
    Property{"businessKey", [](const ExternalTaskRow& t) { return text(t.business_key); }},
    Property{"priority", [](const ExternalTaskRow& t) { return Value::long_integer(t.priority); }},
    Property{"retries",
             [](const ExternalTaskRow& t) {
               return t.retries ? Value::integer(*t.retries) : Value::null();
             }},
    Property{"lockExpirationTime",
             [](const ExternalTaskRow& t) { return date(t.lock_expiration); }},
    Property{"createTime", [](const ExternalTaskRow& t) { return date(t.create_time); }},
};

class ExternalTaskHost final : public expr::Host {
 public:
  explicit ExternalTaskHost(const state::ExternalTask& task) : task_(task) {}

  std::optional<Result<Operand>> property(std::string_view name) override {
    for (const Property& known : kProperties) {
      if (known.name == name) return Operand(known.get(task_.row));
    }
    return std::nullopt;
  }
  std::optional<Result<Operand>> call(std::string_view method,
                                      std::span<const Value> arguments) override {
    if (!method.starts_with("get") || method.size() < 4 || !arguments.empty()) return std::nullopt;
    std::string name(method.substr(3));
    name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
    return property(name);
  }
  std::string text() const override { return "ExternalTaskEntity [id=" + task_.row.id + "]"; }

 private:
  const state::ExternalTask& task_;
};

}  // namespace

std::shared_ptr<expr::Host> external_task_host(const state::ExternalTask& task) {
  return std::make_shared<ExternalTaskHost>(task);
}

}  // namespace procos::exec
