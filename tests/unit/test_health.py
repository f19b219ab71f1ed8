"""The container's health check of the page's server."""

import re
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from streamlit.web import bootstrap

from nnplay.health import ask, health_address, server_options
from tests.serving import ROOT, start_server


class Ill(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_error(503)

    def log_message(self, *_):
        pass


@pytest.fixture
def options():
    """Reset the options afterwards that were read."""
    yield
    bootstrap.load_config_options({})


@pytest.fixture
def ill():
    """Run a server that is not well; yield its address."""
    with HTTPServer(("127.0.0.1", 0), Ill) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/_stcore/health"
        server.shutdown()


def run_check(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "nnplay.health", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_container_asks_so():
    text = (ROOT / "Dockerfile").read_text("utf-8")
    assert re.search(r'\nHEALTHCHECK .*\\\n    CMD \["python", "-m", "nnplay\.health"\]\n', text)


@pytest.mark.full
def test_a_server_of_another_port_and_folder_is_well(tmp_path, monkeypatch):
    monkeypatch.setenv("NNPLAY_SCHEDULER", "nowhere")  # no process that loads TensorFlow for nobody
    log = tmp_path / "log.txt"
    with log.open("w") as output, start_server(output, folder="school/nn") as (process, _):
        answer = run_check(str(process.pid))
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_a_sentence_says_that_there_is_no_server():
    answer = run_check("0")
    assert answer.returncode == 1
    assert answer.stderr == ("There are 0 servers to ask, not one; name the number of a process.\n")


def test_an_answer_that_is_no_or_none_is_an_error(ill):
    with pytest.raises(OSError, match="503"):
        ask(ill)
    with pytest.raises(OSError, match="refused"):
        ask("http://127.0.0.1:1/_stcore/health")


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("/usr/bin/python3.13 -m nnplay", []),
        ("python -m nnplay --server.port 80", ["--server.port", "80"]),
        ("/sbin/docker-init -- python -m nnplay --server.port 80", None),
        ("python -m nnplay.health", None),
        ("python -m loky.backend.popen_loky_posix -m nnplay", None),
        ("", None),
    ],
)
def test_a_server_is_known_by_its_command(command, options):
    assert server_options(command.split()) == options


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("", "http://127.0.0.1:8501/_stcore/health"),
        ("--server.port 80 --server.address 0.0.0.0", "http://127.0.0.1:80/_stcore/health"),
        ("--server.address=::1 --server.port=81", "http://[::1]:81/_stcore/health"),
        ("--server.baseUrlPath /school/nn/", "http://127.0.0.1:8501/school/nn/_stcore/health"),
        ("--server.sslCertFile c.pem", "https://127.0.0.1:8501/_stcore/health"),
    ],
)
def test_a_server_is_asked_where_its_options_say(given, address, options):
    assert health_address(given.split()) == address


def test_options_of_the_environment_and_of_a_file_count_too(monkeypatch, tmp_path, options):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text('[server]\nbaseUrlPath = "nn"\nport = 80')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "81")
    assert health_address([]) == "http://127.0.0.1:81/nn/_stcore/health"
    assert health_address(["--server.port", "82"]) == "http://127.0.0.1:82/nn/_stcore/health"
