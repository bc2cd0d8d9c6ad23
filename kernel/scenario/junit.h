// The result of a run as JUnit XML, for build servers.
#pragma once

#include <string>
#include <vector>

#include "kernel/scenario/runner.h"

namespace procos::kernel::scenario {

/// One test case a file; the failure's text says line, expected and got.
std::string junit_xml(const std::vector<FileResult>& results, const std::string& suite);

}  // namespace procos::kernel::scenario
