#include "bpmn/well_formed.h"

#include <array>
#include <charconv>
#include <cstdint>

namespace procos::bpmn {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_xml_character(std::uint32_t c) {
  return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

/// Walks once over the text; every step either moves on or reports.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<Malformed> scan() {
    if (auto bad = check_characters()) return bad;
    while (pos_ < text_.size() && !bad_) {
      text_[pos_] == '<' ? markup() : character_data();
    }
    if (!bad_ && roots_ == 0) report(text_.size(), "There is no element in it");
    return bad_;
  }

 private:
  void report(std::size_t offset, std::string message) {
    if (!bad_) bad_ = Malformed{offset, std::move(message)};
  }

  std::optional<Malformed> check_characters() const {
    for (std::size_t i = 0; i < text_.size();) {
      const auto lead = static_cast<unsigned char>(text_[i]);
      if (lead < 0x80) {
        if (!is_xml_character(lead)) return Malformed{i, "Character that XML does not allow"};
        ++i;
        continue;
      }
      const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
      std::uint32_t code = lead & (0xFFU >> (length + 1));
      bool valid = lead >= 0xC2 && lead <= 0xF4 && i + length <= text_.size();
      for (std::size_t k = 1; valid && k < length; ++k) {
        const auto next = static_cast<unsigned char>(text_[i + k]);
        valid = (next & 0xC0U) == 0x80U;
        code = (code << 6U) | (next & 0x3FU);
      }
      static constexpr std::array<std::uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
      if (!valid || code < kSmallest[length] || !is_xml_character(code)) {
        return Malformed{i, "Invalid UTF-8"};
      }
      i += length;
    }
    return std::nullopt;
  }

  /// Moves behind the next `end`; reports when there is none.
  std::string_view until(std::string_view end, const char* what) {
    const std::size_t found = text_.find(end, pos_);
    if (found == std::string_view::npos) {
      report(pos_, std::string(what) + " is not closed");
      return {};
    }
    const auto inside = text_.substr(pos_, found - pos_);
    pos_ = found + end.size();
    return inside;
  }

  void markup() {
    const auto rest = text_.substr(pos_);
    if (rest.starts_with("<!--")) {
      const std::size_t start = pos_;
      pos_ += 4;
      const auto inside = until("-->", "Comment");
      if (inside.find("--") != std::string_view::npos) report(start, "Comment contains --");
    } else if (rest.starts_with("<![CDATA[")) {
      if (depth_ == 0) report(pos_, "Text outside the root element");
      pos_ += 9;
      until("]]>", "CDATA section");
    } else if (rest.starts_with("<?")) {
      pos_ += 2;
      until("?>", "Processing instruction");
    } else if (rest.starts_with("<!DOCTYPE")) {
      report(pos_, "DOCTYPE is not allowed in a model");
    } else if (rest.starts_with("</")) {
      until(">", "End tag");
      --depth_;
    } else {
      start_tag();
    }
  }

  void start_tag() {
    if (depth_ == 0 && ++roots_ > 1) return report(pos_, "Only one root element is allowed");
    std::size_t i = pos_ + 1;
    while (i < text_.size() && text_[i] != '>') {
      const char c = text_[i];
      if (c == '<') return report(i, "Character < inside a tag");
      if (c != '"' && c != '\'') {
        ++i;
        continue;
      }
      const std::size_t close = text_.find(c, i + 1);
      if (close == std::string_view::npos) return report(i, "Attribute value is not closed");
      for (std::size_t k = i + 1; k < close; ++k) {
        if (text_[k] == '<') return report(k, "Character < in an attribute value: write &lt;");
        if (text_[k] == '&') check_reference(k);
      }
      i = close + 1;
    }
    if (i >= text_.size()) return report(pos_, "Tag is not closed");
    if (text_[i - 1] != '/') ++depth_;
    pos_ = i + 1;
  }

  void character_data() {
    const std::size_t end = std::min(text_.find('<', pos_), text_.size());
    for (; pos_ < end; ++pos_) {
      const char c = text_[pos_];
      if (depth_ == 0 && !is_space(c)) return report(pos_, "Text outside the root element");
      if (c == '&') check_reference(pos_);
      if (c == ']' && text_.substr(pos_).starts_with("]]>")) report(pos_, "Characters ]]> in text");
    }
  }

  void check_reference(std::size_t at) {
    const auto rest = text_.substr(at + 1, 12);
    for (const std::string_view known : {"amp;", "lt;", "gt;", "quot;", "apos;"}) {
      if (rest.starts_with(known)) return;
    }
    const std::size_t end = rest.find(';');
    if (rest.starts_with('#') && end != std::string_view::npos) {
      const bool hex = rest.starts_with("#x");
      const auto digits = rest.substr(hex ? 2 : 1, end - (hex ? 2 : 1));
      std::uint32_t code = 0;
      const auto* last = digits.data() + digits.size();
      const auto parsed = std::from_chars(digits.data(), last, code, hex ? 16 : 10);
      if (parsed.ec == std::errc() && parsed.ptr == last && is_xml_character(code)) return;
      return report(at, "Reference to a character that XML does not allow");
    }
    report(at, "Character & begins no known entity: write &amp;");
  }

  std::string_view text_;
  std::size_t pos_ = 0;
  int depth_ = 0, roots_ = 0;
  std::optional<Malformed> bad_;
};

}  // namespace

std::optional<Malformed> find_malformed(std::string_view xml) { return Scanner(xml).scan(); }

}  // namespace procos::bpmn
