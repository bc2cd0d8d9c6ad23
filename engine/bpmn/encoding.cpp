#include <iconv.h>

#include <cerrno>
#include <vector>

#include "bpmn/well_formed.h"

namespace procos::bpmn {
namespace {

/// What the XML declaration names; empty when it names nothing.
std::string declared_encoding(std::string_view xml) {
  if (!xml.starts_with("<?xml")) return {};
  const auto declaration = xml.substr(0, std::min(xml.find("?>"), std::size_t{200}));
  const std::size_t word = declaration.find("encoding");
  if (word == std::string_view::npos) return {};
  const std::size_t open = declaration.find_first_of("\"'", word);
  if (open == std::string_view::npos) return {};
  const std::size_t close = declaration.find(declaration[open], open + 1);
  if (close == std::string_view::npos) return {};
  return std::string(declaration.substr(open + 1, close - open - 1));
}

std::optional<std::string> convert(std::string_view from, const std::string& encoding) {
  const iconv_t converter = iconv_open("UTF-8", encoding.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1))
    return std::nullopt;  // NOLINT: iconv's own error value
  std::string out;
  std::vector<char> in(from.begin(), from.end());
  char* source = in.data();
  std::size_t left = in.size();
  char chunk[4096];
  bool good = true;
  while (left > 0 && good) {
    char* target = chunk;
    std::size_t room = sizeof chunk;
    good = iconv(converter, &source, &left, &target, &room) != static_cast<std::size_t>(-1) ||
           errno == E2BIG;
    out.append(chunk, sizeof chunk - room);
  }
  iconv_close(converter);
  if (!good) return std::nullopt;
  return out;
}

bool is_utf8_name(const std::string& name) {
  return name.empty() || name == "UTF-8" || name == "utf-8" || name == "utf8" || name == "UTF8" ||
         name == "Utf-8";
}

}  // namespace

std::optional<std::string> to_utf8(std::string_view xml) {
  if (xml.starts_with("\xEF\xBB\xBF")) return std::string(xml.substr(3));
  if (xml.starts_with("\xFF\xFE")) return convert(xml.substr(2), "UTF-16LE");
  if (xml.starts_with("\xFE\xFF")) return convert(xml.substr(2), "UTF-16BE");
  if (xml.starts_with(std::string_view("<\0", 2))) return convert(xml, "UTF-16LE");
  if (xml.starts_with(std::string_view("\0<", 2))) return convert(xml, "UTF-16BE");
  const std::string declared = declared_encoding(xml);
  if (is_utf8_name(declared)) return std::string(xml);
  return convert(xml, declared);
}

}  // namespace procos::bpmn
