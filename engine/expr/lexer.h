// Tokens of the expression language. Text outside ${...} is one token, scanned by other rules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace procos::expr {

enum class Symbol : std::uint8_t {
  kEnd,
  kPlus,
  kMinus,
  kMultiply,
  kDivide,
  kModulo,
  kOpenParen,
  kCloseParen,
  kIdentifier,
  kNot,
  kAnd,
  kOr,
  kEmpty,
  kInstanceOf,
  kInteger,
  kFloat,
  kTrue,
  kFalse,
  kString,
  kNull,
  kLessEqual,
  kLess,
  kGreaterEqual,
  kGreater,
  kEqual,
  kNotEqual,
  kQuestion,
  kColon,
  kText,
  kDot,
  kOpenBracket,
  kCloseBracket,
  kComma,
  kStartDeferred,
  kStartDynamic,
  kEndEval,
};

struct Token {
  Symbol symbol = Symbol::kEnd;
  std::string image;         ///< name, digits, or text with its escapes resolved
  std::size_t position = 0;  ///< of its first byte
};

class Lexer {
 public:
  explicit Lexer(std::string_view input) : input_(input) {}
  /// The next token; kParse with position and reason where there is none.
  Result<Token> next();

 private:
  Result<Token> next_in_expression();
  Result<Token> string_token(char quote);
  Token number_token();
  Token text_token();
  Token identifier_token();
  Token fixed(Symbol symbol, std::size_t length);
  char at(std::size_t i) const { return i < input_.size() ? input_[i] : '\0'; }
  void skip_blanks();

  std::string_view input_;
  std::size_t position_ = 0;
  bool in_expression_ = false;
};

/// A kParse error that names the place in the expression.
std::unexpected<Error> syntax_error(std::string_view input, std::size_t position,
                                    const std::string& reason);

}  // namespace procos::expr
