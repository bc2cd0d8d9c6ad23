#include "rest/resource/comment.h"

#include "command/support.h"
#include "rest/resource/query_endpoint.h"

namespace procos::rest {
namespace {

using state::HiCommentRow;

/// Whose comments: the history that the user may read decides whether there is such a thing.
struct CommentOwner {
  std::string_view missing;  ///< words before the id
  bool (*exists)(command::Context& context, const std::string& id);
};

bool has_task(command::Context& context, const std::string& id) {
  return command::is_seen<state::HiTaskRow>(context, "taskId", id);
}
bool has_instance(command::Context& context, const std::string& id) {
  return command::is_seen<state::HiProcessInstanceRow>(context, "processInstanceId", id);
}

constexpr CommentOwner kCommentedTask{"No task found for task id ",
                                      has_task};
constexpr CommentOwner kCommentedInstance{"No process instance found for id ",
                                          has_instance};

constexpr ErrorRule kCommentErrors[] = {{ErrorKind::kNotFound, 404, kInvalidRequest, false},
                                        {ErrorKind::kNullValue, 400, kInvalidRequest, false}};
constexpr ErrorRule kCommentCreateErrors[] = {{ErrorKind::kNotFound, 400, kInvalidRequest, false}};
constexpr ErrorRule kNotEnough{ErrorKind::kProcessEngine, 400, kInvalidRequest};

Status require_comment_owner(command::Context& context, const CommentOwner& owner,
                             const std::string& id) {
  if (owner.exists(context, id)) return {};
  return fail(ErrorKind::kNotFound, std::string(owner.missing) + id);
}

/// A command on the comments of the owner that the path names.
template <class Run>
void run_on_comments(Context& ctx, const CommentOwner& owner, Run run) {
  run_command(
      ctx,
      [&owner, id = ctx.param("id"), run = std::move(run)](command::Context& context) -> Status {
        PROCOS_TRY(require_comment_owner(context, owner, id));
        return run(context, id);
      },
      {kCommentErrors, nullptr, {}});
}

// ---- reading ----

template <class Owner>
RestResult<Response> comments_of(Context& ctx, const char* filter, const CommentOwner& owner,
                                 const char* owner_filter) {
  service::Engine& engine = engine_of(ctx);
  const std::string& id = ctx.param("id");
  PROCOS_ASSIGN(const auto known, read_row<Owner>(engine, owner_filter, id));
  if (!known) return invalid_request(404, std::string(owner.missing) + id);
  store::Query query;
  query.filters.push_back({filter, {id}});
  return list_response<HiCommentRow>(ctx, query);
}

RestResult<Response> one_comment(Context& ctx) {
  const std::string& id = ctx.param("commentId");
  PROCOS_ASSIGN(const auto row, read_row<HiCommentRow>(engine_of(ctx), "commentId", id));
  if (row && row->task_id == ctx.param("id")) return dto_response(engine_of(ctx), *row);
  return invalid_request(404, "Task comment with id " + id + " does not exist for task id '" +
                                  ctx.param("id") + "'.");
}

// ---- writing ----

/// The properties of a CommentDto that are not used must have their types as well.
RestStatus check_comment_dto(const JsonObject& body) {
  for (const char* name : {"userId", "taskId", "processInstanceId", "rootProcessInstanceId"}) {
    PROCOS_TRY(body.string(name));
  }
  for (const char* name : {"time", "removalTime"}) PROCOS_TRY(body.date(name));
  PROCOS_TRY(body.objects("links"));
  return {};
}

RestResult<Response> created_comment(const HiCommentRow& row, const std::string& base_url) {
  JsonWriter out;
  write_comment(out, row, base_url + "/task/" + row.task_id + "/comment/" + row.id);
  return json_text(out);
}

RestStatus add_comment_from(Context& ctx, const JsonObject& body) {
  command::AddComment request;
  PROCOS_TRY(check_comment_dto(body));
  PROCOS_TRY(body.string("id"));
  PROCOS_ASSIGN(request.message, body.string("message"));
  PROCOS_ASSIGN(auto instance, body.string("processInstanceId"));
  request.process_instance_id = std::move(instance).value_or("");
  request.task_id = ctx.param("id");
  run_command<HiCommentRow>(
      ctx,
      [request = std::move(request)](command::Context& context) -> Result<HiCommentRow> {
        PROCOS_TRY(require_comment_owner(context, kCommentedTask, request.task_id));
        return command::add_comment(context, request);
      },
      [base_url = ctx.base_url()](const HiCommentRow& row) {
        return created_comment(row, base_url);
      },
      {kCommentCreateErrors, &kNotEnough, {}});
  return {};
}

using CommentUpdate = Status (*)(command::Context&, const command::UpdateComment&);

RestStatus update_comment_from(Context& ctx, const JsonObject& body, const CommentOwner& owner,
                  CommentUpdate verb) {
  command::UpdateComment request;
  PROCOS_TRY(check_comment_dto(body));
  PROCOS_ASSIGN(request.id, body.string("id"));
  PROCOS_ASSIGN(request.message, body.string("message"));
  run_on_comments(ctx, owner,
         [request = std::move(request), verb](command::Context& context, const std::string& id) {
           command::UpdateComment one = request;
           one.owner_id = id;
           return verb(context, one);
         });
  return {};
}

using CommentDelete = Status (*)(command::Context&, const std::string&, const std::string&);

void remove_comments(Context& ctx, const CommentOwner& owner, std::string comment_id,
                     CommentDelete verb) {
  run_on_comments(ctx, owner,
         [comment_id = std::move(comment_id), verb](command::Context& context,
                                                    const std::string& id) {
           return verb(context, id, comment_id);
         });
}

}  // namespace

void get_comments(Context& ctx) {
  ctx.reply(comments_of<state::HiTaskRow>(ctx, "taskId", kCommentedTask, "taskId"));
}
void get_comment(Context& ctx) { ctx.reply(one_comment(ctx)); }
void create_comment(Context& ctx) { with_body(ctx, add_comment_from); }
void update_task_comment(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return update_comment_from(context, body, kCommentedTask, command::update_task_comment);
  });
}
void delete_task_comments(Context& ctx) {
  remove_comments(ctx, kCommentedTask, {}, command::delete_task_comments);
}
void delete_task_comment(Context& ctx) {
  remove_comments(ctx, kCommentedTask, ctx.param("commentId"), command::delete_task_comments);
}

void get_process_instance_comments(Context& ctx) {
  ctx.reply(comments_of<state::HiProcessInstanceRow>(ctx, "processInstanceId", kCommentedInstance,
                                                     "processInstanceId"));
}
void update_process_instance_comment(Context& ctx) {
  with_body(ctx, [](Context& context, const JsonObject& body) {
    return update_comment_from(context, body, kCommentedInstance, command::update_instance_comment);
  });
}
void delete_process_instance_comments(Context& ctx) {
  remove_comments(ctx, kCommentedInstance, {}, command::delete_instance_comments);
}
void delete_process_instance_comment(Context& ctx) {
  remove_comments(ctx, kCommentedInstance, ctx.param("commentId"),
                  command::delete_instance_comments);
}

}  // namespace procos::rest
