#include "rest/resource/variable_scope.h"

#include <algorithm>

#include "base/utf16.h"
#include "rest/dto/value_writer.h"
#include "rest/multipart.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/variables.h"
#include "store/connection.h"

namespace procos::rest {
namespace {

using Named = std::pair<std::string, Value>;

constexpr ErrorRule kWrite[] = {{ErrorKind::kBadUserRequest, 400, kRestException}};

template <class Row>
Result<std::optional<Row>> find(store::Connection& connection, const char* filter,
                                const std::string& value) {
  store::Query query;
  query.filters.push_back({filter, {value}});
  query.max = 1;
  PROCOS_ASSIGN(std::vector<Row> rows, store::list<Row>(connection, query));
  if (rows.empty()) return std::optional<Row>();
  return std::optional<Row>(std::move(rows.front()));
}

/// Ids of the scopes that are visible from where the request points, nearest first.
Result<std::vector<std::string>> visible_scopes(store::Connection& connection,
                                                const VariableScope& scope,
                                                const std::string& id) {
  std::vector<std::string> scopes{id};
  std::string execution = id;
  if (scope.task) {
    PROCOS_ASSIGN(const auto task, find<state::TaskRow>(connection, "taskId", id));
    if (!task) return fail(ErrorKind::kNullValue, "task " + id + " doesn't exist: task is null");
    if (scope.local || task->execution_id.empty()) return scopes;
    execution = task->execution_id;
    scopes.push_back(execution);
  }
  while (true) {
    PROCOS_ASSIGN(const auto row, find<state::ExecutionRow>(connection, "executionId", execution));
    if (!row) {
      return fail(ErrorKind::kNullValue,
                  "execution " + execution + " doesn't exist: execution is null");
    }
    if (scope.local || row->parent_id.empty()) return scopes;
    execution = row->parent_id;
    scopes.push_back(execution);
  }
}

/// Every visible variable once, the nearest of each name; or only that of the given name.
Result<std::vector<Named>> nearest_variables(store::Connection& connection,
                                             const VariableScope& scope, const std::string& id,
                                             const std::string* name) {
  // Who may read a task or an instance may read its variables, also those of scopes around it that
  // he would not find himself.
  connection.set_viewer(nullptr);
  PROCOS_ASSIGN(const auto scopes, visible_scopes(connection, scope, id));
  store::Query query;
  store::Filter in{"variableScopeIdIn", {}};
  for (const std::string& one : scopes) in.values.emplace_back(one);
  query.filters.push_back(std::move(in));
  if (name != nullptr) query.filters.push_back({"variableName", {*name}});
  PROCOS_ASSIGN(auto rows, store::list<state::VariableRow>(connection, query));
  const auto distance = [&](const state::VariableRow& row) {
    return std::find(scopes.begin(), scopes.end(), row.scope_id) - scopes.begin();
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
  std::vector<Named> variables;
  for (auto& row : rows) {
    const bool hidden = std::any_of(variables.begin(), variables.end(),
                                    [&](const Named& nearer) { return nearer.first == row.name; });
    if (!hidden) variables.emplace_back(std::move(row.name), std::move(row.value));
  }
  return variables;
}

Result<std::vector<Named>> read_visible(Context& ctx, const VariableScope& scope,
                                        const std::string* name) {
  Result<std::vector<Named>> variables;
  engine_of(ctx).read([&](store::Connection& connection) {
    variables = nearest_variables(connection, scope, ctx.param("id"), name);
  });
  return variables;
}

std::string get_words(const Context& ctx, const VariableScope& scope) {
  return "Cannot get " + std::string(scope.words) + " variable " + ctx.param(scope.name_param) +
         ": ";
}

RestResult<Value> read_one(Context& ctx, const VariableScope& scope) {
  const std::string& name = ctx.param(scope.name_param);
  auto variables = read_visible(ctx, scope, &name);
  if (!variables) {
    return std::unexpected(
        wrap(variables.error(), 500, std::string(kRestException), get_words(ctx, scope)));
  }
  if (variables->empty()) {
    return invalid_request(
        404, std::string(scope.words) + " variable with name " + name + " does not exist");
  }
  return std::move(variables->front().second);
}

RestResult<Response> all(Context& ctx, const VariableScope& scope) {
  PROCOS_ASSIGN(const auto variables, lift(read_visible(ctx, scope, nullptr)));
  JsonWriter out;
  const ShowObjects show = show_objects(ctx.query().flag("deserializeValues", true));
  PROCOS_TRY(lift(write_variables(out, variables, show)));
  return json_text(out);
}

RestResult<Response> one_variable(Context& ctx, const VariableScope& scope) {
  PROCOS_ASSIGN(const Value value, read_one(ctx, scope));
  JsonWriter out;
  out.begin_object();
  const std::string& name = ctx.param(scope.name_param);
  const ShowObjects show = show_objects(ctx.query().flag("deserializeValue", true));
  if (auto status = write_value(out, name, value, {show, true}); !status) {
    return std::unexpected(wrap(status.error(), 500, std::string(kRestException),
                                get_words(ctx, scope)));
  }
  out.end_object();
  return json_text(out);
}

RestResult<Response> one_binary(Context& ctx, const VariableScope& scope) {
  PROCOS_ASSIGN(const Value value, read_one(ctx, scope));
  return variable_data(ctx.param("id"), value);
}

/// The length that Camunda's tables give text, in UTF-16 units.
constexpr std::size_t kLongestText = 4000;

/// Text that Camunda could not store is refused here as well; `status` is that of the operation.
RestStatus check_lengths(const command::Variables& variables, int status,
                         const std::string& prefix) {
  for (const auto& variable : variables) {
    if (variable.value.type() != ValueType::kString) continue;
    const std::string& text = variable.value.as_text();
    if (text.size() <= kLongestText || utf16_length(text) <= kLongestText) continue;
    return std::unexpected(RestError{status, std::string(kRestException),
                                     prefix + "Variable value is too long", 0, {}});
  }
  return {};
}

/// Sets and removes in one command; `prefix` stands before the engine's failure. A `patch` is one
/// operation of the user, however much it changes.
void change_scope(Context& ctx, const VariableScope& scope, command::Variables set,
                  std::vector<std::string> remove, std::string prefix, bool patch = false) {
  const ErrorRules errors{kWrite, &kAllRest500, std::move(prefix)};
  if (scope.task) {
    run_command(
        ctx,
        [id = ctx.param("id"), set = std::move(set), remove = std::move(remove),
         local = scope.local, patch](command::Context& context) {
          return command::change_task_variables(context, id, set, remove, local, patch);
        },
        errors);
    return;
  }
  command::ChangeVariables request{ctx.param("id"), std::move(set), std::move(remove), scope.local,
                                   patch};
  run_command(
      ctx,
      [request = std::move(request)](command::Context& context) {
        return command::change_variables(context, request);
      },
      errors);
}

std::string put_words(const Context& ctx, const VariableScope& scope) {
  return "Cannot put " + std::string(scope.words) + " variable " + ctx.param(scope.name_param) +
         ": ";
}

RestStatus put(Context& ctx, const VariableScope& scope, const JsonObject& body) {
  const std::string words = put_words(ctx, scope);
  auto variable = variable_of(body, ctx.param(scope.name_param));
  if (!variable) return std::unexpected(refused_variable(std::move(variable).error(), words));
  PROCOS_TRY(check_lengths({*variable}, 400, words));
  change_scope(ctx, scope, {std::move(*variable)}, {}, words);
  return {};
}

RestStatus patch(Context& ctx, const VariableScope& scope, const JsonObject& body) {
  const std::string words = "Cannot modify variables for " + std::string(scope.words) + " ";
  PROCOS_ASSIGN(auto set, variables_of(body, "modifications", words));
  PROCOS_ASSIGN(auto remove, body.strings("deletions"));
  const std::string with_id = words + ctx.param("id") + ": ";
  PROCOS_TRY(check_lengths(set, 500, with_id));
  change_scope(ctx, scope, std::move(set), std::move(remove).value_or(std::vector<std::string>()),
               with_id, true);
  return {};
}

RestStatus post_binary(Context& ctx, const VariableScope& scope) {
  PROCOS_ASSIGN(const MultipartForm form,
                parse_multipart(ctx.request().content_type, ctx.request().body));
  PROCOS_ASSIGN(auto variable, variable_of(form, ctx.param(scope.name_param)));
  change_scope(ctx, scope, {std::move(variable)}, {}, put_words(ctx, scope));
  return {};
}

}  // namespace

constinit const VariableScope kProcessInstanceScope{"process instance", false, false, "varName"};
constinit const VariableScope kExecutionScope{"execution", false, true, "varName"};
constinit const VariableScope kTaskScope{"task", true, false, "varName"};
constinit const VariableScope kTaskLocalScope{"task", true, true, "varName"};

Result<std::vector<Named>> visible_variables(service::Engine& engine, const VariableScope& scope,
                                             const std::string& id) {
  Result<std::vector<Named>> variables;
  engine.read([&](store::Connection& connection) {
    variables = nearest_variables(connection, scope, id, nullptr);
  });
  return variables;
}

void get_variables(Context& ctx, const VariableScope& scope) { ctx.reply(all(ctx, scope)); }
void get_variable(Context& ctx, const VariableScope& scope) { ctx.reply(one_variable(ctx, scope)); }
void get_variable_binary(Context& ctx, const VariableScope& scope) {
  ctx.reply(one_binary(ctx, scope));
}

void put_variable(Context& ctx, const VariableScope& scope) {
  with_body(ctx,
            [&](Context& context, const JsonObject& body) { return put(context, scope, body); });
}

void modify_variables(Context& ctx, const VariableScope& scope) {
  with_body(ctx,
            [&](Context& context, const JsonObject& body) { return patch(context, scope, body); });
}

void post_variable_binary(Context& ctx, const VariableScope& scope) {
  if (auto status = post_binary(ctx, scope); !status) ctx.reply(status.error());
}

void delete_variable(Context& ctx, const VariableScope& scope) {
  const std::string& name = ctx.param(scope.name_param);
  change_scope(ctx, scope, {}, {name},
         "Cannot delete " + std::string(scope.words) + " variable " + name + ": ");
}

}  // namespace procos::rest
