#include "store/log_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <new>
#include <string>

namespace procos::store {
namespace {

constexpr std::size_t kMostGathered = 1u << 20;
constexpr std::size_t kMostWritten = 1u << 16;  // at once: SQLite's unix VFS expects page sizes

/// A log as SQLite sees it; the real file lies behind it in memory that SQLite gave.
struct LogFile : sqlite3_file {
  sqlite3_file* real;
  std::string gathered;      ///< not yet written
  sqlite3_int64 offset = 0;  ///< where it belongs
};

LogFile& log(sqlite3_file* file) { return *static_cast<LogFile*>(file); }

int flush(LogFile& file) {
  int code = SQLITE_OK;
  for (std::size_t at = 0; code == SQLITE_OK && at < file.gathered.size(); at += kMostWritten) {
    const std::size_t size = std::min(kMostWritten, file.gathered.size() - at);
    code = file.real->pMethods->xWrite(file.real, file.gathered.data() + at, static_cast<int>(size),
                                       file.offset + static_cast<sqlite3_int64>(at));
  }
  file.gathered.clear();
  return code;
}

/// The real file's answer once everything is written to it.
template <class Call>
int after_flush(sqlite3_file* file, Call call) {
  const int code = flush(log(file));
  return code != SQLITE_OK ? code : call(log(file).real);
}

int close_log(sqlite3_file* file) {
  const int flushed = flush(log(file));
  const int closed = log(file).real->pMethods->xClose(log(file).real);
  log(file).~LogFile();
  return flushed != SQLITE_OK ? flushed : closed;
}

int read_log(sqlite3_file* file, void* data, int size, sqlite3_int64 offset) {
  return after_flush(file, [&](sqlite3_file* real) {
    return real->pMethods->xRead(real, data, size, offset);
  });
}

int write_log(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  LogFile& self = log(file);
  const auto end = self.offset + static_cast<sqlite3_int64>(self.gathered.size());
  if (offset != end || self.gathered.size() >= kMostGathered) {
    if (const int code = flush(self); code != SQLITE_OK) return code;
  }
  if (self.gathered.empty()) self.offset = offset;
  self.gathered.append(static_cast<const char*>(data), static_cast<std::size_t>(size));
  return SQLITE_OK;
}

int truncate_log(sqlite3_file* file, sqlite3_int64 size) {
  return after_flush(file,
                     [&](sqlite3_file* real) { return real->pMethods->xTruncate(real, size); });
}

int sync_log(sqlite3_file* file, int flags) {
  return after_flush(file, [&](sqlite3_file* real) { return real->pMethods->xSync(real, flags); });
}

int size_of_log(sqlite3_file* file, sqlite3_int64* size) {
  return after_flush(file,
                     [&](sqlite3_file* real) { return real->pMethods->xFileSize(real, size); });
}

// A log is never locked; its locks lie beside the database.
int lock_log(sqlite3_file* file, int level) {
  return log(file).real->pMethods->xLock(log(file).real, level);
}
int unlock_log(sqlite3_file* file, int level) {
  return log(file).real->pMethods->xUnlock(log(file).real, level);
}
int check_lock(sqlite3_file* file, int* is_locked) {
  return log(file).real->pMethods->xCheckReservedLock(log(file).real, is_locked);
}

int control_log(sqlite3_file* file, int operation, void* argument) {
  return after_flush(file, [&](sqlite3_file* real) {
    return real->pMethods->xFileControl(real, operation, argument);
  });
}

int sector_size(sqlite3_file* file) {
  return log(file).real->pMethods->xSectorSize(log(file).real);
}
int characteristics(sqlite3_file* file) {
  return log(file).real->pMethods->xDeviceCharacteristics(log(file).real);
}

constexpr sqlite3_io_methods kMethods{
    .iVersion = 1,
    .xClose = close_log,
    .xRead = read_log,
    .xWrite = write_log,
    .xTruncate = truncate_log,
    .xSync = sync_log,
    .xFileSize = size_of_log,
    .xLock = lock_log,
    .xUnlock = unlock_log,
    .xCheckReservedLock = check_lock,
    .xFileControl = control_log,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

sqlite3_vfs* real_vfs() {
  static sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  return vfs;
}

int open_file(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* given) {
  if ((flags & SQLITE_OPEN_WAL) == 0)
    return real_vfs()->xOpen(real_vfs(), name, file, flags, given);
  auto* self = new (file) LogFile{};
  self->real = reinterpret_cast<sqlite3_file*>(self + 1);
  const int code = real_vfs()->xOpen(real_vfs(), name, self->real, flags, given);
  if (code == SQLITE_OK) {
    self->pMethods = &kMethods;
  } else {
    self->~LogFile();
    self->pMethods = nullptr;
  }
  return code;
}

/// SQLite's own VFS but for the opening of files.
sqlite3_vfs make_vfs() {
  sqlite3_vfs vfs = *real_vfs();
  vfs.zName = "procos-log";
  vfs.szOsFile = static_cast<int>(sizeof(LogFile)) + real_vfs()->szOsFile;
  vfs.pNext = nullptr;
  vfs.xOpen = open_file;
  return vfs;
}

}  // namespace

const char* log_vfs() {
  static sqlite3_vfs vfs = make_vfs();
  static const int registered = sqlite3_vfs_register(&vfs, 0);
  return registered == SQLITE_OK ? vfs.zName : nullptr;
}

}  // namespace procos::store
