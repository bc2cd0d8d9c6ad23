// Ids: UUIDv7 text (RFC 9562), unique across processes and rising in time, so that index pages fill
// from the right.
#pragma once

#include <string>

namespace procos {

/// A new id, 36 characters, lower case. Any thread; ids made by one thread rise.
std::string new_id();

}  // namespace procos
