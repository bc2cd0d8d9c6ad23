#include "feel/pattern.h"

#include <algorithm>
#include <utility>

#include "expr/java_regex.h"

namespace procos::feel {
namespace {

// Each place of a text can cost a walk to its end: some seconds for a text of this size.
constexpr std::size_t kMaxSearched = 20'000;

// Characters for private use that stand around matches; a text that has them is refused.
constexpr std::string_view kOpening = "\uE000";
constexpr std::string_view kClosing = "\uE001";

struct CharacterClass {
  std::string_view names;  ///< with a space before and after each
  std::string_view ranges;
};

// The alphabets that are in use, in place of all of Unicode.
constexpr CharacterClass kClasses[] = {
    {" L IsL IsAlphabetic javaLetter ",
     "a-zA-Z\u00AA\u00B5\u00BA\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02C1\u0370-\u0373\u0376-\u0377"
     "\u037B-\u037D\u0386\u0388-\u03F5\u03F7-\u0481\u048A-\u052F\u0531-\u0556\u0561-\u0587"
     "\u05D0-\u05EA\u0620-\u064A\u0904-\u0939\u0E01-\u0E30\u10A0-\u10FF\u1E00-\u1FBC"
     "\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF\uAC00-\uD7A3"},
    {" Lu IsLu IsUppercase ",
     "A-Z\u00C0-\u00D6\u00D8-\u00DE\u0386-\u038F\u0391-\u03AB\u0400-\u042F"},
    {" Ll IsLl IsLowercase ", "a-z\u00DF-\u00F6\u00F8-\u00FF\u03AC-\u03CE\u0430-\u045F"},
    {" Alpha ", "a-zA-Z"},
    {" Upper ", "A-Z"},
    {" Lower ", "a-z"},
    {" N Nd IsN IsNd IsDigit Digit ", "0-9"},
    {" Alnum ", "a-zA-Z0-9"},
    {" XDigit ", "0-9a-fA-F"},
    {" Punct P IsP IsPunctuation ", "!-\\/:-@\\[-`{-~"},
    {" Space Blank Z Zs IsWhite_Space ", "\\s"},
};

std::string_view ranges_of(std::string_view name) {
  for (const auto& [names, ranges] : kClasses) {
    if (names.find(" " + std::string(name) + " ") != std::string_view::npos) return ranges;
  }
  return {};
}

std::unexpected<Error> wrong_pattern(std::string_view pattern) {
  return std::unexpected(Error{ErrorKind::kExpression,
                               "invalid pattern '" + std::string(pattern) + "'", 0,
                               std::string(Pattern::kWrongPattern)});
}

bool is_pattern_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Writes a Java pattern in the words of the other.
class Translation {
 public:
  Translation(std::string_view pattern, std::string_view flags) : rest_(pattern) {
    add_flags(flags);
  }

  Status run() {
    take_inline_flags();
    while (!rest_.empty()) {
      if (rest_[0] == '\\') {
        PROCOS_TRY(escape());
      } else if (class_depth_ > 0) {
        PROCOS_TRY(in_brackets());
      } else {
        PROCOS_TRY(plain());
      }
    }
    if (class_depth_ > 0) return wrong_pattern("[");
    return {};
  }

  const std::string& text() const { return out_; }
  bool ignores_case() const { return ignore_case_; }
  bool lines() const { return lines_; }

 private:
  void add_flags(std::string_view flags) {
    dot_all_ = dot_all_ || flags.find('s') != std::string_view::npos;
    lines_ = lines_ || flags.find('m') != std::string_view::npos;
    ignore_case_ = ignore_case_ || flags.find('i') != std::string_view::npos;
    comments_ = comments_ || flags.find('x') != std::string_view::npos;
  }
  void take_inline_flags() {
    if (!rest_.starts_with("(?")) return;
    const std::size_t end = rest_.find(')');
    if (end == std::string_view::npos) return;
    const std::string_view flags = rest_.substr(2, end - 2);
    if (flags.empty() || flags.find_first_not_of("smixuUd") != std::string_view::npos) return;
    add_flags(flags);
    rest_.remove_prefix(end + 1);
  }
  void copy(std::size_t count) {
    out_ += rest_.substr(0, count);
    rest_.remove_prefix(count);
  }
  std::unexpected<Error> unsupported(std::string_view what) const {
    return fail(ErrorKind::kExpression,
                "regular expressions with " + std::string(what) + " are not supported");
  }

  // Java's brackets may hold others, whose characters count as well, and begin with one to close.
  Status in_brackets() {
    const char c = rest_[0];
    if (comments_ && is_pattern_space(c)) {
      rest_.remove_prefix(1);
      return {};
    }
    if (rest_.starts_with("&&") || rest_.starts_with("[^")) {
      return unsupported("intersections and complements within brackets");
    }
    if (c == '[') {
      if (out_.ends_with('-')) out_.insert(out_.size() - 1, 1, '\\');
      ++class_depth_;
      rest_.remove_prefix(1);
    } else if (c == ']' && !at_class_start_) {
      --class_depth_;
      if (class_depth_ == 0) out_ += c;
      rest_.remove_prefix(1);
    } else {
      if (c == ']') out_ += '\\';
      copy(1);
      at_class_start_ = at_class_start_ && c == '^';
      return {};
    }
    at_class_start_ = c == '[';
    return {};
  }

  Status escape() {
    if (rest_.size() < 2) return wrong_pattern(rest_);
    const char c = rest_[1];
    const bool octal = rest_.size() > 2 && rest_[2] >= '0' && rest_[2] <= '7';
    if ((c == '0' && !octal) || (class_depth_ > 0 && c >= '1' && c <= '9')) {
      return wrong_pattern(rest_);
    }
    if (c == 'p' || c == 'P') return category(c == 'P');
    if (c == 'Q') {
      rest_.remove_prefix(2);
      const std::size_t end = std::min(rest_.find("\\E"), rest_.size());
      for (const char quoted : rest_.substr(0, end)) add_literal(quoted);
      rest_.remove_prefix(std::min(end + 2, rest_.size()));
      return {};
    }
    if ((c >= '1' && c <= '9') || c == 'k') return unsupported("back references");
    if (c == 'A' || c == 'z' || c == 'Z') {
      out_ += c == 'A' ? '^' : '$';
      rest_.remove_prefix(2);
      return {};
    }
    copy(2);
    at_class_start_ = false;
    return {};
  }
  void add_literal(char c) {
    constexpr std::string_view kSpecial = R"(.$|()[{}]^?*+\)";
    if (kSpecial.find(c) != std::string_view::npos) out_ += '\\';
    out_ += c;
  }
  // \p{L}, \pL
  Status category(bool negative) {
    std::string_view name = rest_.substr(2, 1);
    std::size_t size = 3;
    if (name == "{") {
      const std::size_t end = rest_.find('}');
      if (end == std::string_view::npos) return wrong_pattern(rest_);
      name = rest_.substr(3, end - 3);
      size = end + 1;
    }
    const std::string_view ranges = ranges_of(name);
    if (ranges.empty() && name.find(' ') != std::string_view::npos) return wrong_pattern(name);
    if (ranges.empty()) return unsupported("the category " + std::string(name));
    if (class_depth_ > 0 && negative) return unsupported("a negated category within brackets");
    if (class_depth_ > 0) {
      out_ += ranges;
    } else {
      out_ += (negative ? "[^" : "[") + std::string(ranges) + "]";
    }
    rest_.remove_prefix(size);
    at_class_start_ = false;
    return {};
  }

  Status plain() {
    const char c = rest_[0];
    if (comments_ && is_pattern_space(c)) {
      rest_.remove_prefix(1);
    } else if (comments_ && c == '#') {
      rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
    } else if (c == '.' && dot_all_) {
      out_ += "[\\s\\S]";
      rest_.remove_prefix(1);
    } else if (rest_.starts_with("(?<=") || rest_.starts_with("(?<!")) {
      return unsupported("look-behind");
    } else if (rest_.starts_with("(?>")) {
      return unsupported("atomic groups");
    } else if (rest_.starts_with("(?<")) {
      out_ += '(';
      rest_.remove_prefix(std::min(rest_.find('>'), rest_.size() - 1) + 1);
    } else if ((c == '*' || c == '+' || c == '?' || c == '}') && rest_.substr(1, 1) == "+") {
      return unsupported("possessive quantifiers");
    } else {
      at_class_start_ = c == '[';
      class_depth_ = at_class_start_ ? 1 : 0;
      copy(1);
    }
    return {};
  }

  std::string_view rest_;
  std::string out_;
  bool dot_all_ = false, lines_ = false, ignore_case_ = false, comments_ = false;
  int class_depth_ = 0;
  bool at_class_start_ = false;
};

bool has_marks(std::string_view text) {
  return text.find(kOpening) != std::string_view::npos ||
         text.find(kClosing) != std::string_view::npos;
}

Status refuse_marks(std::string_view text) {
  if (!has_marks(text)) return {};
  return fail(ErrorKind::kExpression, "a text for matching holds characters of private use");
}

}  // namespace

Result<Pattern> Pattern::compile(std::string_view pattern, std::string_view flags) {
  Translation translation(pattern, flags);
  PROCOS_TRY(translation.run());
  Pattern made;
  made.pattern_ = translation.text();
  if (translation.ignores_case()) made.prefix_ = "(?i)";
  made.lines_ = translation.lines();
  // Whether it is a pattern shows when it is used.
  const auto used = expr::regex_matches("", made.prefix_ + made.pattern_);
  if (!used && used.error().message.find("longer than") == std::string::npos) {
    return wrong_pattern(pattern);
  }
  if (!used) return std::unexpected(used.error());
  return made;
}

Result<bool> Pattern::find(std::string_view text) const {
  // A match of all of the text takes linear time, a search does not.
  const auto found_in = [&](std::string_view part) {
    return expr::regex_matches(part, prefix_ + "[\\s\\S]*(?:" + pattern_ + ")[\\s\\S]*");
  };
  if (!lines_) return found_in(text);
  while (true) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    PROCOS_ASSIGN(const bool found, found_in(text.substr(0, end)));
    if (found || end == text.size()) return found;
    text.remove_prefix(end + 1);
  }
}

Status Pattern::refuse_long(std::string_view text) const {
  const bool unbounded = pattern_.find_first_of("*+{") != std::string::npos;
  if (!unbounded || text.size() <= kMaxSearched) return {};
  return fail(ErrorKind::kExpression,
              "a text longer than 20000 bytes is searched for a pattern with * or +");
}

Result<std::string> Pattern::replace(std::string_view text, std::string_view replacement) const {
  PROCOS_TRY(refuse_long(text));
  if (lines_) return replace_in_lines(text, replacement);
  return expr::regex_replace(text, prefix_ + pattern_, replacement, true);
}

Result<std::string> Pattern::replace_in_lines(std::string_view text,
                                              std::string_view replacement) const {
  std::string out;
  while (true) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    PROCOS_ASSIGN(const std::string line,
                  expr::regex_replace(text.substr(0, end), prefix_ + pattern_, replacement, true));
    out += line;
    if (end == text.size()) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

Result<std::vector<std::string>> Pattern::split(std::string_view text) const {
  PROCOS_TRY(refuse_long(text));
  PROCOS_ASSIGN(auto parts, expr::regex_split(text, prefix_ + pattern_, -1));
  // A pattern that matches nothing also matches at the end, where Java cuts off one more part.
  PROCOS_ASSIGN(const bool matches_nothing, expr::regex_matches("", prefix_ + pattern_));
  if (matches_nothing && !text.empty()) parts.emplace_back();
  return parts;
}

Result<std::vector<std::string>> Pattern::matches(std::string_view text) const {
  PROCOS_TRY(refuse_marks(text));
  PROCOS_ASSIGN(const std::string marked,
                replace(text, std::string(kOpening) + "$0" + std::string(kClosing)));
  std::vector<std::string> found;
  for (std::size_t at = 0; (at = marked.find(kOpening, at)) != std::string::npos;) {
    const std::size_t start = at + kOpening.size();
    at = marked.find(kClosing, start);
    found.push_back(marked.substr(start, at - start));
  }
  return found;
}

}  // namespace procos::feel
