// multipart/form-data bodies (RFC 7578): deployments, binary variables, attachments.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rest/error_map.h"

namespace procos::rest {

struct FormPart {
  std::string name;
  std::optional<std::string> file_name;  ///< as sent, with its path if it has one
  std::optional<std::string> content_type;
  std::string content;

  /// Camunda reads a part as text only when it is text/plain or says nothing of itself.
  bool is_text() const;
};

struct MultipartForm {
  std::vector<FormPart> parts;  ///< in their order
  /// Of equal names the last counts, as in Camunda; nullptr when there is none.
  const FormPart* find(std::string_view name) const;
  /// The text of a part; nothing when it is missing or no text.
  std::optional<std::string> text(std::string_view name) const;
};

/// Reads a whole body in one pass. What breaks the rules (no boundary, no final boundary, a header
/// without an end ...) is 400 InvalidRequestException with the reason. Parts without a name are
/// skipped.
RestResult<MultipartForm> parse_multipart(std::string_view content_type, std::string_view body);

}  // namespace procos::rest
