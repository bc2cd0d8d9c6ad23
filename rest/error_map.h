// Failures as Camunda's REST API shows them: status, {type, message, code}.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "base/result.h"
#include "rest/http.h"

namespace procos::rest {

/// A failed request. `code` is absent (JSON null) for failures of the REST layer itself, while
/// those of the engine carry its code, 0 unless they have a special one.
struct RestError {
  int status = 500;
  std::string type = "RestException";
  std::string message;
  std::optional<int> code;
  std::string details;      ///< JSON text of the property "details", else empty
  bool plain_text = false;  ///< the message is the whole body, as for a body of the wrong shape
};

template <class T>
using RestResult = std::expected<T, RestError>;
using RestStatus = RestResult<void>;

/// The engine's failure with the status and type that Camunda gives it when no resource intervenes.
RestError to_rest_error(const Error& error);

/// What many resources do: their own status, type and words around a failure of the engine, whose
/// code stays. `prefix` stands before the engine's message.
RestError wrap(const Error& cause, int status, std::string type, std::string prefix = {});

/// The same around a failure of the REST layer: status and code stay.
RestError wrap(RestError cause, std::string type, const std::string& prefix);

/// "InvalidRequestException" and "RestException" are the REST layer's own.
std::unexpected<RestError> invalid_request(int status, std::string message);
std::unexpected<RestError> rest_exception(int status, std::string message);

/// A property that Camunda needs and does not check for.
std::unexpected<RestError> null_pointer(std::string message);

/// A body of the wrong shape: 400 in plain text, as Jackson answers.
std::unexpected<RestError> wrong_shape(std::string message);

Response error_response(const RestError& error);

/// From a Result of the engine to one of the REST layer.
template <class T>
RestResult<T> lift(Result<T> result) {
  if (!result) return std::unexpected(to_rest_error(result.error()));
  if constexpr (std::is_void_v<T>) {
    return {};
  } else {
    return std::move(*result);
  }
}

}  // namespace procos::rest
