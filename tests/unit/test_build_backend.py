"""What pip installs of this folder: its place, its version and what it needs."""

import tomllib
from zipfile import ZipFile

from tests.child import run_python
from tests.serving import ROOT

BUILD = "import build_backend, sys; print(build_backend.build_editable(sys.argv[1]))"


def test_the_wheel_names_this_folder_and_all_that_is_required(tmp_path):
    with ZipFile(tmp_path / run_python("-c", BUILD, tmp_path).strip()) as wheel:
        files = {name: wheel.read(name).decode() for name in wheel.namelist()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = f"nnplay-{project['version']}.dist-info"
    assert files["nnplay.pth"].strip() == str(ROOT)
    assert [line.split(",")[0] for line in files[f"{info}/RECORD"].splitlines()] == list(files)
    metadata = files[f"{info}/METADATA"]
    assert f"Version: {project['version']}\n" in metadata
    # by this, Streamlit finds the stage's files
    assert "Requires-Dist: streamlit==" in metadata
    assert "Requires-Dist: -e" not in metadata
