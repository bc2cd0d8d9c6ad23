#include "kernel/scenario/driver.h"

#include <atomic>
#include <cstdlib>
#include <filesystem>

#include "kernel/engine_host.h"

namespace procos::kernel::scenario {
namespace {

/// A clock that one thread turns and the engine's threads read.
class TurnableClock final : public procos::Clock {
 public:
  TimeMs now_ms() const override { return now_.load(); }
  void turn(TimeMs now) { now_.store(now); }

 private:
  std::atomic<TimeMs> now_{SystemClock().now_ms()};
};

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "procos-test-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class EmbeddedDriver final : public Driver {
 public:
  EmbeddedDriver(Storage storage, FlowTaken flow_taken) : storage_(storage) {
    options_.job_executor = false;
    options_.database = on_disk() ? directory_.path() + "/engine.db" : std::string(":memory:");
    options_.listen = storage == Storage::kHttp ? "127.0.0.1:0" : "";
    if (storage != Storage::kHttp) options_.clock = &clock_;
    options_.flow_taken = std::move(flow_taken);
  }
  ~EmbeddedDriver() override {
    gateway_.reset();
    host_.reset();
  }

  Status open() {
    PROCOS_ASSIGN(host_, start_engine(options_));
    gateway_ = storage_ == Storage::kHttp ? make_http_gateway(host_->url())
                                          : make_local_gateway(host_->dispatch());
    return {};
  }

  Gateway& gateway() override { return *gateway_; }
  TimeMs now_ms() const override {
    return options_.clock != nullptr ? clock_.now_ms() : SystemClock().now_ms();
  }
  bool turn_clock(TimeMs now) override {
    if (options_.clock == nullptr) return false;
    clock_.turn(now);
    return true;
  }
  Result<bool> restart() override {
    if (!on_disk()) return false;
    if (storage_ == Storage::kCrash) PROCOS_TRY(keep_what_is_on_disk());
    gateway_.reset();
    host_->stop();
    host_.reset();
    PROCOS_TRY(open());
    return true;
  }

 private:
  bool on_disk() const { return storage_ == Storage::kFile || storage_ == Storage::kCrash; }

  /// Copies the files as they are while the engine has them open: what a crash would leave. The
  /// engine that is closed then writes to the old ones only.
  Status keep_what_is_on_disk() {
    namespace fs = std::filesystem;
    const std::string life = directory_.path() + "/" + std::to_string(++lives_);
    std::error_code error;
    fs::create_directory(life, error);
    for (const char* suffix : {"", "-wal"}) {
      const std::string file = options_.database + suffix;
      if (!fs::exists(file, error)) continue;
      fs::copy_file(file, life + "/engine.db" + suffix, error);
      if (error)
        return fail(ErrorKind::kProcessEngine, "cannot copy " + file + ": " + error.message());
    }
    options_.database = life + "/engine.db";
    return {};
  }

  const Storage storage_;
  int lives_ = 0;
  TurnableClock clock_;
  TemporaryDirectory directory_;
  EngineHostOptions options_;
  std::unique_ptr<EngineHost> host_;
  std::unique_ptr<Gateway> gateway_;
};

class RemoteDriver final : public Driver {
 public:
  explicit RemoteDriver(const std::string& url) : gateway_(make_http_gateway(url)) {}
  Gateway& gateway() override { return *gateway_; }
  TimeMs now_ms() const override { return SystemClock().now_ms(); }
  bool turn_clock(TimeMs) override { return false; }
  Result<bool> restart() override { return false; }

 private:
  std::unique_ptr<Gateway> gateway_;
};

}  // namespace

Result<std::unique_ptr<Driver>> open_embedded(Storage storage, FlowTaken flow_taken) {
  auto driver = std::make_unique<EmbeddedDriver>(storage, std::move(flow_taken));
  PROCOS_TRY(driver->open());
  return driver;
}

std::unique_ptr<Driver> connect(const std::string& url) {
  return std::make_unique<RemoteDriver>(url);
}

}  // namespace procos::kernel::scenario
