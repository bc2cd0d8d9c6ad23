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
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text(36, '-');
  std::size_t at = 0;
  for (int digit = 0; digit < 32; ++digit) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) ++at;
    const std::uint64_t word = digit < 16 ? high : low;
    text[at++] = kHex[(word >> (60 - 4 * (digit % 16))) & 0xF];
  }
  return text;
}

}  // namespace procos
