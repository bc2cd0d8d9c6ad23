// What handlers share: running a command and answering with its result, and saying which failure of
// the engine becomes which answer.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "rest/dto/json_writer.h"
#include "rest/json_body.h"
#include "rest/resource/services.h"
#include "rest/router.h"
#include "service/engine.h"

namespace procos::rest {

/// The engine as the user of the request sees it.
inline service::Engine& engine_of(const Context& ctx) {
  return ctx.services().engine_for(ctx.user());
}

/// One row of a resource's failures.
struct ErrorRule {
  ErrorKind kind;
  int status;
  std::string_view type;
  /// Camunda keeps the code of the engine's exception when it is the cause of the answer's.
  bool keep_code = true;
};

/// How a resource answers failures of the engine: a rule for some kinds, one for all others or
/// none, and words before the engine's message.
struct ErrorRules {
  std::span<const ErrorRule> rules{};
  const ErrorRule* otherwise =
      nullptr;  ///< its kind does not count; null: the common table (error_map.h)
  std::string prefix;                    ///< for failures that a rule names
  std::string missing = {};              ///< all that is said when the thing does not exist

  RestError map(const Error& error) const;
};

inline constexpr std::string_view kInvalidRequest = "InvalidRequestException";
inline constexpr std::string_view kRestException = "RestException";
/// Every failure of the engine is a 500 RestException.
inline constexpr ErrorRule kAllRest500{ErrorKind::kProcessEngine, 500, kRestException};
/// The same without the engine's code, where Camunda passes on the message only.
inline constexpr ErrorRule kAllRest500NoCode{ErrorKind::kProcessEngine, 500, kRestException, false};
inline constexpr ErrorRule kAllInvalid500NoCode{ErrorKind::kProcessEngine, 500, kInvalidRequest,
                                                false};
/// A missing thing is 404.
inline constexpr ErrorRule kNotFound404[] = {{ErrorKind::kNotFound, 404, kInvalidRequest}};
inline constexpr ErrorRule kNotFound404NoCode[] = {
    {ErrorKind::kNotFound, 404, kInvalidRequest, false}};

/// What operations on many instances answer to a bad request: 400 without the engine's code.
inline constexpr ErrorRule kBadRequest400NoCode[] = {
    {ErrorKind::kBadUserRequest, 400, kInvalidRequest, false},
    {ErrorKind::kNotValid, 400, kInvalidRequest, false},
    {ErrorKind::kNotFound, 400, kInvalidRequest, false},
    {ErrorKind::kSuspended, 400, kInvalidRequest, false},
};

/// When a suspension is to happen, if not now; `words` stand before what is wrong with the date.
RestResult<std::optional<TimeMs>> execution_date(const JsonObject& body, const std::string& words);

Response json_text(JsonWriter& out);

/// Answers 204 when the command succeeds.
void run_command(const Context& ctx, std::function<Status(command::Context&)> run,
                 ErrorRules errors = {});

/// Answers with what `answer` makes of the result; it runs on the engine strand after the commit.
template <class T>
void run_command(const Context& ctx, std::function<Result<T>(command::Context&)> run,
                 std::function<RestResult<Response>(T)> answer, ErrorRules errors = {}) {
  engine_of(ctx).submit<T>(
      std::move(run),
      [responder = ctx.responder(), answer = std::move(answer),
       errors = std::move(errors)](Result<T> result) {
        if (!result) return responder(error_response(errors.map(result.error())));
        auto response = answer(std::move(*result));
        responder(response ? std::move(*response) : error_response(response.error()));
      });
}

/// For handlers that read the body and queue a command: `read` answers nothing when it succeeds.
template <class Read>
RestStatus read_body(Context& ctx, Read read) {
  PROCOS_ASSIGN(const JsonObject body, ctx.json_object());
  return read(ctx, body);
}

/// The same, and the answer of its failure.
template <class Read>
void with_body(Context& ctx, Read read) {
  if (auto status = read_body(ctx, read); !status) ctx.reply(status.error());
}

}  // namespace procos::rest
