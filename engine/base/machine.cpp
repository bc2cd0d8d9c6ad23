#include "base/machine.h"

#include <unistd.h>

namespace procos {

std::string machine_name() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "";
}

}  // namespace procos
