// What FEEL's text is made of below the expressions: white space, names, texts, numbers.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "feel/value.h"

namespace procos::feel {

/// Every take... moves over what it found, or finds nothing and stays. Words need no space after
/// them: feel-scala reads `1 or2` as `1 or 2`.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  void move_to(std::size_t at) { at_ = at; }
  bool at_end() const { return at_ == text_.size(); }
  std::size_t furthest() const { return furthest_; }
  std::string_view text() const { return text_; }

  /// White space and comments. A comment without an end makes the whole text wrong.
  void skip_space();
  bool unclosed_comment() const { return unclosed_comment_; }

  bool take(std::string_view word);
  /// The one of the words that is there.
  std::optional<std::string_view> take_one_of(std::initializer_list<std::string_view> words);
  std::optional<std::string> take_identifier();
  /// At least two names with spaces between them: names of functions and parameters.
  std::optional<std::string> take_spaced_name();
  /// `any text` or an identifier.
  std::optional<std::string> take_name();
  /// What is between the quotes, as it is.
  std::optional<std::string> take_quoted();
  std::optional<Decimal> take_number();
  /// A key of a context: everything up to a symbol that cannot be in one.
  std::optional<std::string> take_free_key();

 private:
  std::size_t char_size(std::size_t at) const;
  char32_t char_at(std::size_t at) const;
  std::size_t name_part_end(std::size_t at) const;
  std::size_t reserved_word_at(std::size_t at) const;
  void advance(std::size_t at);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t furthest_ = 0;
  bool unclosed_comment_ = false;
};

/// The text that a literal with escapes stands for.
std::string unescaped(std::string_view literal);

}  // namespace procos::feel
