"""Run every benchmark: `python -m tests.benchmarks`.

Each file gets a process of its own: TensorFlow in one must not slow the page measured in another.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

if __name__ == "__main__":
    command = [sys.executable, "-m", "pytest", "-q", "-s", "--no-header"]
    results = [
        subprocess.run([*command, str(path)], check=False).returncode
        for path in sorted(HERE.glob("test_*.py"))
    ]
    sys.exit(max(results))
