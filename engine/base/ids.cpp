#include "base/ids.h"

#include <array>
#include <atomic>
#include <chrono>
#include <iterator>
#include <random>

namespace procos {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::size_t kVersionAt = 14;
// After the milliseconds. More ids than they count in one borrow from the next.
constexpr std::uint64_t kSequenceBits = 12;

/// The value of a lower case digit, -1 for other characters.
constexpr auto kValueOfDigit = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kDigits.size(); ++i) {
    values[static_cast<unsigned char>(kDigits[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}();

/// Where the digits of a number stand in an id.
constexpr std::uint8_t kDigitsAt[] = {0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 15, 16, 17};

std::atomic<std::int64_t> last_number = 0;

std::int64_t next_number() {
  using namespace std::chrono;
  const auto since = duration_cast<milliseconds>(system_clock::now().time_since_epoch());
  const std::int64_t now = since.count() << kSequenceBits;
  std::int64_t last = last_number.load(std::memory_order_relaxed), next = 0;
  do {
    next = std::max(last + 1, now);
  } while (!last_number.compare_exchange_weak(last, next, std::memory_order_relaxed));
  return next;
}

IdMark& mark_of_thread() {
  static const IdMark own = IdMark::random();
  thread_local IdMark mark = own;
  return mark;
}

}  // namespace

IdMark::IdMark(std::uint64_t bits) {
  bits = (bits & 0x3FFFFFFFFFFFFFFFULL) | 0x8000000000000000ULL;
  int shift = 60;
  for (std::size_t at = 0; at < kTailSize; ++at) {
    if (at == 0 || at == 5) {
      tail_[at] = '-';
      continue;
    }
    tail_[at] = kDigits[(bits >> shift) & 0xF];
    shift -= 4;
  }
}

IdMark IdMark::random() {
  std::random_device random;
  return IdMark(std::uint64_t{random()} << 32 | random());
}

std::optional<std::int64_t> IdMark::number(std::string_view id) const {
  constexpr std::size_t kHead = kIdSize - kTailSize;
  if (id.size() != kIdSize || id.substr(kHead) != std::string_view(tail_, kTailSize))
    return std::nullopt;
  if (id[8] != '-' || id[13] != '-' || id[kVersionAt] != '7') return std::nullopt;
  std::int64_t number = 0;
  int bad = 0;  // negative once a digit is none
  for (const std::uint8_t at : kDigitsAt) {
    const int value = kValueOfDigit[static_cast<unsigned char>(id[at])];
    bad |= value;
    number = number << 4 | value;
  }
  if (bad < 0) return std::nullopt;
  return number;
}

void IdMark::append_id(std::int64_t number, std::string& text) const {
  char head[kIdSize - kTailSize];
  head[8] = head[13] = '-';
  head[kVersionAt] = '7';
  for (std::size_t digit = std::size(kDigitsAt); digit-- > 0; number >>= 4) {
    head[kDigitsAt[digit]] = kDigits[static_cast<std::size_t>(number & 0xF)];
  }
  text.append(head, sizeof head).append(tail_, kTailSize);
}

std::string new_id() {
  std::string id;
  id.reserve(IdMark::kIdSize);
  mark_of_thread().append_id(next_number(), id);
  return id;
}

void use_id_mark(const IdMark& mark) { mark_of_thread() = mark; }

void keep_ids_above(std::int64_t number) {
  std::int64_t last = last_number.load(std::memory_order_relaxed);
  while (last < number &&
         !last_number.compare_exchange_weak(last, number, std::memory_order_relaxed)) {
  }
}

}  // namespace procos
