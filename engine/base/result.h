// The result channel: what a caller or a model can cause. Broken environments (disk, memory) throw;
// our own bugs stop the program (base/check.h).
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace procos {

/// What went wrong, in the words Camunda's API uses; rest/error_map.cpp turns a kind into an HTTP
/// answer.
enum class ErrorKind {
  kProcessEngine,        ///< any failure without a more exact kind
  kBadUserRequest,       ///< the request is well formed but makes no sense
  kNotFound,             ///< the named thing does not exist
  kNotValid,             ///< an argument has a value it may not have
  kNullValue,            ///< an argument or the thing it names is missing
  kParse,                ///< a resource was refused at deployment
  kSuspended,            ///< the definition, instance or task is suspended
  kMismatchingMessage,   ///< a message correlates to nothing or to too much
  kOptimisticLocking,    ///< somebody else changed or removed it meanwhile
  kUnsupported,          ///< a value or operation Camunda knows and this engine does not
  kBpmnError,            ///< a BPMN error that nothing caught, where that is a failure
  kClassCast,            ///< an expression gave a value of another type than its place needs
  kAlreadyClaimed,       ///< the task is somebody else's
  kExpression,           ///< an expression could not be evaluated
  kPersistence,          ///< what is to be stored is there already
  kAuthorization,        ///< the user may not do this; details: {userId, missingAuthorizations}
  kScript,               ///< a script failed
  kConnector,            ///< a connector could not do its request
  kNumberFormat,         ///< a text stands where a number is needed, and is none
  kDecision,             ///< a decision gave a value that its model does not allow
  kDecisionExpression,   ///< an expression of a decision, in another language than FEEL, failed
  kFeel,                 ///< a FEEL expression failed
  kHitPolicy,            ///< the rules that match break their table's hit policy
  kOverloaded,           ///< too many commands are waiting; later it may be possible
};

struct Error {
  ErrorKind kind = ErrorKind::kProcessEngine;
  std::string message;  ///< for a person: what happened, to what, and what to do
  int code = 0;         ///< Camunda's built-in exception code, or the one the model gives
  std::string details;  ///< JSON text with structured details (kParse), else empty
  std::string activity_id = {};  ///< the activity that failed, when a process was running
};

template <class T>
using Result = std::expected<T, Error>;
using Status = Result<void>;

inline std::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return std::unexpected(Error{kind, std::move(message), 0, {}});
}

}  // namespace procos

/// Returns the error of `expr` (a Result or Status) from the enclosing function, if it has one.
#define PROCOS_TRY(expr)                                                      \
  do {                                                                        \
    if (auto try_status_ = (expr); !try_status_) {                            \
      return std::unexpected(std::move(try_status_).error());                 \
    }                                                                         \
  } while (false)

#define PROCOS_CONCAT_(a, b) a##b
#define PROCOS_CONCAT(a, b) PROCOS_CONCAT_(a, b)
/// `PROCOS_ASSIGN(auto x, f());` declares x from a Result or returns its error.
#define PROCOS_ASSIGN(decl, expr) PROCOS_ASSIGN_(PROCOS_CONCAT(try_result_, __LINE__), decl, expr)
#define PROCOS_ASSIGN_(name, decl, expr)                       \
  auto name = (expr);                                          \
  if (!name) return std::unexpected(std::move(name).error());  \
  decl = std::move(*name)
