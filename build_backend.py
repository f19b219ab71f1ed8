"""Install nnplay where it stands: what pip calls for `-e .`, with no builder to be downloaded."""

import locale
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

HERE = Path(__file__).parent
WHEEL = "Wheel-Version: 1.0\nGenerator: nnplay\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def build_editable(
    wheel_directory: str,
    config_settings: object = None,  # noqa: ARG001 - pip gives it
    metadata_directory: object = None,  # noqa: ARG001
) -> str:
    """Write a wheel that puts this folder on Python's path; return its name (see PEP 660)."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    release = f"{project['name']}-{project['version']}"
    name = f"{release}-py3-none-any.whl"
    files = {
        f"{project['name']}.pth": f"{HERE}\n".encode(_encoding_of_paths()),
        f"{release}.dist-info/METADATA": _metadata(project).encode(),
        f"{release}.dist-info/WHEEL": WHEEL.encode(),
    }
    record = f"{release}.dist-info/RECORD"
    files[record] = "".join(f"{file},,\n" for file in [*files, record]).encode()
    with ZipFile(Path(wheel_directory, name), "w") as wheel:
        for file, content in files.items():
            wheel.writestr(file, content)
    return name


def _encoding_of_paths() -> str:
    """Return how this Python reads the lines of a .pth file."""
    return "utf-8" if sys.version_info >= (3, 13) else locale.getencoding()


def _metadata(project: dict[str, str]) -> str:
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {project['name']}",
        f"Version: {project['version']}",
        f"Summary: {project['description']}",
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {requirement}" for requirement in _requirements()),
    ]
    return "\n".join(lines) + "\n"


def _requirements() -> list[str]:
    lines = (HERE / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]
