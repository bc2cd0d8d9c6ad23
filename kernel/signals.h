// SIGINT and SIGTERM as something to wait for, so that no code runs inside a signal handler.
#pragma once

namespace procos::kernel {

/// Blocks SIGINT and SIGTERM in this thread and all started later, and ignores SIGPIPE. Call first
/// in main.
void block_shutdown_signals();
/// Waits for SIGINT or SIGTERM: its number, or 0 after `timeout_ms`. Negative: waits without end.
int wait_for_shutdown_signal(int timeout_ms);
/// Lets the thread waiting in wait_for_shutdown_signal continue as after SIGTERM. Any thread.
void request_shutdown();

}  // namespace procos::kernel
