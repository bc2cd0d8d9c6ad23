#include "service/embed_delegates.h"

#include <exception>

#include "service/embed_convert.h"

namespace procos {
namespace {

using exec::DelegateChange;
using exec::DelegateOutcome;

class ScopeView final : public DelegateExecution {
 public:
  explicit ScopeView(exec::DelegateScope& scope) : scope_(scope) {
    const state::Execution& execution = scope.execution();
    id = execution.row.id;
    instance_id = execution.row.process_instance_id;
    activity_id = execution.row.activity_id;
    activity_name = execution.node != nullptr ? execution.node->name : std::string();
    definition_key = execution.row.process_definition_key;
    business_key = execution.instance->root->row.business_key;
    event = scope.event();
    if (scope.task() != nullptr) {
      task_id = scope.task()->row.id;
      assignee = scope.task()->row.assignee;
    }
    for (const auto& [name, value] : scope.fields()) fields[name] = to_data(value);
  }

  Data variable(const std::string& name) const override {
    const state::Variable* found = exec::find_variable(scope_.execution(), name);
    return found == nullptr ? Data() : to_data(found->row.value);
  }
  bool has_variable(const std::string& name) const override {
    return exec::find_variable(scope_.execution(), name) != nullptr;
  }
  DataMap variables() const override {
    DataMap found;
    for (const state::Variable* variable : exec::visible_variables(scope_.execution()))
      found[variable->row.name] = to_data(variable->row.value);
    return found;
  }
  void set_variable(const std::string& name, const Data& value) override {
    scope_.change({DelegateChange::Kind::kSet, name, to_value(value)});
  }
  void set_variable_local(const std::string& name, const Data& value) override {
    scope_.change({DelegateChange::Kind::kSetLocal, name, to_value(value)});
  }
  void remove_variable(const std::string& name) override {
    scope_.change({DelegateChange::Kind::kRemove, name, {}});
  }
  void set_business_key(const std::string& key) override {
    scope_.change({DelegateChange::Kind::kBusinessKey, {}, Value::string(key)});
    business_key = key;
  }
  void set_assignee(const std::string& user) override { change_task("setAssignee", user); }
  void add_candidate_user(const std::string& user) override {
    change_task("addCandidateUser", user);
  }
  void add_candidate_group(const std::string& group) override {
    change_task("addCandidateGroup", group);
  }

 private:
  void change_task(const char* method, const std::string& argument) {
    scope_.change({DelegateChange::Kind::kTask, method, Value::string(argument)});
  }

  exec::DelegateScope& scope_;
};

}  // namespace

DelegateOutcome DelegateCall::run(const Delegate& delegate, exec::DelegateScope& scope) {
  DelegateResult result;
  try {
    ScopeView view(scope);
    result = delegate(view);
  } catch (const std::exception& exception) {
    result = DelegateResult::fail(exception.what());
  } catch (...) {
    result = DelegateResult::fail("the delegate threw something that is no std::exception");
  }
  return {static_cast<DelegateOutcome::Kind>(result.kind_), std::move(result.code_),
          std::move(result.message_)};
}

}  // namespace procos
