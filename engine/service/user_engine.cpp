#include "service/user_engine.h"

#include "store/connection.h"

namespace procos::service {
namespace {

/// The connection goes back to others afterwards.
class Viewing {
 public:
  Viewing(store::Connection& connection, const state::AuthenticationPtr& viewer)
      : connection_(connection) {
    connection_.set_viewer(viewer);
  }
  ~Viewing() { connection_.set_viewer(nullptr); }
  Viewing(const Viewing&) = delete;
  Viewing& operator=(const Viewing&) = delete;

 private:
  store::Connection& connection_;
};

}  // namespace

void UserEngine::read(const std::function<void(store::Connection&)>& read) {
  engine_.read([&](store::Connection& connection) {
    const Viewing viewing(connection, user_);
    read(connection);
  });
}

}  // namespace procos::service
