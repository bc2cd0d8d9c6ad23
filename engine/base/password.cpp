#include "base/password.h"

#include <sodium.h>

#include <array>
#include <stdexcept>

#include "base/check.h"

namespace procos {
namespace {

// What OWASP asks for at least; more would let a handful of clients who sign in at the same time
// take the memory of the engine.
constexpr unsigned long long kPasswordPasses = 2;
constexpr std::size_t kPasswordMemory = 19u << 20;

void start_sodium() {
  static const int kStarted = sodium_init();
  PROCOS_CHECK(kStarted >= 0);
}

}  // namespace

std::string hash_password(const std::string& password) {
  start_sodium();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), kPasswordPasses,
                            kPasswordMemory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::runtime_error("not enough memory to hash a password");
  }
  return text.data();
}

bool verify_password(const std::string& hash, const std::string& password) {
  start_sodium();
  if (hash.empty() || hash.size() >= crypto_pwhash_STRBYTES) return false;
  std::array<char, crypto_pwhash_STRBYTES> text{};  // the function reads all of it
  hash.copy(text.data(), hash.size());
  return crypto_pwhash_str_verify(text.data(), password.data(), password.size()) == 0;
}

std::string secret_mark(const std::string& text) {
  start_sodium();
  using Key = std::array<unsigned char, crypto_generichash_KEYBYTES>;
  static const Key kKey = [] {
    Key key{};
    crypto_generichash_keygen(key.data());
    return key;
  }();
  std::array<unsigned char, crypto_generichash_BYTES> mark{};
  crypto_generichash(mark.data(), mark.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     kKey.data(), kKey.size());
  return {mark.begin(), mark.end()};
}

}  // namespace procos
