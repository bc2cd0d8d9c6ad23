#include "rest/multipart.h"

#include "rest/http.h"
#include "rest/media_type.h"
#include "rest/text.h"

namespace procos::rest {
namespace {

constexpr std::size_t kMaxParts = 10'000;
constexpr std::size_t kMaxBoundary = 1000;  // RFC 2046 allows 70; nobody needs more than this

std::unexpected<RestError> broken(std::string_view reason) {
  return invalid_request(400, "The multipart body cannot be read: " + std::string(reason));
}

// Cuts the line up to CRLF (or a lone LF, which some clients send) off `rest`.
std::optional<std::string_view> next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// Reads a part's header up to the empty line. A part that is no form field gets no name.
RestStatus read_header(std::string_view& rest, FormPart& part) {
  std::optional<std::string> disposition;
  while (true) {
    const auto line = next_line(rest);
    if (!line) return broken("the header of a part has no end");
    if (line->empty()) break;
    const std::size_t colon = line->find(':');
    if (colon == std::string_view::npos) return broken("a part has a header line without a colon");
    const std::string_view name = trim(line->substr(0, colon));
    const std::string value(trim(line->substr(colon + 1)));
    if (iequals(name, "Content-Disposition")) {
      disposition = value;
    } else if (iequals(name, "Content-Type")) {
      part.content_type = value;
    }
  }
  if (!disposition || !iequals(disposition->substr(0, 9), "form-data")) return {};
  part.name = header_parameter(*disposition, "name").value_or("");
  if (const auto file_name = header_parameter(*disposition, "filename")) {
    part.file_name = *file_name;
  }
  // RFC 5987: filename*=UTF-8''percent-encoded goes before the plain form.
  if (const auto encoded = header_parameter(*disposition, "filename*")) {
    const std::size_t language = encoded->find('\'');
    const std::size_t text =
        language == std::string::npos ? language : encoded->find('\'', language + 1);
    if (text != std::string::npos && iequals(encoded->substr(0, language), "utf-8")) {
      const auto decoded = percent_decode(std::string_view(*encoded).substr(text + 1), false);
      if (decoded) part.file_name = *decoded;
    }
  }
  if (part.file_name && part.file_name->find('\0') != std::string::npos) {
    return broken("a file name holds a zero byte");
  }
  return {};
}

}  // namespace

bool FormPart::is_text() const {
  return !content_type || content_type->find("text/plain") != std::string::npos;
}

const FormPart* MultipartForm::find(std::string_view name) const {
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (part->name == name) return &*part;
  }
  return nullptr;
}

std::optional<std::string> MultipartForm::text(std::string_view name) const {
  const FormPart* part = find(name);
  return part && part->is_text() ? std::optional(part->content) : std::nullopt;
}

RestResult<MultipartForm> parse_multipart(std::string_view content_type, std::string_view body) {
  const auto boundary = header_parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > kMaxBoundary) {
    return broken("its Content-Type names no boundary");
  }
  const std::string delimiter = "\r\n--" + *boundary;
  const std::string_view opening = std::string_view(delimiter).substr(2);
  // What stands before the first boundary does not count.
  std::string_view rest = body;
  if (rest.starts_with(opening)) {
    rest.remove_prefix(opening.size());
  } else {
    const std::size_t first = rest.find(delimiter);
    if (first == std::string_view::npos) return broken("its boundary does not occur");
    rest.remove_prefix(first + delimiter.size());
  }

  MultipartForm form;
  while (!rest.starts_with("--")) {
    const auto after = next_line(rest);
    if (!after || !trim(*after).empty()) return broken("a boundary has no line of its own");
    FormPart part;
    PROCOS_TRY(read_header(rest, part));
    // An empty part's boundary may follow its header at once.
    std::size_t end = rest.starts_with(opening) ? 0 : rest.find(delimiter);
    if (end == std::string_view::npos) return broken("the final boundary is missing");
    part.content.assign(rest.substr(0, end));
    rest.remove_prefix(end + (rest.starts_with(opening) ? opening.size() : delimiter.size()));
    if (form.parts.size() == kMaxParts) return broken("it has more than 10000 parts");
    // Camunda skips what has no name.
    if (!part.name.empty()) form.parts.push_back(std::move(part));
  }
  return form;
}

}  // namespace procos::rest
