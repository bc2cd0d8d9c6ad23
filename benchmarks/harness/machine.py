"""The machine: how fast its disk syncs, what a process takes of its memory."""
import os
import statistics
import subprocess
import time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def sync_ms(directory, times=300):
    """Median and 99th percentile of appending 4 kB and fdatasync."""
    path = os.path.join(directory, "sync.tmp")
    taken = []
    fd = os.open(path, os.O_CREAT | os.O_WRONLY)
    try:
        for _ in range(times):
            os.write(fd, b"x" * 4096)
            begin = time.perf_counter()
            os.fdatasync(fd)
            taken.append(1000 * (time.perf_counter() - begin))
    finally:
        os.close(fd)
        os.unlink(path)
    taken.sort()
    return statistics.median(taken), taken[int(0.99 * len(taken))]


def slow_sync(directory, milliseconds):
    """Servers started from now on sync no faster."""
    library = os.path.join(directory, "slow_sync.so")
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, os.path.join(HERE, "slow_sync.c")], check=True)
    os.environ.update(LD_PRELOAD=library, SYNC_US=str(int(1000 * milliseconds)))


def rss_mb(pid):
    with open("/proc/%d/status" % pid) as f:
        return next(int(line.split()[1]) for line in f if line.startswith("VmRSS:")) / 1024


def size_mb(path):
    return sum(os.path.getsize(path + suffix) for suffix in ("", "-wal") if os.path.exists(path + suffix)) / 2**20
