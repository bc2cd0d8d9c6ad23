// HTTP basic authentication against the users of the store (RFC 7617).
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "rest/http.h"

namespace procos::service {
class Engine;
}

namespace procos::rest {

class BasicAuthentication {
 public:
  explicit BasicAuthentication(service::Engine& engine) : engine_(engine) {}

  /// The user with his groups and tenants as they are now; null for wrong credentials or none. The
  /// first request with a password takes as long as hashing it. Any thread but the engine's strand.
  state::AuthenticationPtr sign_in(const Request& request);

 private:
  /// A password that was right for a stored hash.
  struct Verified {
    std::string mark, hash;
  };
  bool is_right(const std::string& user_id, const std::string& password);
  bool is_known(const std::string& user_id, const std::string& password, const std::string& hash);

  service::Engine& engine_;
  std::mutex mutex_;
  std::map<std::string, Verified> verified_;  ///< by user
};

}  // namespace procos::rest
