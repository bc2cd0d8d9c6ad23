// Passwords, hashed with argon2id (RFC 9106): the text holds algorithm, cost, salt and hash.
#pragma once

#include <string>

namespace procos {

/// "$argon2id$v=19$..."; takes some 20 ms and 19 MiB, on purpose. Any thread.
std::string hash_password(const std::string& password);
/// False also for a hash that is empty or none. As slow as hash_password.
bool verify_password(const std::string& hash, const std::string& password);

/// A short secret mark of `text` that tells equal texts from others within this process only: for
/// remembering what was verified without keeping it.
std::string secret_mark(const std::string& text);

}  // namespace procos
