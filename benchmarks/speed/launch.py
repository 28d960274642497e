"""Run a command and tell what it took: ``python launch.py OUTPUT COMMAND...``, of which OUTPUT receives what it prints.

Small on purpose: a process is charged at least the memory of the one that starts it.
"""
# ruff: noqa: INP001, T201 - a script, which prints

import os
import sys
import time

begin = time.perf_counter()
child = os.posix_spawn(
    sys.argv[2],
    sys.argv[2:],
    os.environ,
    file_actions=[(os.POSIX_SPAWN_OPEN, 1, sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)],
)
_, status, usage = os.wait4(child, 0)
unit = 1 if sys.platform == "darwin" else 1024
print(
    f'{{"wall": {time.perf_counter() - begin}, "cpu": {usage.ru_utime + usage.ru_stime}, '
    f'"peak": {usage.ru_maxrss * unit}, "status": {os.waitstatus_to_exitcode(status)}}}'
)
