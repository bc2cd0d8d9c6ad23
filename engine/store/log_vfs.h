// SQLite's log written in one piece: a VFS that gathers what a commit appends to the write-ahead
// log. SQLite writes each page, and 24 bytes before it, by itself; most of a commit's time goes
// into those calls.
#pragma once

namespace procos::store {

/// The name under which to open the connection that writes; null when SQLite does not take it. The
/// database needs `PRAGMA synchronous = FULL`: the sync says where a commit ends. Connections that
/// read may use SQLite's own VFS.
const char* log_vfs();

}  // namespace procos::store
