#include "base/ids.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <random>

namespace procos {
namespace {

struct Generator {
  std::mt19937_64 random{std::random_device{}() * 0x9E3779B97F4A7C15ULL ^ std::random_device{}()};
  std::uint64_t last_ms = 0;
  std::uint32_t sequence = 0;  // 12 bits after the time keep ids of one millisecond in order
};

/// Two digits for each byte.
constexpr auto kHexOfByte = [] {
  constexpr char kDigits[] = "0123456789abcdef";
  std::array<char, 512> digits{};
  for (std::size_t i = 0; i < 256; ++i) {
    digits[2 * i] = kDigits[i / 16];
    digits[2 * i + 1] = kDigits[i % 16];
  }
  return digits;
}();

}  // namespace

std::string new_id() {
  thread_local Generator g;
  using namespace std::chrono;
  auto ms = static_cast<std::uint64_t>(
      duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
  if (ms > g.last_ms) {
    g.last_ms = ms;
    g.sequence = static_cast<std::uint32_t>(g.random() & 0x3FF);
  } else if (++g.sequence > 0xFFF) {
    ++g.last_ms;
    g.sequence = 0;
  }
  const std::uint64_t high = (g.last_ms << 16) | 0x7000 | g.sequence;
  const std::uint64_t low = (g.random() & 0x3FFFFFFFFFFFFFFFULL) | 0x8000000000000000ULL;
  std::string text(36, '-');
  char* at = text.data();
  for (int byte = 0; byte < 16; ++byte) {
    if (byte == 4 || byte == 6 || byte == 8 || byte == 10) ++at;
    const std::uint64_t word = byte < 8 ? high : low;
    const std::size_t value = (word >> (56 - 8 * (byte % 8))) & 0xFF;
    *at++ = kHexOfByte[2 * value];
    *at++ = kHexOfByte[2 * value + 1];
  }
  return text;
}

}  // namespace procos
