"""Serve the page: `python -m nnplay`, with Streamlit's own options behind it.

`--tables FOLDER` brings the CSV files of a folder as data sets. `streamlit run app.py` shows the
same page, but there the worker begins to load TensorFlow with the first visitor; here it does with
the server.
"""

import argparse
import os
import sys
from pathlib import Path

from streamlit.web import cli

from nnplay.datasets.class_tables import FOLDER, class_tables
from nnplay.workers import calls

PAGE = Path(__file__).parents[1] / "app.py"


def take_tables(arguments: list[str]) -> list[str]:
    """Take the folder of tables out of the arguments, and return the others."""
    parser = argparse.ArgumentParser("python -m nnplay", add_help=False, allow_abbrev=False)
    parser.add_argument("--tables", metavar="FOLDER")
    known, others = parser.parse_known_args(arguments)
    if known.tables is not None:
        if not Path(known.tables).is_dir():
            parser.error(f"--tables names {known.tables}, which is no folder.")
        os.environ[FOLDER] = known.tables
    return others


if __name__ == "__main__":
    options = take_tables(sys.argv[1:])
    calls.start()
    class_tables()  # so that what is wrong with one is told before the first visitor comes
    cli.main(["run", str(PAGE), *options], prog_name="python -m nnplay")
