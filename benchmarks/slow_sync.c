// Preloaded into a program, makes each of its syncs take at least SYNC_US microseconds: shows on a
// machine with a fast disk what one with a slower disk does.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static long long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static int slow(const char* name, int descriptor) {
  int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  const char* least_us = getenv("SYNC_US");
  const long long end = now_ns() + (least_us != NULL ? atoll(least_us) * 1000LL : 0);
  const int result = sync(descriptor);
  const long long left = end - now_ns();
  const struct timespec pause = {.tv_nsec = left};
  if (left > 0) nanosleep(&pause, NULL);
  return result;
}

int fdatasync(int descriptor) { return slow("fdatasync", descriptor); }
int fsync(int descriptor) { return slow("fsync", descriptor); }
