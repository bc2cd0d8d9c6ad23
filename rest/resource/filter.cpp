#include "rest/resource/filter.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "rest/guard.h"
#include "rest/resource/execute_filter.h"
#include "rest/resource/query_endpoint.h"
#include "rest/resource/query_tables.h"
#include "rest/resource/task_query.h"

namespace procos::rest {
namespace {

using command::Check;
using state::FilterRow;

constexpr ErrorRule kMissingFilter[] = {{ErrorKind::kNullValue, 404, kInvalidRequest}};

// ---- writing as JSON ----

/// Restrictions that Camunda keeps but does not show.
constexpr std::array<std::string_view, 9> kNotShown{
    "taskId",           "taskIdIn",           "assigneeNotIn",
    "tenantIdIn",       "withCandidateGroups", "withoutCandidateGroups",
    "withCandidateUsers", "withoutCandidateUsers", "processInstanceBusinessKeyIn"};

/// Lists that are shown even when they are empty.
constexpr std::array<const char*, 3> kAlwaysShown{"taskVariables", "processVariables",
                                                  "caseInstanceVariables"};

Json shown_query(Json query, bool is_alternative) {
  for (const std::string_view name : kNotShown) query.erase(std::string(name));
  for (const char* name : kAlwaysShown) {
    if (!query.contains(name)) query[name] = Json::array();
  }
  if (is_alternative) return query;
  Json alternatives = Json::array();
  if (query.contains("orQueries")) {
    for (Json& any : query["orQueries"]) {
      alternatives.push_back(shown_query(std::move(any), true));
    }
  }
  query["orQueries"] = std::move(alternatives);
  return query;
}

void write_filter(JsonWriter& out, const FilterRow& row, std::string_view no_properties,
                  std::optional<std::int64_t> item_count) {
  out.begin_object();
  out.text("id", row.id).text("resourceType", row.resource_type).text("name", row.name);
  out.text("owner", row.owner);
  out.key("query").raw(to_text(shown_query(Json::parse(row.query), false)));
  out.key("properties").raw(row.properties.empty() ? no_properties : row.properties);
  if (item_count) out.number("itemCount", *item_count);
  out.end_object();
}

/// A filter that was stored without properties comes back with none.
RestStatus write_stored_filter(Context& ctx, JsonWriter& out, const FilterRow& row) {
  std::optional<std::int64_t> items;
  if (ctx.query().flag("itemCount", false)) {
    PROCOS_ASSIGN(items, count_of_filter(ctx, row));
  }
  write_filter(out, row, "{}", items);
  return {};
}

// ---- reading ----

RestResult<Response> filter_list(Context& ctx) {
  PROCOS_ASSIGN(store::Query query, read_query(kFilterQuery, ctx.query()));
  PROCOS_TRY(read_page(ctx.query(), query));
  PROCOS_ASSIGN(const auto rows, read_rows<FilterRow>(engine_of(ctx), std::move(query)));
  JsonWriter out;
  out.begin_array();
  for (const FilterRow& row : rows) PROCOS_TRY(write_stored_filter(ctx, out, row));
  out.end_array();
  return json_text(out);
}

RestError filter_not_found(const Context& ctx) {
  return invalid_request(404, "Filter with id '" + ctx.param("id") + "' does not exist.").error();
}

RestResult<FilterRow> filter_or_404(Context& ctx) {
  PROCOS_ASSIGN(auto row, read_row<FilterRow>(engine_of(ctx), "filterId", ctx.param("id")));
  if (!row) return std::unexpected(filter_not_found(ctx));
  return std::move(*row);
}

RestResult<Response> single_filter(Context& ctx) {
  PROCOS_ASSIGN(const FilterRow row, filter_or_404(ctx));
  JsonWriter out;
  PROCOS_TRY(write_stored_filter(ctx, out, row));
  return json_text(out);
}

// ---- creating and changing ----

/// The properties of a body, and whether Camunda would take its query.
struct FilterInput {
  FilterRow row;
  std::optional<std::string> name, type;
  std::optional<JsonObject> query;
};

RestResult<FilterInput> filter_input(const JsonObject& body) {
  FilterInput input;
  PROCOS_TRY(body.string("id"));
  PROCOS_TRY(body.long_integer("itemCount"));
  PROCOS_ASSIGN(input.type, body.string("resourceType"));
  PROCOS_ASSIGN(input.name, body.string("name"));
  PROCOS_ASSIGN(auto owner, body.string("owner"));
  PROCOS_ASSIGN(input.query, body.object("query"));
  PROCOS_ASSIGN(const auto properties, body.object("properties"));
  if (input.type && !body.has("query")) {
    return wrong_shape("Missing property 'query' for external type id 'resourceType'");
  }
  input.row.owner = std::move(owner).value_or("");
  if (properties) input.row.properties = to_text(properties->json());
  return input;
}

/// An error of the engine that the content is not valid gets the resource's words.
RestError invalid_content(RestError error, const char* verb) {
  if (error.type != "NotValidException") return error;
  error.type = kInvalidRequest;
  error.message = std::string("Unable to ") + verb + " filter with invalid content";
  return error;
}

RestStatus check_content(const FilterInput& input, Json& query) {
  if (!input.name || input.name->empty()) {
    return std::unexpected(
        RestError{400, "NotValidException", "Filter name must not be null or empty", 0, {}});
  }
  if (!input.query) return invalid_request(400, "A filter needs a query.");
  PROCOS_ASSIGN(query, normal_query(kTaskQuery, *input.query));
  PROCOS_ASSIGN(const JsonObject sample,
                JsonObject::from(with_sample_values(kTaskQuery, query)));
  PROCOS_ASSIGN(const store::Query parsed, read_query(kTaskQuery, sample));
  return check_task_query(parsed);
}

RestResult<FilterRow> filled_filter(FilterInput input, const char* verb) {
  Json query;
  if (auto status = check_content(input, query); !status) {
    return std::unexpected(invalid_content(std::move(status).error(), verb));
  }
  input.row.name = *input.name;
  input.row.query = to_text(query);
  return std::move(input.row);
}

RestStatus create_filter_from(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(FilterInput input, filter_input(body));
  if (input.type != "Task") {
    return invalid_request(400, "Unable to create filter with invalid resource type '" +
                                    input.type.value_or("null") + "'");
  }
  input.row.resource_type = *input.type;
  PROCOS_ASSIGN(FilterRow row, filled_filter(std::move(input), "create"));
  run_command<FilterRow>(
      ctx,
      [row = std::move(row)](command::Context& context) {
        return command::create_filter(context, row);
      },
      [](const FilterRow& created) -> RestResult<Response> {
        JsonWriter out;
        write_filter(out, created, "null", {});
        return json_text(out);
      });
  return {};
}

RestStatus update_filter_from(Context& ctx, const JsonObject& body) {
  PROCOS_ASSIGN(FilterInput input, filter_input(body));
  PROCOS_ASSIGN(const FilterRow stored, filter_or_404(ctx));
  if (input.type && *input.type != stored.resource_type) {
    return invalid_request(400, "Unable to update filter from resource type '" +
                                    stored.resource_type + "' to '" + *input.type + "'");
  }
  input.row.id = stored.id;
  input.row.resource_type = stored.resource_type;
  PROCOS_ASSIGN(FilterRow row, filled_filter(std::move(input), "update"));
  run_command(
      ctx,
      [row = std::move(row)](command::Context& context) {
        return command::update_filter(context, row);
      },
      {kMissingFilter, nullptr, {}});
  return {};
}

// ---- what may be done ----

struct FilterLink {
  const char* method;
  const char* path;
  const char* relation;
  std::optional<Check> check{};
};
constexpr FilterLink kCollectionLinks[] = {
    {"GET", "", "list"},
    {"GET", "/count", "count"},
    {"POST", "/create", "create", Check::kCreateFilter},
};
constexpr FilterLink kFilterLinks[] = {
    {"GET", "", "self", Check::kReadFilter},
    {"GET", "/singleResult", "singleResult", Check::kReadFilter},
    {"POST", "/singleResult", "singleResult", Check::kReadFilter},
    {"GET", "/list", "list", Check::kReadFilter},
    {"POST", "/list", "list", Check::kReadFilter},
    {"GET", "/count", "count", Check::kReadFilter},
    {"POST", "/count", "count", Check::kReadFilter},
    {"DELETE", "", "delete", Check::kDeleteFilter},
    {"PUT", "", "update", Check::kUpdateFilter},
};

/// The links that the user may follow.
Response filter_options(const Context& ctx, const std::string& base, const std::string& id,
                        std::span<const FilterLink> links) {
  JsonWriter out;
  out.begin_object().key("links").begin_array();
  for (const FilterLink& link : links) {
    if (link.check && !may(ctx, *link.check, {.id = id})) continue;
    out.begin_object();
    out.text("method", link.method).text("href", base + link.path).text("rel", link.relation);
    out.end_object();
  }
  out.end_array().end_object();
  return json_text(out);
}

}  // namespace

void get_filter_list(Context& ctx) { ctx.reply(filter_list(ctx)); }
void get_filter_count(Context& ctx) { get_count<FilterRow>(ctx, kFilterQuery); }
void get_single_filter(Context& ctx) { ctx.reply(single_filter(ctx)); }
void create_filter(Context& ctx) { with_body(ctx, create_filter_from); }
void update_filter(Context& ctx) { with_body(ctx, update_filter_from); }

void delete_filter(Context& ctx) {
  run_command(
      ctx,
      [id = ctx.param("id")](command::Context& context) {
        return command::delete_filter(context, id);
      },
      {kMissingFilter, nullptr, {}});
}

void filter_resource_options(Context& ctx) {
  ctx.reply(filter_options(ctx, ctx.base_url() + "/filter", {}, kCollectionLinks));
}
void filter_resource_options_single(Context& ctx) {
  const std::string id = percent_encode_segment(ctx.param("id"));
  ctx.reply(filter_options(ctx, ctx.base_url() + "/filter/" + id, ctx.param("id"), kFilterLinks));
}

}  // namespace procos::rest
