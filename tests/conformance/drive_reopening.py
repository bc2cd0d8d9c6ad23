#!/usr/bin/env python3
"""Drives recorded models as drive.py check does, but the engine is closed and opened again after every step: what it
keeps in memory only must not matter.

  drive_reopening.py PROCOS DIRECTORY_OF_DRIVE.PY GOLDEN...
"""
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from server import Server  # noqa: E402


def main():
    procos, tools, goldens = sys.argv[1], sys.argv[2], sys.argv[3:]
    sys.dont_write_bytecode = True
    sys.path.insert(0, tools)
    import drive

    with tempfile.TemporaryDirectory(prefix="procos-reopen-") as directory:
        server = Server(procos, "--no-job-executor", database=os.path.join(directory, "engine.db"))
        with server:
            call = drive.Rest.call

            def call_and_reopen(rest, method, path, body=None, headers=None):
                answer = call(rest, method, path, body, headers)
                # What empties the engine before each model is no step of it.
                if method != "GET" and not path.startswith("/deployment/") or path == "/deployment/create":
                    server.stop()
                    server.start()
                    rest.c = None
                return answer

            drive.Rest.call = call_and_reopen
            sys.argv = ["drive.py", "check", "--base", server.url + "/engine-rest", "--by-folder", *goldens]
            sys.exit(drive.main())


if __name__ == "__main__":
    main()
