#include "store/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace procos::store {

LockFile::LockFile(LockFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

LockFile::~LockFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

Result<LockFile> LockFile::acquire(const std::string& database) {
  // Not the database file itself: closing a second descriptor of it would drop SQLite's own locks.
  const std::string path = database + "-lock";
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    return fail(ErrorKind::kProcessEngine,
                "cannot open " + path + ": " + std::strerror(errno) +
                    "; the database's directory must exist and be writable");
  }
  LockFile lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    char holder[32] = {};
    const ssize_t length = pread(descriptor, holder, sizeof holder - 1, 0);
    const std::string who = length > 0 ? " (process " + std::string(holder) + ")" : "";
    return fail(ErrorKind::kProcessEngine, "the database " + database +
                                               " is in use by another ProcOS" + who +
                                               "; stop it or name another file");
  }
  const std::string self = std::to_string(getpid());
  if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, self.data(), self.size(), 0) < 0) {
    return fail(ErrorKind::kProcessEngine, "cannot write " + path + ": " + std::strerror(errno));
  }
  return lock;
}

}  // namespace procos::store
