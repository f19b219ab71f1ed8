"""All that a search has tried, in Optuna's storage, and what to try next."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock
from optuna.trial import FrozenTrial, TrialState

from nnplay.config import ConfigError, TrainingConfig
from nnplay.evaluation.crossvalidation import Baselines, Score, rungs_of
from nnplay.search.candidates import (
    FINISHED,
    STOPPED_EARLY,
    Candidate,
    Plan,
    from_record,
    to_record,
)
from nnplay.search.space import configure, written

optuna.logging.set_verbosity(optuna.logging.ERROR)

STUDY = "nnplay"
AT_RANDOM = 20  # candidates that are drawn before TPE learns from them
COMPARED = 10  # candidates that must have reached a rung before others are stopped there
ANSWERED = (TrialState.COMPLETE, TrialState.PRUNED)  # those that were put back are FAIL
HOPELESS = 1.5  # times the median of the others' means at a rung


@dataclass(frozen=True)
class Proposal:
    """A candidate to be trained.

    Attributes:
        prune_above: The largest mean with which it may go on, by the epoch of the rung.
    """

    number: int
    config: TrainingConfig
    prune_above: dict[int, float]


class Trials:
    """The candidates of a search, which are drawn by `ask` and get their results by `answer`.

    Candidates that never got a result are drawn again when the search goes on.

    Args:
        file: Where everything is stored at once, so that the search can go on at another time; one
            search at a time. None to keep it in memory.

    Raises:
        ConfigError: If the file can't be used, or holds another search.
    """

    def __init__(self, plan: Plan, file: Path | None = None) -> None:
        self.plan = plan
        self._study = _open(file)
        self._asked: dict[int, optuna.Trial] = {}
        self._answered: dict[int, Candidate] = {}
        self._first: dict[TrainingConfig, Candidate] = {}  # of each configuration
        self._base: Candidate | None = None
        self._check_plan(file)
        try:
            self._load()
        except (KeyError, TypeError):
            raise ConfigError(
                f"{file} was written by another version of nnplay; name another file."
            ) from None

    @property
    def candidates(self) -> list[Candidate]:
        """All that have a result, in the order in which they were drawn."""
        return [self._answered[number] for number in sorted(self._answered)]

    @property
    def base(self) -> Candidate | None:
        """The base with its result."""
        return self._base

    def ask(self) -> Proposal:
        """Draw a candidate."""
        number = 1 + max([*self._asked, *self._answered], default=-1)
        self._study.sampler = self._sampler(number)
        trial = self._study.ask()
        number = trial.user_attrs.get("number", number)
        trial.set_user_attr("number", number)
        values = {setting.name: setting.draw(trial) for setting in self.plan.settings}
        self._asked[number] = trial
        config = configure(self.plan.base, values)
        return Proposal(number, config, self._prune_above(config))

    def answer(self, candidate: Candidate) -> None:
        """Store a candidate's result, unless it has one already."""
        trial = self._asked.pop(candidate.number, None)
        if trial is None:
            return
        trial.set_user_attr("candidate", to_record(candidate))
        if candidate.state == FINISHED and candidate.score:
            self._study.tell(trial, candidate.score.mean)
        else:
            if candidate.state == STOPPED_EARLY:
                for epoch, score in candidate.rung_scores:
                    trial.report(score.mean, epoch)
            self._study.tell(trial, state=TrialState.PRUNED)
        self._note(candidate)

    def answer_base(self, candidate: Candidate) -> None:
        self._study.set_user_attr("base", to_record(candidate))
        self._base = candidate

    def put_back(self) -> None:
        """Take back every proposal without a result; they are proposed first next time."""
        self._asked.clear()
        for trial in self._study.get_trials(deepcopy=False, states=[TrialState.RUNNING]):
            self._study.tell(trial.number, state=TrialState.FAIL)
            # it lacks values or a number if the search ended in the middle of `ask`
            if len(trial.params) == len(self.plan.settings) and "number" in trial.user_attrs:
                attributes = {"number": trial.user_attrs["number"]}
                self._study.enqueue_trial(trial.params, user_attrs=attributes)

    def find(self, config: TrainingConfig) -> Candidate | None:
        """Return the candidate that was trained with this configuration, if one was."""
        return self._first.get(config)

    def finished(self) -> list[FrozenTrial]:
        """Return the trials of finished candidates, for `importances_of`."""
        return self._study.get_trials(deepcopy=False, states=[TrialState.COMPLETE])

    @property
    def baselines(self) -> Baselines | None:
        """The scores of the baselines, None before they are noted."""
        record = self._study.user_attrs.get("baselines")
        return record and Baselines(*map(_score, record))

    def note_baselines(self, found: Baselines) -> None:
        self._study.set_user_attr("baselines", [asdict(found.guess), asdict(found.linear)])

    def _sampler(self, number: int) -> optuna.samplers.BaseSampler:
        """Return a sampler with a seed of its own for each candidate.

        So a search that goes on draws what it would have drawn without a break.
        """
        seed = int(np.random.SeedSequence([self.plan.seed, number]).generate_state(1)[0])
        if self.plan.sampler == "random":
            return optuna.samplers.RandomSampler(seed)
        return optuna.samplers.TPESampler(seed=seed, n_startup_trials=AT_RANDOM, constant_liar=True)

    def _prune_above(self, config: TrainingConfig) -> dict[int, float]:
        rungs = rungs_of(config.epochs)
        trained = [
            each
            for each in self._answered.values()
            if each.same_as is None and len(rungs_of(each.config.epochs)) == len(rungs)
        ]
        prune_above = {}
        for n, rung in enumerate(rungs[:-1]):
            scores = [each.rung_scores[n].score for each in trained if len(each.rung_scores) > n]
            means = [score.mean for score in scores if not score.failed]
            if len(means) >= COMPARED:
                prune_above[rung] = HOPELESS * median(means)
        return prune_above

    def _check_plan(self, file: Path | None) -> None:
        ours = _describe(self.plan)
        stored = self._study.user_attrs.get("plan", ours)
        different = [name for name in ours if stored.get(name) != ours[name]]
        if different == ["table"]:
            raise ConfigError(
                f"The table {self.plan.base.dataset} has changed since the search in {file}; name "
                "another file."
            )
        if different:
            name = different[0]
            raise ConfigError(
                f"{file} holds a search with {name} {_named(stored.get(name), ours[name])}, but "
                f"now it is {_named(ours[name], stored.get(name))}; repeat the settings to go on, "
                "or name another file."
            )
        self._study.set_user_attr("plan", ours)

    def _load(self) -> None:
        if "base" in self._study.user_attrs:
            self._base = from_record(self._study.user_attrs["base"], self.plan.base)
        for trial in self._study.get_trials(deepcopy=False):
            record = trial.user_attrs.get("candidate")
            if record and trial.state in ANSWERED:
                values = {setting.name: setting.draw(trial) for setting in self.plan.settings}
                config = configure(self.plan.base, values)
                self._note(from_record(record, config))
        self.put_back()

    def _note(self, candidate: Candidate) -> None:
        self._answered[candidate.number] = candidate
        if candidate.same_as is None:
            self._first[candidate.config] = candidate


def _open(file: Path | None) -> optuna.Study:
    if file is None:
        return optuna.create_study(study_name=STUDY)
    try:
        lock = JournalFileOpenLock(str(file))  # the default needs links, which Windows forbids
        storage = JournalStorage(JournalFileBackend(str(file), lock))
        _cut_torn_line(file)
        return optuna.create_study(study_name=STUDY, storage=storage, load_if_exists=True)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ConfigError(f"{file} can't be used as the file of a search: {error}.") from None


def _cut_torn_line(file: Path) -> None:
    """Cut off the last line if a crash or a full disk has torn it, as nothing could follow it.

    Raises:
        ValueError: If the file is not a journal of Optuna's.
    """
    with file.open("rb+") as journal:
        lines = journal.read().splitlines(keepends=True)
        torn = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        if (lines or torn) and "op_code" not in json.loads(lines[-1] if lines else torn):
            raise ValueError("its last line is none of a search")
        if torn:
            journal.truncate(sum(map(len, lines)))


def _score(record: dict[str, Any]) -> Score:
    return Score(**{**record, "of_seeds": tuple(record["of_seeds"])})  # JSON has no tuples


def _describe(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON would give it back."""
    settings = {each.name: written(each) for each in plan.settings}
    description = {
        **asdict(plan.base),
        "settings that vary": settings,
        "folds": plan.folds.count,
        "seeds": list(plan.folds.seeds),
        "sampler": plan.sampler,
        "search seed": plan.seed,
        "table": plan.table,
    }
    return json.loads(json.dumps(description))


def _named(value: Any, other: Any) -> str:
    """Write a part of a plan; of the settings that vary, only those that differ in the other."""
    if not isinstance(value, dict) or not isinstance(other, dict):
        return str(value)
    return ", ".join(text for name, text in value.items() if other.get(name) != text) or "fewer"
