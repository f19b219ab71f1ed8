"""A Dask cluster on this machine alone, started by the commands in the README."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.serving import ROOT

DASK = str(Path(sys.executable).with_name("dask"))


@contextmanager
def start_scheduler():
    """Run a scheduler; yield its process and its address, and end it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [DASK, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
    with _process(command) as process:
        _wait_for(port, process)
        yield process, f"tcp://127.0.0.1:{port}"


@contextmanager
def start_worker(address, folder):
    """Run one worker process, with a nanny that starts another if it dies."""
    options = ["--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard"]
    command = [DASK, "worker", address, *options, "--local-directory", str(folder)]
    with _process(command) as process:
        yield process


@contextmanager
def start_cluster(folder, count=2):
    """Run a scheduler and workers; yield its process and its address once they are connected."""
    from distributed import Client

    with ExitStack() as stack:
        scheduler, address = stack.enter_context(start_scheduler())
        for _ in range(count):
            stack.enter_context(start_worker(address, folder))
        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=120)
        yield scheduler, address


@contextmanager
def _process(command):
    config = str(ROOT / "nnplay" / "dask.yaml")
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "DASK_CONFIG": config},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _wait_for(port, process, seconds=30):
    deadline = time.monotonic() + seconds
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "the scheduler ended before it answered"
        assert time.monotonic() < deadline, "the scheduler did not answer"
        time.sleep(0.1)
