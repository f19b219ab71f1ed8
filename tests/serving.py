"""The page's server as the README starts it, on a free port of this machine alone."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
STAGE_PAGE = """
from pathlib import Path
import streamlit as st
from nnplay.ui.stage.stage import draw_stage

def tell(layer, unit):
    st.session_state.told = f"unit {unit} of layer {layer} was tapped"

def tell_row(row):
    st.session_state.told = f"row {row} was tapped"

def tell_units(units):
    st.session_state.told = f"units {units} were asked for"

st.set_page_config(layout="wide")
first = Path(__file__).parent / st.query_params["run"]
runs = sorted(path.stem for path in first.parent.glob("*.bin"))
run = st.segmented_control("run", runs, default=first.name)
payload = first.with_name(f"{run}.bin").read_bytes()
closed = "closed" in st.query_params
draw_stage(
    payload,
    on_unit=None if closed else tell,
    on_row=tell_row,
    on_units=None if closed else tell_units,
)
st.write(st.session_state.get("told", "nothing was tapped"))
"""


@contextmanager
def start_server(output, *command, folder=""):
    """Run `python -m nnplay`, or another module; yield its process and address, and end it.

    Args:
        folder: The page's path on the server, such as "school/nn".
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"server.port": port, "server.address": "127.0.0.1", "server.headless": "true"}
    if folder:
        options["server.baseUrlPath"] = folder
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    process = subprocess.Popen(
        [sys.executable, "-m", *(command or ["nnplay"]), *flags],
        cwd=ROOT,
        stdout=output,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}/{folder}".rstrip("/")
    try:
        _wait_for(f"{address}/_stcore/health", process)
        yield process, address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@contextmanager
def serve_page(folder, text):
    """Serve a page of a few lines; yield its address, then check its log."""
    page, log = folder / "page.py", folder / "log.txt"
    page.write_text(text)
    with log.open("w") as output, start_server(output, "streamlit", "run", str(page)) as server:
        yield server[1]
    said = log.read_text()
    assert "Traceback" not in said, said


def serve_stage(folder, payloads):
    """Serve a page with the stage alone; its address names the payload to play."""
    write_payloads(folder, payloads)
    return serve_page(folder, STAGE_PAGE)


def write_payloads(folder, payloads):
    for name, payload in payloads.items():
        (folder / f"{name}.bin").write_bytes(payload)


def _wait_for(address, process, seconds=60):
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        assert process.poll() is None, "the server ended before it answered"
        assert time.monotonic() < deadline, "the server did not answer"
        time.sleep(0.2)
