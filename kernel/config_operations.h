// The sections `batch` and `history_cleanup` of the kernel's configuration.
#pragma once

#include "command/settings.h"
#include "kernel/yaml_reader.h"

namespace procos::kernel {

void read_batch(YamlSection& section, command::BatchSettings& out);
void read_history_cleanup(YamlSection& section, command::CleanupSettings& out);

}  // namespace procos::kernel
