// The command line of `procos`.
#pragma once

namespace procos::kernel {

/// Exit codes: 0 done, 1 failed, 2 wrong usage.
int run_cli(int argc, char** argv);

}  // namespace procos::kernel
