"""The arguments of `python -m nnplay.search`, and the search that they describe."""

import argparse
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import Dataset, dataset_names, dataset_of, recommended_settings
from nnplay.evaluation.crossvalidation import Folds
from nnplay.fields import FIELDS
from nnplay.search import own_table
from nnplay.search.candidates import SAMPLERS, Plan
from nnplay.search.search import Search
from nnplay.search.space import BY_DEFAULT, SETTINGS, fit_to_data, parse_settings
from nnplay.search.trials import Trials
from nnplay.workers import calls

DEFAULT_TRIALS = 200
DESCRIPTION = """\
Search for the configuration of the network that works best for the data: many are tried, each is
trained on several folds from several seeds, and they are compared by their error on the rows held
out.
"""
EXAMPLES = """\
examples:
  python -m nnplay.search --trials 200 --out results.csv
  python -m nnplay.search --vary activation,optimizer=SGD:Adam,learning_rate=0.001:0.1,units=2:16
  python -m nnplay.search --csv houses.csv --target price --seconds 120 --storage houses.log
  python -m nnplay.search --trials 2000 --scheduler tcp://10.0.0.1:8786 --storage big.log

Ctrl-C ends a search and prints the results so far. The same command with the same --storage goes on
where it ended; candidates that were not finished are trained again.
"""


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m nnplay.search",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    data = parser.add_argument_group("data, and settings that all candidates share")
    data.add_argument(
        "--dataset",
        default="car_crashes",
        metavar="NAME",
        help=f"one of {', '.join(dataset_names())} (default: %(default)s)",
    )
    data.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="the value of a setting that does not vary, such as epochs=300, hidden_units=8,4 or "
        "features=speeding,alcohol; may be repeated",
    )
    own_table.add_options(parser)
    tried = parser.add_argument_group("candidates")
    tried.add_argument(
        "--vary",
        default=",".join(BY_DEFAULT),
        metavar="SETTINGS",
        help=f"the settings that vary, of {', '.join(SETTINGS)}; each may have its own range or "
        "choices: learning_rate=0.001:0.1,optimizer=SGD:Adam (default: %(default)s)",
    )
    tried.add_argument(
        "--sampler",
        choices=SAMPLERS,
        default="tpe",
        help="how candidates are drawn: tpe learns from those before (default: tpe)",
    )
    tried.add_argument(
        "--seed", type=_at_least(0), default=0, help="seed of the sampler (default: 0)"
    )
    tried.add_argument("--folds", type=int, default=5, help="number of folds (default: 5)")
    tried.add_argument(
        "--seeds", type=_at_least(1), default=4, help="runs on each fold (default: 4)"
    )
    budget = parser.add_argument_group("limits")
    budget.add_argument(
        "--trials",
        type=_at_least(1),
        metavar="N",
        help=f"number of candidates (default: {DEFAULT_TRIALS} if there is no limit in seconds)",
    )
    budget.add_argument("--seconds", type=_seconds, metavar="S", help="stop after this time")
    where = parser.add_argument_group("workers")
    where.add_argument(
        "--workers",
        type=_at_least(1),
        metavar="N",
        help="number of processes (default: one per core)",
    )
    where.add_argument(
        "--scheduler",
        default=calls.SCHEDULER,
        metavar="ADDRESS",
        help="train on a Dask cluster: tcp://HOST:8786 (default: NNPLAY_SCHEDULER, if set)",
    )
    results = parser.add_argument_group("results")
    results.add_argument("--out", type=Path, metavar="FILE", help="write all candidates as CSV")
    results.add_argument(
        "--storage",
        type=Path,
        metavar="FILE",
        help="store the search, to go on with it later; one search at a time",
    )
    return parser


def make_search(options: argparse.Namespace) -> Search:
    """Make the search that the options describe.

    Raises:
        ConfigError: For an option that can't be used.
    """
    if options.out:
        _check_writable(options.out)
    dataset = own_table.own_data(options)
    base = (
        dataset.recommended_settings if dataset else recommended_settings(_known(options.dataset))
    )
    base = _with_fields(base, options.set)
    dataset = dataset or dataset_of(base)
    plan = Plan(
        base,
        fit_to_data(parse_settings(options.vary), dataset),
        Folds(options.folds, tuple(range(options.seeds))),
        options.sampler,
        options.seed,
        "" if dataset.pattern else _fingerprint(dataset),
    )
    plan.folds.check(base, dataset)
    trials = Trials(plan, options.storage)
    return Search(plan, dataset, trials, calls.search_pool(options.workers, options.scheduler))


def _fingerprint(dataset: Dataset) -> str:
    """Return a hash of a table's content."""
    return hashlib.sha256(dataset.frame.to_csv().encode()).hexdigest()


def _check_writable(file: Path) -> None:
    """Check that the table of results can be written, before the search and not after it.

    Raises:
        ConfigError: If it can't.
    """
    if not file.resolve().parent.is_dir():
        raise ConfigError(f"{file} can't be written, as its folder does not exist.")
    try:
        with file.open("a"):
            pass
    except OSError as error:
        raise ConfigError(unwritable(file, error)) from None


def _known(name: str) -> str:
    if name not in dataset_names():
        raise ConfigError(
            f"dataset is {name!r}, but it must be one of {', '.join(dataset_names())}."
        )
    return name


def _with_fields(config: TrainingConfig, texts: Sequence[str]) -> TrainingConfig:
    """Return the configuration with fields set as "epochs=300".

    Raises:
        ConfigError: For a name that is no field or a value that is not allowed.
    """
    names = [name for name in FIELDS if name != "dataset"]
    values = {}
    for text in texts:
        name, _, value = text.partition("=")
        if name not in names:
            raise ConfigError(f"{name!r} can't be set, but these can: {', '.join(names)}.")
        values[name] = FIELDS[name].kind.read(value)
    return replace(config, **values)


def unwritable(file: Path, error: OSError) -> str:
    return f"{file} can't be written: {error.strerror}."


def _at_least(least: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        number = int(text)
        if number < least:
            raise argparse.ArgumentTypeError(f"{text} is not at least {least}")
        return number

    return whole


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is no time above 0")
    return number
