#include "expr/lexer.h"

#include <clocale>
#include <cwctype>

#include <array>
#include <optional>

#include "expr/java_text.h"

namespace procos::expr {
namespace {

struct Word {
  std::string_view text;
  Symbol symbol;
};

constexpr std::array kKeywords{
    Word{"null", Symbol::kNull},   Word{"true", Symbol::kTrue},
    Word{"false", Symbol::kFalse}, Word{"empty", Symbol::kEmpty},
    Word{"div", Symbol::kDivide},  Word{"mod", Symbol::kModulo},
    Word{"not", Symbol::kNot},     Word{"and", Symbol::kAnd},
    Word{"or", Symbol::kOr},       Word{"le", Symbol::kLessEqual},
    Word{"lt", Symbol::kLess},     Word{"eq", Symbol::kEqual},
    Word{"ne", Symbol::kNotEqual}, Word{"ge", Symbol::kGreaterEqual},
    Word{"gt", Symbol::kGreater},  Word{"instanceof", Symbol::kInstanceOf},
};

// Longer ones first.
constexpr std::array kSigns{
    Word{"==", Symbol::kEqual},       Word{"!=", Symbol::kNotEqual},
    Word{"<=", Symbol::kLessEqual},   Word{">=", Symbol::kGreaterEqual},
    Word{"&&", Symbol::kAnd},         Word{"||", Symbol::kOr},
    Word{"*", Symbol::kMultiply},     Word{"/", Symbol::kDivide},
    Word{"%", Symbol::kModulo},       Word{"+", Symbol::kPlus},
    Word{"-", Symbol::kMinus},        Word{"?", Symbol::kQuestion},
    Word{":", Symbol::kColon},        Word{"[", Symbol::kOpenBracket},
    Word{"]", Symbol::kCloseBracket}, Word{"(", Symbol::kOpenParen},
    Word{")", Symbol::kCloseParen},   Word{",", Symbol::kComma},
    Word{"!", Symbol::kNot},          Word{"<", Symbol::kLess},
    Word{">", Symbol::kGreater},      Word{"}", Symbol::kEndEval},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_ascii_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

// The length in bytes of an identifier character at `at`; 0 when there is none. Characters beyond
// the basic plane are none, because Java looks at UTF-16 units.
std::size_t identifier_length(std::string_view input, std::size_t at, bool start) {
  if (at >= input.size()) return 0;
  const auto lead = static_cast<unsigned char>(input[at]);
  if (lead < 0x80) return is_ascii_start(input[at]) || (!start && is_digit(input[at])) ? 1 : 0;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (length == 4 || at + length > input.size()) return 0;
  const std::u32string points = to_utf32(input.substr(at, length));
  if (points.size() != 1) return 0;
  const auto c = static_cast<wint_t>(points[0]);
  const bool currency = c >= 0xA2 && c <= 0xA5;
  const bool ok =
      currency || (start ? iswalpha_l(c, unicode_locale())
                         : iswalnum_l(c, unicode_locale()) || (c >= 0x300 && c < 0x370));
  return ok ? length : 0;
}

}  // namespace

std::unexpected<Error> syntax_error(std::string_view input, std::size_t position,
                                    const std::string& reason) {
  return fail(ErrorKind::kParse, "Error parsing '" + std::string(input) +
                                     "': syntax error at position " + std::to_string(position) +
                                     ", " + reason);
}

void Lexer::skip_blanks() {
  while (position_ < input_.size()) {
    const char c = input_[position_];
    if (c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x1F)) {
      ++position_;
    } else {
      return;
    }
  }
}

Token Lexer::fixed(Symbol symbol, std::size_t length) {
  Token token{symbol, std::string(input_.substr(position_, length)), position_};
  position_ += length;
  return token;
}

Result<Token> Lexer::next() {
  if (in_expression_) skip_blanks();
  if (position_ == input_.size()) return Token{Symbol::kEnd, "", position_};
  if (in_expression_) {
    auto token = next_in_expression();
    if (token && token->symbol == Symbol::kEndEval) in_expression_ = false;
    return token;
  }
  if (at(position_ + 1) == '{' && (at(position_) == '#' || at(position_) == '$')) {
    in_expression_ = true;
    return fixed(at(position_) == '#' ? Symbol::kStartDeferred : Symbol::kStartDynamic, 2);
  }
  return text_token();
}

// A backslash before ${ or #{ takes its meaning away; anywhere else it stands for itself.
Token Lexer::text_token() {
  Token token{Symbol::kText, "", position_};
  bool escaped = false;
  for (; position_ < input_.size(); ++position_) {
    const char c = input_[position_];
    if (c == '\\') {
      if (escaped) token.image += '\\';
      escaped = true;
      continue;
    }
    const bool starts = (c == '#' || c == '$') && at(position_ + 1) == '{';
    if (starts && !escaped) return token;
    if (escaped && !starts) token.image += '\\';
    token.image += c;
    escaped = false;
  }
  if (escaped) token.image += '\\';
  return token;
}

Result<Token> Lexer::string_token(char quote) {
  Token token{Symbol::kString, "", position_};
  for (std::size_t i = position_ + 1; i < input_.size(); ++i) {
    char c = input_[i];
    if (c == quote) {
      position_ = i + 1;
      return token;
    }
    if (c == '\\') {
      c = at(++i);
      if (c != '\\' && c != quote)
        return syntax_error(input_, i, "invalid escape sequence in a string");
    }
    token.image += c;
  }
  return syntax_error(input_, position_, "the string is not closed");
}

Token Lexer::number_token() {
  std::size_t end = position_;
  const auto digits = [&] {
    while (is_digit(at(end))) ++end;
  };
  Symbol symbol = Symbol::kInteger;
  digits();
  if (at(end) == '.') {
    ++end;
    digits();
    symbol = Symbol::kFloat;
  }
  if (at(end) == 'e' || at(end) == 'E') {
    const std::size_t before = end++;
    if (at(end) == '+' || at(end) == '-') ++end;
    if (is_digit(at(end))) {
      digits();
      symbol = Symbol::kFloat;
    } else {
      end = before;
    }
  }
  return fixed(symbol, end - position_);
}

Token Lexer::identifier_token() {
  std::size_t end = position_;
  for (std::size_t length = 0; (length = identifier_length(input_, end, end == position_)) > 0;)
    end += length;
  const std::string_view name = input_.substr(position_, end - position_);
  for (const Word& keyword : kKeywords) {
    if (keyword.text == name) return fixed(keyword.symbol, name.size());
  }
  return fixed(Symbol::kIdentifier, name.size());
}

Result<Token> Lexer::next_in_expression() {
  const char c = at(position_);
  if (c == '"' || c == '\'') return string_token(c);
  if (is_digit(c) || (c == '.' && is_digit(at(position_ + 1)))) return number_token();
  if (c == '.') return fixed(Symbol::kDot, 1);
  for (const Word& sign : kSigns) {
    if (input_.substr(position_).starts_with(sign.text))
      return fixed(sign.symbol, sign.text.size());
  }
  if (identifier_length(input_, position_, true) > 0) return identifier_token();
  return syntax_error(input_, position_, "invalid character");
}

}  // namespace procos::expr
