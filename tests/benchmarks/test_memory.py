"""Resident memory: the worker over many structures, the page's process over many sessions."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from nnplay import workers
from nnplay.config import ACTIVATIONS, OPTIMIZERS, TrainingConfig

ROOT = Path(__file__).parents[2]
MEGABYTE = 1e6


def megabytes(process):
    return psutil.Process(process).memory_info().rss / MEGABYTE


def test_the_worker_over_400_structures(dataset):
    worker = workers.worker_id()
    start = megabytes(worker)
    sizes = []
    structures = (
        TrainingConfig(
            hidden_units=(1 + number % 16, 1 + number // 16),
            activation=ACTIVATIONS[number % len(ACTIVATIONS)],
            optimizer=list(OPTIMIZERS)[number % len(OPTIMIZERS)],
            epochs=20,
        )
        for number in range(400)
    )
    for config in structures:
        workers.run_in_worker(config, dataset)
        sizes.append(megabytes(worker))
    assert workers.worker_id() == worker, "the worker was replaced on the way"
    first, second = sizes[199] - start, sizes[399] - sizes[199]
    print(
        f"\nworker: {start:.0f} MB at first, {first:+.0f} MB over 200 structures (budget +300), "
        f"{second:+.0f} MB over the next 200 (budget: flat, 30); largest {max(sizes):.0f} MB"
    )
    workers.stop()
    assert first <= 300
    assert second <= 30


@pytest.fixture
def agent_server():
    """The page with Streamlit's agent interface, which opens sessions without a browser."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    options += ["--server.headless", "true", "--server.enableAgentApi", "true"]
    process = subprocess.Popen(
        [sys.executable, "-m", "nnplay", *options], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}/_stcore/agent/interact"
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                interact(address, {})
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.5)
        yield process.pid, address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def interact(address, request):
    body = urllib.request.Request(
        address, json.dumps(request).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(body, timeout=120) as answer:
        return json.load(answer)


def test_the_pages_process_over_60_sessions(agent_server):
    page, address = agent_server
    start = megabytes(page)
    for number in range(60):
        session = interact(address, {"query_params": {"seed": [str(number)]}})
        assert session["status"] == "ready", session["status"]
        for units in (4, 5 + number % 50):
            answer = interact(
                address,
                {"session_id": session["session_id"], "widget_state": {"units_1": units}},
            )
            assert answer["status"] == "ready", answer["status"]
    print(
        f"\npage's process: {start:.0f} MB with 1 session, {megabytes(page):.0f} MB with 60, "
        f"3 runs each (budget 250); {os.cpu_count()} cores"
    )
    assert megabytes(page) < 250
