"""`python -m nnplay.search`, with real processes."""

import os
import re
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

from nnplay.search.search import Search
from nnplay.search.terminal import main
from nnplay.workers import calls
from tests.covering import in_full
from tests.serving import ROOT
from tests.unit.search.fakes import FakePool, Here

COMMAND = [sys.executable, "-m", "nnplay.search"]
QUICK = ["--set", "epochs=20", "--folds", "2", "--seeds", "2", "--workers", "1"]
PATIENCE = 120  # seconds; other tests run beside


def start(*arguments, stdout=subprocess.PIPE):
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=ROOT,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
    )


def table(path):
    return pd.read_csv(path, index_col="candidate")


def wait_for_candidates(storage, count):
    deadline = time.monotonic() + PATIENCE
    while not storage.exists() or storage.read_text().count('"candidate"') < count:
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def built(monkeypatch):
    """Return the search that the options describe, without working."""
    seen = []
    monkeypatch.setattr(Search, "work", lambda self, budget, _: seen.append((self, budget)))
    return seen


def test_help_explains_itself(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    for flag in ("--trials", "--vary", "--scheduler", "--storage", "--out", "--csv", "--set"):
        assert flag in told
    assert "Ctrl-C" in told
    assert "examples:" in told


@pytest.mark.full
def test_a_search_ends_cleanly_and_another_goes_on_with_what_was_found(tmp_path, capsys):
    out, storage = tmp_path / "results.csv", tmp_path / "search.log"
    flags = [*QUICK, "--out", out, "--storage", storage, "--vary", "learning_rate"]
    flags += ["--trials", 100_000]
    with start(*flags) as process:
        wait_for_candidates(storage, 3)
        with pytest.raises(SystemExit) as refused:
            main([*QUICK, "--storage", str(storage)])
        assert refused.value.code == 2
        told = capsys.readouterr().err
        assert "is being written by another search" in told.splitlines()[-1]
        os.kill(process.pid, signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "Traceback" not in errors
    found = int(re.search(r"Best of ([\d,]+) tried: ", output)[1].replace(",", ""))
    first = table(out)
    count = len(first)
    assert list(first.index) == list(range(count))
    assert count >= found  # which counts the different ones

    read, write = os.pipe()
    os.close(read)  # nobody reads what it prints
    with start(*flags, stdout=write) as process:
        os.close(write)
        wait_for_candidates(storage, count + 3)
        os.kill(process.pid, signal.SIGTERM)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + signal.SIGTERM
    assert not [word for word in ("Traceback", "Warning", "BrokenPipe") if word in errors]
    later = table(out)
    assert list(later.index) == list(range(len(later)))
    assert len(later) >= count + 3
    # a column without any text is one of numbers
    pd.testing.assert_frame_equal(later.iloc[:count], first, check_dtype=False)


@pytest.mark.parametrize("seconds", in_full([0.2, 0.6, 1.5], but=[0.6]))
def test_ctrl_c_while_libraries_and_workers_load_ends_it_without_a_complaint(seconds):
    with start(*QUICK) as process:
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode in (-signal.SIGINT, 130)
    assert output in ("", "No candidate was finished.\n")
    assert errors == ""


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--vary", "colour"], "'colour' can't vary"),
        (["--dataset", "irises"], "dataset is 'irises'"),
        (["--set", "epochs=0"], "epochs is 0"),
        (["--set", "epochs=many"], "epochs is 'many'"),
        (["--set", "colour=red"], "'colour' can't be set"),
        (
            ["--set", "patience=5", "--set", "validation_split=0.2"],
            "patience is 5, but it must be 0",
        ),
        (["--folds", "99"], "folds is 99"),
        (["--out", "nowhere/results.csv"], "its folder does not exist"),
        (["--csv", "nowhere.csv"], "nowhere.csv can't be read"),
        (["--out", str(ROOT / "nnplay")], "nnplay can't be written: Is a directory"),
        (["--target", "price"], "--target names a column of --csv"),
        (["--seed", "-1"], "-1 is not at least 0"),
        (["--seconds", "0"], "0 is no time above 0"),
        (["--seconds", "nan"], "nan is no time above 0"),
    ],
)
def test_what_can_not_be_used_is_named_in_one_line(arguments, complaint, capsys):
    with pytest.raises(SystemExit) as error:
        main(arguments)
    assert error.value.code == 2
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert complaint in last


@pytest.mark.full
def test_failures_are_told_when_nothing_else_was_found(capsys, monkeypatch):
    monkeypatch.setattr(calls, "search_pool", lambda *_, **__: FakePool(Here))
    diverging = ["--set", "optimizer=SGD", "--vary", "learning_rate=0.1:0.3", "--trials", "2"]
    assert main([*QUICK, *diverging]) == 0
    text = capsys.readouterr().out
    assert "None of 2 tried was finished; the last one: 4 of 4 runs predicted something" in text
    assert "Without a network: linear regression (" in text


def test_options_make_the_search(built, capsys):
    data = ["--dataset", "spiral", "--set", "hidden_units=8,4", "--set", "features=x1,x2"]
    more = ["--set", "standardize=true", "--set", "learning_rate=default", "--seconds", "30"]
    folds = ["--folds", "3", "--seeds", "2", "--sampler", "random", "--seed", "9"]
    main([*data, *more, *folds])
    main(data)
    (search, budget), (_, usual) = built
    base = search.plan.base
    assert (base.hidden_units, base.features, base.standardize) == ((8, 4), ("x1", "x2"), True)
    assert base.learning_rate is None
    assert (search.plan.folds.count, search.plan.folds.seeds) == (3, (0, 1))
    assert (search.plan.sampler, search.plan.seed) == ("random", 9)
    assert (budget.candidates, budget.seconds) == (None, 30)
    assert (usual.candidates, usual.seconds) == (200, None)
    assert "No candidate was finished." in capsys.readouterr().out
