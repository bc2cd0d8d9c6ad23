// Always-on assertion for our own bugs: prints what did not hold and aborts.
#pragma once

namespace procos {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}

#define PROCOS_CHECK(condition) \
  (static_cast<bool>(condition) ? void(0) : ::procos::check_failed(#condition, __FILE__, __LINE__))
