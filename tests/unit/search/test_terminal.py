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
from tests.covering import in_full
from tests.serving import ROOT

COMMAND = [sys.executable, "-m", "nnplay.search"]
QUICK = ["--set", "epochs=20", "--folds", "2", "--seeds", "2", "--workers", "1"]
PATIENCE = 120  # seconds; other tests run beside


def run(*arguments, **options):
    return subprocess.run(
        [*COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, **options
    )


def start(*arguments):
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
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
    """Take the search that the options ask for, without working."""
    seen = []
    monkeypatch.setattr(Search, "work", lambda self, budget, _: seen.append((self, budget)))
    return seen


def test_help_explains_itself():
    done = run("--help")
    assert done.returncode == 0
    for flag in ("--trials", "--vary", "--scheduler", "--storage", "--out", "--csv", "--set"):
        assert flag in done.stdout
    assert "Ctrl-C" in done.stdout
    assert "examples:" in done.stdout


@pytest.mark.full
def test_ctrl_c_ends_a_search_cleanly_and_another_goes_on_with_what_was_found(tmp_path):
    out, storage = tmp_path / "results.csv", tmp_path / "search.log"
    flags = [*QUICK, "--out", str(out), "--storage", str(storage), "--vary", "optimizer,units"]
    with start(*flags, "--trials", "100000") as process:
        wait_for_candidates(storage, 3)
        os.kill(process.pid, signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert "Traceback" not in errors
    found = int(re.search(r"Best of ([\d,]+) tried", output)[1].replace(",", ""))
    first = table(out)
    count = len(first)
    assert list(first.index) == list(range(count))
    assert count >= found  # which counts the different ones
    again = run("--trials", str(count + 3), *flags)
    assert again.returncode == 0, again.stderr
    assert re.search(r"Best of \d+ tried: ", again.stdout)
    assert "Warning" not in again.stderr
    later = table(out)
    assert list(later.index) == list(range(count + 3))
    # a column without any text is one of numbers
    pd.testing.assert_frame_equal(later.iloc[:count], first, check_dtype=False)


@pytest.mark.full
def test_sigterm_ends_it_as_cleanly_and_a_second_search_is_kept_from_the_file(tmp_path):
    out, storage = tmp_path / "results.csv", tmp_path / "search.log"
    with start(*QUICK, "--out", out, "--storage", storage, "--trials", "100000") as process:
        wait_for_candidates(storage, 2)
        second = run(*QUICK, "--storage", str(storage), "--trials", "2")
        assert second.returncode == 2
        assert "is being written by another search" in second.stderr.splitlines()[-1]
        os.kill(process.pid, signal.SIGTERM)
        output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + signal.SIGTERM
    assert "Traceback" not in errors
    assert "Warning" not in errors
    found = int(re.search(r"Best of ([\d,]+) tried", output)[1].replace(",", ""))
    assert len(table(out)) >= found


@pytest.mark.parametrize("seconds", in_full([0.2, 0.6, 1.5], but=[0.6]))
def test_ctrl_c_while_libraries_and_workers_load_ends_it_without_a_complaint(seconds):
    with start(*QUICK) as process:
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGINT)
        output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode in (-signal.SIGINT, 130)
    assert output in ("", "No candidate was finished.\n")
    assert errors == ""


@pytest.mark.full
def test_nobody_need_read_what_it_prints(tmp_path):
    out = tmp_path / "results.csv"
    command = [*COMMAND, *QUICK, "--trials", "2", "--out", str(out)]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        command, cwd=ROOT, stdout=write, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(write)
    assert done.returncode == 0, done.stderr
    assert "BrokenPipe" not in done.stderr
    assert len(table(out)) == 2


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
def test_failures_are_told_when_nothing_else_was_found(capsys):
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
    ((search, budget),) = built
    base = search.plan.base
    assert (base.hidden_units, base.features, base.standardize) == ((8, 4), ("x1", "x2"), True)
    assert base.learning_rate is None
    assert (search.plan.folds.count, search.plan.folds.seeds) == (3, (0, 1))
    assert (search.plan.sampler, search.plan.seed) == ("random", 9)
    assert (budget.candidates, budget.seconds) == (None, 30)
    assert "No candidate was finished." in capsys.readouterr().out


def test_a_table_of_ones_own_can_be_searched(built, tmp_path):
    file = tmp_path / "houses.csv"
    lines = [
        f"{size},{age},{size * 3 - age}" for size, age in zip(range(60), range(60), strict=True)
    ]
    file.write_text("\n".join(["size,age,price", *lines]))
    main(["--csv", str(file), "--target", "price"])
    ((search, budget),) = built
    assert search.dataset.target == "price"
    assert search.dataset.features == ("size", "age")
    assert budget.candidates == 200
