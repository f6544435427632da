"""Runs a program and prints what it took: `launch.py OUTPUT ERRORS PROGRAM ARGUMENTS…`.

A process of its own, because a child begins with the memory of the one that starts it: beside a benchmark that holds a large corpus,
the most memory of every child would be the benchmark's.
"""

import json
import os
import subprocess
import sys
import time

with open(sys.argv[1], "wb") as out, open(sys.argv[2], "wb") as errors:
    start = time.perf_counter()
    child = subprocess.Popen(sys.argv[3:], stdout=out, stderr=errors)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
code = os.waitstatus_to_exitcode(status)
print(json.dumps({"code": code, "wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss * 1024}))
