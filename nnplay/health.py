"""Tell whether the page's server answers: `python -m nnplay.health`, in its folder and environment.

It asks where the options that the server was started with say. Of several servers, one is named
by its process: `python -m nnplay.health 4711`.
"""

import ssl
import sys
import urllib.request
from pathlib import Path

import psutil
from streamlit import config
from streamlit.web import bootstrap, cli

PATIENCE = 4  # seconds
EVERYWHERE = (None, "", "0.0.0.0", "::")  # noqa: S104 - what a server listens to


def server_options(command: list[str]) -> list[str] | None:
    """Return the options in the command line of a server of the page; None for other processes."""
    python = bool(command) and Path(command[0]).name.startswith("python")
    if python and command[1:3] == ["-m", "nnplay"]:
        return command[3:]
    return None


def health_address(options: list[str]) -> str:
    """Return where a server is asked, its other options read from where it reads them.

    Args:
        options: What its command line says behind `python -m nnplay`.
    """
    read = cli.main_run.make_context("nnplay", ["app.py", *options]).params
    bootstrap.load_config_options({key: read[key] for key in read.keys() - {"target", "args"}})
    scheme = "https" if config.get_option("server.sslCertFile") else "http"
    host = config.get_option("server.address")
    host = "127.0.0.1" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    folder = config.get_option("server.baseUrlPath").strip("/")
    path = f"{folder}/_stcore/health".lstrip("/")
    return f"{scheme}://{host}:{config.get_option('server.port')}/{path}"


def ask(address: str) -> None:
    """Ask a server whether it is well; its certificate may be one for another name.

    Raises:
        OSError: If it does not answer, or not well.
    """
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    urllib.request.urlopen(address, timeout=PATIENCE, context=context).close()  # noqa: S310


def main(process: str = "") -> None:
    """Ask the server of a process, or the only one there is; end with a sentence if it is not well.

    Args:
        process: The number of its process.
    """
    commands = [
        each.info["cmdline"] or []
        for each in psutil.process_iter(["cmdline"])
        if process in ("", str(each.pid))
    ]
    found = [options for options in map(server_options, commands) if options is not None]
    if len(found) != 1:
        sys.exit(f"There are {len(found)} servers to ask, not one; name the number of a process.")
    address = health_address(found[0])
    try:
        ask(address)
    except OSError as error:
        sys.exit(f"{address} does not answer: {error}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
