"""The memory of a search, which Optuna keeps and learns from."""

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
AT_RANDOM = 20  # candidates before TPE has something to learn from
COMPARED = 10  # candidates that must have reached a rung before others are stopped there
ANSWERED = (TrialState.COMPLETE, TrialState.PRUNED)  # a failed one was put back, to be asked again
HOPELESS = 1.5  # times the median of the others' means at a rung


@dataclass(frozen=True)
class Proposal:
    """A candidate to be trained.

    Attributes:
        prune_above: The largest mean that may go on, by the epoch of its rung.
    """

    number: int
    config: TrainingConfig
    prune_above: dict[int, float]


class Trials:
    """What was tried and what is to be tried next.

    Candidates that were asked for and never answered are asked for again when the search goes on.

    Args:
        file: Where all is written down at once, to go on from another time; one search at a time.

    Raises:
        ConfigError: If the file holds another search, or none.
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
        """All that were answered, in the order of asking."""
        return [self._answered[number] for number in sorted(self._answered)]

    @property
    def base(self) -> Candidate | None:
        """What came of the base."""
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
        """Write down what came of a candidate; a second answer is not counted."""
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
        """Take back every proposal without an answer, to propose it again first."""
        self._asked.clear()
        for trial in self._study.get_trials(deepcopy=False, states=[TrialState.RUNNING]):
            self._study.tell(trial.number, state=TrialState.FAIL)
            # without a number it was drawn but for the last moment
            if len(trial.params) == len(self.plan.settings) and "number" in trial.user_attrs:
                attributes = {"number": trial.user_attrs["number"]}
                self._study.enqueue_trial(trial.params, user_attrs=attributes)

    def find(self, config: TrainingConfig) -> Candidate | None:
        """Return the candidate that was trained with this configuration, if one was."""
        return self._first.get(config)

    def finished(self) -> list[FrozenTrial]:
        """Return the trials with a score, for `importances_of`."""
        return self._study.get_trials(deepcopy=False, states=[TrialState.COMPLETE])

    @property
    def baselines(self) -> Baselines | None:
        """What needs no network, once it is noted."""
        record = self._study.user_attrs.get("baselines")
        return record and Baselines(*map(_score, record))

    def note_baselines(self, found: Baselines) -> None:
        self._study.set_user_attr("baselines", [asdict(found.guess), asdict(found.linear)])

    def _sampler(self, number: int) -> optuna.samplers.BaseSampler:
        """Return a sampler seeded for one candidate, so that a search that goes on draws new ones.

        It also draws what it would have drawn without a break.
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
        for place, rung in enumerate(rungs[:-1]):
            means = [
                each.rung_scores[place].score.mean
                for each in trained
                if len(each.rung_scores) > place and not each.rung_scores[place].score.failed
            ]
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
        lock = JournalFileOpenLock(str(file))  # the usual one needs links, which Windows forbids
        storage = JournalStorage(JournalFileBackend(str(file), lock))
        _cut_torn_line(file)
        return optuna.create_study(study_name=STUDY, storage=storage, load_if_exists=True)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ConfigError(f"{file} can't be used as the file of a search: {error}.") from None


def _cut_torn_line(file: Path) -> None:
    """Cut off the last line if a crash or a full disk has torn it: nothing could follow it.

    Raises:
        ValueError: If the line before is none of Optuna's.
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
    """Return a plan as JSON has it."""
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
    """Write a part of a plan; of the settings that vary only what the other has not."""
    if not isinstance(value, dict) or not isinstance(other, dict):
        return str(value)
    return ", ".join(text for name, text in value.items() if other.get(name) != text) or "fewer"
