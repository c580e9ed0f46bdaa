"""How much processor time work has cost, here, in the programs that were started and in the database server: other programs of a shared machine
lengthen every time on the clock, and this hardly. Linux alone; elsewhere nought. Not a benchmark of its own.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from django.db import connections

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")


def server_of(alias: str = "default") -> int:
    """The process of the database server behind this alias, whose children serve connections; 0 when it runs elsewhere."""
    backend = connections[alias].get_new_connection(connections[alias].get_connection_params())
    with backend:
        row = backend.execute("SELECT pg_backend_pid()").fetchone()
        stat = _stat(int(row[0])) if row else None
    return int(stat[1]) if stat else 0


def processor_s(server: int) -> float:
    """Seconds used so far by this program, the programs that it started, and the database server; those that have ended count too."""
    roots = {os.getpid(), server}
    used = 0
    for pid, parent in _processes():
        if pid in roots or parent in roots:
            stat = _stat(pid)
            used += (
                sum(map(int, stat[11:15] if pid in roots else stat[11:13])) if stat else 0
            )  # with ended children, and without. Source: proc(5)
    return used / TICKS


def _processes() -> Iterator[tuple[int, int]]:
    for folder in PROC.iterdir() if PROC.exists() else ():
        if folder.name.isdigit() and (stat := _stat(int(folder.name))):
            yield int(folder.name), int(stat[1])


def _stat(pid: int) -> list[str] | None:
    """What follows the name in the process's line: its state, its parent, and from place 11 on the times used."""
    try:
        return (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
