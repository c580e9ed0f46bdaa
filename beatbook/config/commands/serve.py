"""`beatbook serve`: the web process, the worker and the sealer of the log, supervised; all stop together."""

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

import click

from beatbook.config.start import open_beatbook
from beatbook.vocabulary.errors import BeatbookError

STOP_WITHIN_S = 10.0
BACKLOG = 2048  # connections that wait while every process is busy
MOST_UNASKED = 8  # web processes on a machine of many cores, each of some 350 MB


class PortNotFree(BeatbookError):
    """Another program listens there, or the address is not this machine's."""


@click.command()
@click.option("--port", default=8000, show_default=True)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; keep it local unless a proxy with TLS stands before it."
)
@click.option(
    "--public-workers",
    type=click.IntRange(1),
    help=f"Web processes that share the port. Default: one for each core, at most {MOST_UNASKED}.",
)
def serve(port: int, host: str, public_workers: int | None) -> None:
    """Serve the pages and take live messages until stopped with Ctrl-C."""
    open_beatbook()
    serve_until_stopped(port, host=host, public_workers=public_workers)


def web_processes() -> int:
    """How many web processes serve when nobody says: one interpreter keeps one core busy, whatever its threads."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_UNASKED)


def serve_until_stopped(port: int, *, host: str = "127.0.0.1", public_workers: int | None = None) -> None:
    """Runs web, worker and sealer; when one ends, or this process is told to, all end."""
    worker = [sys.executable, "-m", "beatbook.config.worker"]
    sealer = [sys.executable, "-m", "beatbook.config.sealer"]
    environment = os.environ | {"BEATBOOK_POOLED": "1"}
    listener = _listening(host, port)
    web = [sys.executable, "-m", "beatbook.config.web", str(listener.fileno())]
    processes = [subprocess.Popen(web, env=environment, pass_fds=[listener.fileno()]) for _ in range(public_workers or web_processes())]
    listener.close()
    processes += [subprocess.Popen(command, env=environment) for command in (worker, sealer)]

    def stop(number: int, frame: FrameType | None) -> None:
        for process in processes:
            process.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    click.echo(f"\nOpen http://{host}:{port}/ and choose who to be. Stop with Ctrl-C.", err=True)
    click.echo("The first page comes in a few seconds; where this version never ran before, in half a minute.", err=True)
    while all(process.poll() is None for process in processes):
        time.sleep(0.2)
    stop(0, None)
    for process in processes:
        try:
            process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
    sys.exit(max((abs(process.returncode or 0) for process in processes if process.returncode not in (-signal.SIGTERM, 0)), default=0))


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=BACKLOG, family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise PortNotFree(f"{host}:{port}: {error.strerror or error}. Choose another with --port.") from error
