"""Run the scripts of a folder one after another: `python exported_scripts.py FOLDER`.

Each is run as a learner would run it, but TensorFlow is loaded once for all. What a script prints
goes to a file beside it, `NAME.out`, and how it fails to `NAME.err`.
"""

import contextlib
import runpy
import sys
import traceback
from pathlib import Path

import matplotlib.pyplot as plt


def run(script: Path) -> None:
    with script.with_suffix(".out").open("w", encoding="utf-8") as output:
        try:
            with contextlib.redirect_stdout(output):
                runpy.run_path(str(script), run_name="__main__")
        except Exception:
            script.with_suffix(".err").write_text(traceback.format_exc(), "utf-8")


if __name__ == "__main__":
    for script in sorted(Path(sys.argv[1]).glob("*.py")):
        run(script)
        plt.close("all")
