"""Programs in a Python process of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.serving import ROOT


def run_python(*command: object, folder: Path = ROOT, **environment: str) -> str:
    """Run Python in a folder until it ends well; return what it printed."""
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@contextmanager
def start_learner(errors: Path) -> Iterator[Callable[[Path], tuple[str, str]]]:
    """Yield a function that runs programs in a process of `tests/learner.py`, as it tells there.

    Args:
        errors: Takes what the process complains of.
    """
    command = [sys.executable, "-W", "error", str(Path(__file__).with_name("learner.py"))]
    pipe, environment = subprocess.PIPE, {**os.environ, "MPLBACKEND": "Agg"}
    with (
        errors.open("w") as output,
        subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=output, text=True, env=environment
        ) as process,
    ):

        def run(program: Path) -> tuple[str, str]:
            print(program, file=process.stdin, flush=True)
            assert process.stdout
            answer = process.stdout.readline()
            assert answer, errors.read_text("utf-8")[-3000:]
            printed, error = json.loads(answer)
            return printed, error

        yield run
