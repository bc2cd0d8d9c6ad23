#include "rest/resource/execute_filter.h"

#include <nlohmann/json.hpp>

#include "rest/guard.h"
#include "rest/resource/hal_task.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"
#include "rest/resource/task_query.h"

namespace procos::rest {
namespace {

using state::FilterRow;
using state::TaskRow;

/// Failures carry the engine's code when there is no such filter, unless the request has a query
/// of its own, which asks for the filter first.
RestResult<FilterRow> filter_to_execute(Context& ctx, bool has_query) {
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(auto row, read_row<FilterRow>(engine_of(ctx), "filterId", id));
  if (row) return std::move(*row);
  RestError error =
      invalid_request(404, "Filter with id '" + id + "' does not exist.").error();
  if (!has_query) error.code = 0;
  return std::unexpected(std::move(error));
}

/// A filter with the query that a request puts on top of it; empty: none.
struct FilterExecution {
  FilterRow filter;
  Json extending = Json::object();
};

RestError invalid_extension(RestError error) {
  if (error.type != "NotValidException") return error;
  error.type = kInvalidRequest;
  error.message = "Filter cannot be extended_execution by an invalid query";
  return error;
}

/// The request's query is checked by itself before it extends the stored one.
RestResult<Json> extension_of(const Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(Json query, normal_query(kTaskQuery, body));
  PROCOS_ASSIGN(const store::Query parsed, read_task_query(ctx, body));
  PROCOS_TRY(check_task_query(parsed));
  return query;
}

RestResult<FilterExecution> stored_execution(Context& ctx) {
  PROCOS_ASSIGN(FilterRow filter, filter_to_execute(ctx, false));
  return FilterExecution{std::move(filter)};
}

RestResult<FilterExecution> extended_execution(Context& ctx) {
  const std::string& text = ctx.request().body;
  const bool is_blank = text.find_first_not_of(" \t\r\n") == std::string::npos;
  PROCOS_ASSIGN(const JsonObject body, is_blank ? RestResult<JsonObject>() : ctx.json_object());
  const bool is_empty = body.json().empty();
  PROCOS_ASSIGN(FilterRow filter, filter_to_execute(ctx, !is_empty));
  FilterExecution execution{std::move(filter)};
  if (!is_empty) {
    PROCOS_ASSIGN(execution.extending, extension_of(ctx, body));
  }
  return execution;
}

RestResult<store::Query> query_of_execution(Context& ctx, const FilterExecution& execution) {
  return query_of_filter(execution.filter, execution.extending, asker_of(ctx));
}

bool wants_hal_filter(const Context& ctx) { return ctx.media_type() == "application/hal+json"; }

/// Which variables HAL shows: the filter's property "variables".
RestResult<HalVariableNames> shown_variables(const FilterRow& filter) {
  HalVariableNames names;
  if (filter.properties.empty()) return names;
  const Json properties = Json::parse(filter.properties);
  const auto variables = properties.find("variables");
  if (variables == properties.end() || variables->is_null()) return names;
  for (const Json& variable : *variables) {
    const Json name = variable.is_object() ? variable.value("name", Json()) : Json();
    if (!name.is_string()) {
      return invalid_request(500,
                             "Filter property 'variables' has to be a list of variable "
                             "definitions with a 'name' property");
    }
    names.push_back(name.get<std::string>());
  }
  return names;
}

// ---- the three ways to execute ----

RestResult<Response> run_filter_list(Context& ctx, const FilterExecution& execution) {
  service::Engine& engine = engine_of(ctx);
  auto parsed = query_of_execution(ctx, execution);
  if (!parsed) return std::unexpected(invalid_extension(std::move(parsed).error()));
  if (!wants_hal_filter(ctx)) return list_response<TaskRow>(ctx, std::move(*parsed));
  store::Query page = *parsed;
  PROCOS_TRY(read_page(ctx.query(), page));
  PROCOS_ASSIGN(const auto tasks, read_rows<TaskRow>(engine, std::move(page)));
  PROCOS_ASSIGN(const std::int64_t count, read_count<TaskRow>(engine, std::move(*parsed)));
  if (tasks.empty()) return hal_nothing(count);
  PROCOS_ASSIGN(const auto variables, shown_variables(execution.filter));
  return hal_tasks(engine, tasks, count, variables);
}

RestResult<Response> run_filter_count(Context& ctx, const FilterExecution& execution) {
  auto parsed = query_of_execution(ctx, execution);
  if (!parsed) return std::unexpected(invalid_extension(std::move(parsed).error()));
  PROCOS_ASSIGN(const std::int64_t count, read_count<TaskRow>(engine_of(ctx), std::move(*parsed)));
  return count_response(count);
}

/// Failures of the engine, and more than one task, are the filter's fault.
RestError no_single_result(RestError error) {
  if (!error.code) return error;
  error.status = 400;
  error.type = kInvalidRequest;
  error.message = "Filter does not returns a valid single result";
  return error;
}

RestResult<std::vector<TaskRow>> single_tasks(Context& ctx, const FilterExecution& execution) {
  PROCOS_ASSIGN(store::Query query, query_of_execution(ctx, execution));
  query.max = 2;
  PROCOS_ASSIGN(auto tasks, read_rows<TaskRow>(engine_of(ctx), std::move(query)));
  if (tasks.size() > 1) {
    return std::unexpected(RestError{400, std::string(kInvalidRequest), "several tasks", 0, {}});
  }
  return tasks;
}

RestResult<Response> run_filter_single(Context& ctx, const FilterExecution& execution) {
  auto found = single_tasks(ctx, execution);
  if (!found) return std::unexpected(no_single_result(std::move(found).error()));
  if (wants_hal_filter(ctx)) {
    if (found->empty()) return hal_nothing();
    PROCOS_ASSIGN(const auto variables, shown_variables(execution.filter));
    return hal_task(engine_of(ctx), found->front(), variables);
  }
  if (found->empty()) return no_content();
  return dto_response(engine_of(ctx), found->front());
}

using FilterRun = RestResult<Response> (*)(Context&, const FilterExecution&);

void execute_filter(Context& ctx, RestResult<FilterExecution> execution, FilterRun run) {
  ctx.reply(execution ? run(ctx, *execution) : std::unexpected(std::move(execution).error()));
}

RestResult<FilterExecution> single_extended_execution(Context& ctx) {
  auto execution = extended_execution(ctx);
  if (!execution && execution.error().status != 404) {
    return std::unexpected(no_single_result(invalid_extension(std::move(execution).error())));
  }
  return execution;
}

/// Who may not read the filter gets no single result of it; the others may not know of it.
void execute_single(Context& ctx, RestResult<FilterExecution> (*execution)(Context&)) {
  if (!may(ctx, command::Check::kReadFilter, {.id = ctx.param("id")})) {
    return ctx.reply(no_single_result({403, "AuthorizationException", {}, 0, {}}));
  }
  execute_filter(ctx, execution(ctx), run_filter_single);
}

}  // namespace

RestResult<store::Query> query_of_filter(const FilterRow& filter, const Json& extending,
                                         const QueryAsker& asker) {
  Json query = extend_query(kTaskQuery, Json::parse(filter.query), extending);
  PROCOS_ASSIGN(query, evaluate_query(kTaskQuery, std::move(query), asker));
  PROCOS_ASSIGN(const JsonObject body, JsonObject::from(std::move(query)));
  return checked(read_query(kTaskQuery, body), check_task_query);
}

RestResult<std::int64_t> count_of_filter(const Context& ctx, const FilterRow& filter) {
  PROCOS_ASSIGN(store::Query query, query_of_filter(filter, Json::object(), asker_of(ctx)));
  return read_count<TaskRow>(engine_of(ctx), std::move(query));
}

void execute_filter_list(Context& ctx) {
  execute_filter(ctx, stored_execution(ctx), run_filter_list);
}
void execute_filter_count(Context& ctx) {
  execute_filter(ctx, stored_execution(ctx), run_filter_count);
}
void execute_filter_single_result(Context& ctx) {
  execute_single(ctx, stored_execution);
}

void post_execute_filter_list(Context& ctx) {
  execute_filter(ctx, extended_execution(ctx), run_filter_list);
}

void post_execute_filter_count(Context& ctx) {
  auto execution = extended_execution(ctx);
  if (!execution) execution = std::unexpected(invalid_extension(std::move(execution).error()));
  execute_filter(ctx, std::move(execution), run_filter_count);
}

void post_execute_filter_single_result(Context& ctx) {
  execute_single(ctx, single_extended_execution);
}

}  // namespace procos::rest
