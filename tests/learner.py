"""Runs programs one after the other as a learner would, but loads TensorFlow once for all of them.

Each line of the input is the path of a program; the answer is a line with what it printed and the
traceback that it ended with, if any.
"""

import contextlib
import io
import json
import os
import runpy
import sys
import traceback
import warnings
from pathlib import Path


def run(program: Path) -> tuple[str, str]:
    """Run a program in its folder; return what it printed, and how it failed."""
    os.chdir(program.parent)
    printed, error = io.StringIO(), ""
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        try:
            runpy.run_path(str(program), run_name="__main__")
        except Exception:
            error = traceback.format_exc()
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
    return printed.getvalue(), error


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(run(Path(line.strip()))), flush=True)
