"""Workers that die again and again, and a server that dies: nothing is lost and nothing is left."""

import subprocess
import sys
import time

import psutil
import pytest

KILLS = 2
KILLED = f"""
import os, signal, threading, time
import psutil
from nnplay.workers import calls
from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of
from nnplay.ui.runs import get_run

CLASSES = TrainingConfig(dataset="car_crashes_terciles", loss="sparse_categorical_crossentropy")
PATTERN = TrainingConfig(dataset="circle", loss="binary_crossentropy", output_activation="sigmoid")
LONG = TrainingConfig(hidden_units=(32, 32), epochs=3_000, standardize=True)

def train(config):
    return get_run(config, dataset_of(config)).history.epochs

for config in (CLASSES, PATTERN):
    assert train(config) == config.epochs
ended = []
for kill in range({KILLS}):
    config = TrainingConfig(**{{**vars(LONG), "seed": kill}})
    session = threading.Thread(target=lambda: ended.append(train(config)))
    victim = calls.call(os.getpid)
    session.start()
    time.sleep(0.1)  # into its first chunk
    os.kill(victim, signal.SIGKILL)
    session.join()
last = calls.call(os.getpid)
left = [each for each in psutil.Process().children() if each.status() != psutil.STATUS_ZOMBIE]
left = [each.pid for each in left if "tracker" not in str(each.cmdline())]
print(ended.count(LONG.epochs), left == [last], last, flush=True)
input()
"""


@pytest.mark.full
def test_workers_killed_in_a_row_lose_no_run_and_print_nothing_and_end_with_their_server(tmp_path):
    command, pipe = [sys.executable, "-c", KILLED], subprocess.PIPE
    errors = tmp_path / "errors.txt"
    with (
        errors.open("w") as output,
        subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=output, text=True) as server,
    ):
        *told, orphan = server.stdout.readline().split()
        assert (told, errors.read_text()) == ([str(KILLS), "True"], "")
        server.kill()
    deadline = time.monotonic() + 20
    while _is_alive(int(orphan)):
        assert time.monotonic() < deadline, "the worker outlived its server"
        time.sleep(0.2)


def _is_alive(process):
    """Tell whether it runs; where nobody reaps orphans, one that has ended stays as a zombie."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
