"""Programs in a Python process of their own."""

import os
import subprocess
import sys
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
