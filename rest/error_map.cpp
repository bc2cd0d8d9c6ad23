#include "rest/error_map.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace procos::rest {
namespace {

constexpr int kUnavailable = 503;
constexpr const char* kRetryAfterSeconds = "1";

struct ErrorRow {
  ErrorKind kind;
  int status;
  std::string_view type;
};

// One row a kind, in the order of the enumeration.
constexpr std::array kTable{
    ErrorRow{ErrorKind::kProcessEngine, 500, "ProcessEngineException"},
    ErrorRow{ErrorKind::kBadUserRequest, 400, "BadUserRequestException"},
    // Only a resource that names one thing by its id turns this into 404.
    ErrorRow{ErrorKind::kNotFound, 400, "NotFoundException"},
    ErrorRow{ErrorKind::kNotValid, 400, "NotValidException"},
    ErrorRow{ErrorKind::kNullValue, 500, "NullValueException"},
    ErrorRow{ErrorKind::kParse, 400, "ParseException"},
    ErrorRow{ErrorKind::kSuspended, 400, "SuspendedEntityInteractionException"},
    ErrorRow{ErrorKind::kMismatchingMessage, 500, "MismatchingMessageCorrelationException"},
    ErrorRow{ErrorKind::kOptimisticLocking, 500, "OptimisticLockingException"},
    ErrorRow{ErrorKind::kUnsupported, 501, "RestException"},
    ErrorRow{ErrorKind::kBpmnError, 500, "BpmnError"},
    ErrorRow{ErrorKind::kClassCast, 500, "ClassCastException"},
    ErrorRow{ErrorKind::kAlreadyClaimed, 500, "TaskAlreadyClaimedException"},
    ErrorRow{ErrorKind::kExpression, 500, "ProcessEngineException"},
    ErrorRow{ErrorKind::kPersistence, 500, "ProcessEnginePersistenceException"},
    ErrorRow{ErrorKind::kAuthorization, 403, "AuthorizationException"},
    ErrorRow{ErrorKind::kScript, 500, "ScriptEvaluationException"},
    ErrorRow{ErrorKind::kConnector, 500, "ConnectorException"},
    ErrorRow{ErrorKind::kNumberFormat, 500, "NumberFormatException"},
    ErrorRow{ErrorKind::kDecision, 500, "DmnEngineException"},
    ErrorRow{ErrorKind::kDecisionExpression, 500, "DmnEvaluationException"},
    ErrorRow{ErrorKind::kFeel, 500, "FeelException"},
    ErrorRow{ErrorKind::kHitPolicy, 500, "DmnHitPolicyException"},
    ErrorRow{ErrorKind::kOverloaded, kUnavailable, "RestException"},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<std::size_t>(kTable[i].kind) != i) return false;
  }
  return static_cast<std::size_t>(ErrorKind::kOverloaded) + 1 == kTable.size();
}
static_assert(in_order(), "the table has one row for every ErrorKind, in its order");

constexpr int kOptimisticLockingCode = 1;  // Camunda's built-in exception code

/// No exception of the engine: Camunda's resources neither wrap it nor give it a code.
bool is_foreign(const Error& error) {
  constexpr std::array kForeign{ErrorKind::kClassCast,          ErrorKind::kConnector,
                                ErrorKind::kNumberFormat,       ErrorKind::kDecision,
                                ErrorKind::kDecisionExpression, ErrorKind::kFeel,
                                ErrorKind::kHitPolicy,          ErrorKind::kOverloaded};
  return std::ranges::find(kForeign, error.kind) != kForeign.end();
}

std::optional<int> code_of(const Error& error) {
  if (is_foreign(error)) return std::nullopt;
  if (error.kind == ErrorKind::kOptimisticLocking && error.code == 0) return kOptimisticLockingCode;
  return error.code;
}

}  // namespace

RestError to_rest_error(const Error& error) {
  const ErrorRow& row = kTable[static_cast<std::size_t>(error.kind)];
  return {row.status, std::string(row.type), error.message, code_of(error), error.details};
}

RestError wrap(const Error& cause, int status, std::string type, std::string prefix) {
  if (is_foreign(cause)) return to_rest_error(cause);
  return {status, std::move(type), std::move(prefix) + cause.message, code_of(cause), {}};
}

RestError wrap(RestError cause, std::string type, const std::string& prefix) {
  cause.type = std::move(type);
  cause.message.insert(0, prefix);
  return cause;
}

std::unexpected<RestError> invalid_request(int status, std::string message) {
  return std::unexpected(RestError{status, "InvalidRequestException", std::move(message), {}, {}});
}

std::unexpected<RestError> rest_exception(int status, std::string message) {
  return std::unexpected(RestError{status, "RestException", std::move(message), {}, {}});
}

std::unexpected<RestError> null_pointer(std::string message) {
  return std::unexpected(RestError{500, "NullPointerException", std::move(message), {}, {}});
}

std::unexpected<RestError> wrong_shape(std::string message) {
  return std::unexpected(
      RestError{400, "InvalidRequestException", std::move(message), {}, {}, true});
}

Response error_response(const RestError& error) {
  Response response;
  response.status = error.status;
  if (error.status == kUnavailable) response.headers.add("Retry-After", kRetryAfterSeconds);
  if (error.plain_text) {
    response.content_type = "text/plain";
    response.body = error.message;
    return response;
  }
  nlohmann::ordered_json body;
  body["type"] = error.type;
  body["message"] = error.message;
  body["code"] = error.code ? nlohmann::ordered_json(*error.code) : nlohmann::ordered_json();
  if (!error.details.empty()) {
    auto details = nlohmann::ordered_json::parse(error.details, nullptr, false);
    // What was missing are properties of the error itself.
    const bool flat = error.type == "AuthorizationException" && details.is_object();
    if (flat) {
      body.update(details);
    } else if (!details.is_discarded()) {
      body["details"] = std::move(details);
    }
  }
  response.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return response;
}

}  // namespace procos::rest
