#!/usr/bin/env bash
# Installs the library into a new prefix, builds examples/embed there as a project of its own, and runs it.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$root/build/release" --prefix "$work/prefix"
if grep -rlE '#include [<"](nlohmann|boost|sqlite3|pugixml|curl|spdlog|fmt|yaml-cpp)' "$work/prefix/include"; then
  echo "the installed headers include a third party's"
  exit 1
fi
"$work/prefix/bin/procos" --version
cp -r "$root/examples/embed" "$work/embed"
cmake -S "$work/embed" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$work/prefix"
cmake --build "$work/build"
cd "$work"
"$work/build/embed"
