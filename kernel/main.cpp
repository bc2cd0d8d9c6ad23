#include "kernel/cli.h"

int main(int argc, char** argv) { return procos::kernel::run_cli(argc, argv); }
