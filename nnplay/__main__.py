"""Serve the page: `python -m nnplay`, with Streamlit's own options behind it.

`streamlit run app.py` shows the same page, but there the worker begins to load TensorFlow with the
first visitor; here it does with the server.
"""

import sys
from pathlib import Path

from streamlit.web import cli

from nnplay.workers import calls

PAGE = Path(__file__).parents[1] / "app.py"

if __name__ == "__main__":
    calls.start()
    cli.main(["run", str(PAGE), *sys.argv[1:]], prog_name="python -m nnplay")
