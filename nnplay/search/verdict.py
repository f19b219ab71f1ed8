"""The result of a search: the best, the simplest that does as well, and the baselines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nnplay.datasets import Dataset, recommended_settings
from nnplay.evaluation.comparison import name_of
from nnplay.evaluation.crossvalidation import Baselines, Folds, Score
from nnplay.fields import OF_DATA
from nnplay.numbers import digits, number, percent
from nnplay.search.candidates import FINISHED, Candidate, parameters_of


@dataclass(frozen=True)
class Verdict:
    """The outcome of a search.

    Attributes:
        tried: How many different configurations were tried.
        simplest: Of those whose mean is within one standard error of the best's, the one with the
            fewest weights and biases.
        base: The configuration that was varied; None while it has no result.
    """

    tried: int
    best: Candidate
    simplest: Candidate
    base: Candidate | None
    baselines: Baselines

    @property
    def linear_is_as_good(self) -> bool:
        return self.baselines.linear.mean <= self.best.final.limit

    @property
    def guess_is_as_good(self) -> bool:
        return self.baselines.guess.mean <= self.best.final.limit


def ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return every finished configuration once, the best first."""
    finished = [each for each in candidates if each.state == FINISHED and each.same_as is None]
    return sorted(finished, key=lambda each: (each.final.mean, each.number))


def make_verdict(
    candidates: Sequence[Candidate],
    base: Candidate | None,
    baselines: Baselines,
    dataset: Dataset,
) -> Verdict | None:
    """Compare the candidates so far with the baselines; None while none is finished."""
    ranking = ranked(candidates)
    if not ranking:
        return None
    best = ranking[0].final
    as_good = [each for each in ranking if each.final.mean <= best.limit]
    simplest = min(as_good, key=lambda each: parameters_of(each.config, dataset))
    tried = sum(each.same_as is None for each in candidates)
    return Verdict(tried, ranking[0], simplest, base, baselines)


def sentences(verdict: Verdict, dataset: Dataset, folds: Folds) -> list[str]:
    """Say the verdict in plain words, the name of the best first."""
    best, simplest = verdict.best.final, verdict.simplest.final
    spread = f"{_number(min(best.of_seeds), dataset)} to {_number(max(best.of_seeds), dataset)}"
    seeds = len(folds.seeds)
    over = f"; from {spread} over {seeds} seeds" if seeds > 1 else ""
    texts = [
        f"Best of {verdict.tried:,} tried: {_named(verdict.best, dataset)}.",
        f"{_error(dataset)} on the held-out rows: {written(best, dataset)}{over}.",
    ]
    if verdict.simplest is verdict.best:
        texts.append("No simpler one comes within one standard error of it.")
    else:
        texts.append(
            f"Simplest within one standard error of it: {_named(verdict.simplest, dataset)}, with "
            f"{written(simplest, dataset)}."
        )
    texts.append(_without_a_network(verdict, dataset))
    if verdict.base is not None:
        texts.append(_began_with(verdict.base, best, dataset))
    return texts


def nothing_finished(
    candidates: Sequence[Candidate], baselines: Baselines | None, dataset: Dataset
) -> list[str]:
    """Say why there is no verdict, and how good the baselines are."""
    if not candidates:
        return ["No candidate was finished."]
    count, reason = len(candidates), candidates[-1].reason
    texts = [f"None of {count:,} tried was finished; the last one: {reason}"]
    if baselines:
        linear, always = _written(baselines, dataset)
        texts.append(f"Without a network: {linear} and {always}.")
    return texts


def written(score: Score, dataset: Dataset) -> str:
    """Write a score with its standard error, as in "2.84 ± 0.12"."""
    return f"{_number(score.mean, dataset)} ± {_number(score.standard_error, dataset)}"


def _written(baselines: Baselines, dataset: Dataset) -> tuple[str, str]:
    kind = "logistic" if dataset.classes else "linear"
    guess = "the majority class" if dataset.classes else "the mean"
    return (
        f"{kind} regression ({written(baselines.linear, dataset)})",
        f"always answering {guess} ({written(baselines.guess, dataset)})",
    )


def _began_with(base: Candidate, best: Score, dataset: Dataset) -> str:
    if base.state != FINISHED:
        return f"The settings it began with could not be trained: {base.reason}"
    better = ", which is better" if base.final.mean < best.mean else ""
    return f"The settings it began with: {written(base.final, dataset)}{better}."


def _without_a_network(verdict: Verdict, dataset: Dataset) -> str:
    linear, always = _written(verdict.baselines, dataset)
    best = verdict.best.final.mean
    if verdict.guess_is_as_good:
        how = "better" if verdict.baselines.guess.mean < best else "as well"
        return (
            f"Even {always} does {how}: nothing that was tried has learned much. For comparison, "
            f"{linear}."
        )
    if verdict.linear_is_as_good:
        better = verdict.baselines.linear.mean < best
        how = "even better" if better else "as well, within one standard error"
        return (
            f"{linear[0].upper()}{linear[1:]} does {how}: for these data no network is needed. For "
            f"comparison, {always}."
        )
    return f"It beats {linear} and {always}."


def _named(candidate: Candidate, dataset: Dataset) -> str:
    """Name a candidate by its settings, without those of the data, which all have in common."""
    config, count = candidate.config, parameters_of(candidate.config, dataset)
    recommended = recommended_settings(config.dataset)
    config = replace(config, **{name: getattr(recommended, name) for name in OF_DATA})
    return f"{name_of(config)} ({count:,} weights and biases)"


def _error(dataset: Dataset) -> str:
    return "Error rate" if dataset.classes else "Mean squared error"


def _number(value: float, dataset: Dataset) -> str:
    if dataset.classes:
        return percent(value, 1)
    return digits(value, 3) if abs(value) < 1000 else number(value)
