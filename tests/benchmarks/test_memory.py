"""Resident memory: the worker over many structures, the page's process over many sessions."""

import asyncio
import os
import subprocess
from functools import partial

import psutil
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from nnplay.choices import HIDDEN_ACTIVATIONS, OPTIMIZERS
from nnplay.chunks import run_chunks
from nnplay.config import TrainingConfig
from nnplay.workers import calls
from tests.serving import start_server

MEGABYTE = 1e6


def megabytes(process):
    return psutil.Process(process).memory_info().rss / MEGABYTE


def test_the_worker_over_400_structures(dataset):
    worker = calls.call(os.getpid)
    start = megabytes(worker)
    sizes = []
    structures = (
        TrainingConfig(
            hidden_units=(1 + number % 16, 1 + number // 16),
            activation=HIDDEN_ACTIVATIONS[number % len(HIDDEN_ACTIVATIONS)],
            optimizer=list(OPTIMIZERS)[number % len(OPTIMIZERS)],
            epochs=20,
        )
        for number in range(400)
    )
    for config in structures:
        run_chunks(partial(calls.call, "training.advance"), config, dataset, None)
        sizes.append(megabytes(worker))
    assert calls.call(os.getpid) == worker, "the worker was replaced on the way"
    first, second = sizes[199] - start, sizes[399] - sizes[199]
    print(
        f"\nworker: {start:.0f} MB at first, {first:+.0f} MB over 200 structures (budget +300), "
        f"{second:+.0f} MB over the next 200 (budget: flat, 30); largest {max(sizes):.0f} MB"
    )
    calls.stop()
    assert first <= 300
    assert second <= 30


async def open_session(server, address):
    """Open the page as a browser does, over its WebSocket, and wait until it is drawn."""
    stream = server.replace("http:", "ws:") + "/_stcore/stream"
    options = {"subprotocols": ["streamlit"], "max_size": None, "origin": server}
    connection = await websockets.connect(stream, **options)
    request = BackMsg()
    request.rerun_script.query_string = address
    await connection.send(request.SerializeToString())
    message = ForwardMsg()
    while message.WhichOneof("type") != "script_finished":
        message.ParseFromString(await connection.recv())
        assert not message.delta.new_element.HasField("exception")
    return connection


async def sixty_sessions(process, server):
    sessions = [await open_session(server, "")]
    first = megabytes(process)
    sessions += [
        await open_session(server, f"seed={number}&hidden_units={1 + number % 20}")
        for number in range(1, 60)
    ]
    sixty = megabytes(process)
    for session in sessions:
        await session.close()
    return first, sixty


def test_the_pages_process_over_60_sessions():
    with start_server(subprocess.DEVNULL) as (process, address):
        first, sixty = asyncio.run(sixty_sessions(process.pid, address))
    print(f"\npage's process: {first:.0f} MB with 1 session, {sixty:.0f} MB with 60 (budget 250)")
    assert sixty < 250
