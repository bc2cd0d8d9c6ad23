// Ids: UUIDv7 text (RFC 9562), rising in time. Its last 62 bits are the mark of the database that
// it was made for, so that inside the database the rest of it is enough (store/connection.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace procos {

/// What all ids of one database end with.
class IdMark {
 public:
  static constexpr std::size_t kIdSize = 36;

  /// Only the lower 62 bits count.
  explicit IdMark(std::uint64_t bits);
  static IdMark random();

  /// The first half of an id with this mark, without its version: time and sequence. nullopt: `id`
  /// is anything else.
  std::optional<std::int64_t> number(std::string_view id) const;
  /// Appends the id that has this number.
  void append_id(std::int64_t number, std::string& text) const;

 private:
  static constexpr std::size_t kTailSize = 18;
  char tail_[kTailSize];  ///< -8xxx-xxxxxxxxxxxx
};

/// A new id, 36 characters, lower case. Any thread; ids of one process rise.
std::string new_id();

/// Ids that this thread makes from now on are those of a database; until then their mark is the
/// process's own.
void use_id_mark(const IdMark& mark);
/// Later ids are higher than this number, also when the clock was set back since it was made.
void keep_ids_above(std::int64_t number);

}  // namespace procos
