"""For the tests of the doctor: runs that are trained once, and checks of its texts."""

import math
import re
from collections.abc import Iterable, Iterator
from functools import cache

from nnplay.config import TrainingConfig
from nnplay.diagnosis import Finding, check, diagnose, foremost
from nnplay.diagnosis.diagnose import task_of
from nnplay.training import train
from tests.unit.diagnosis.tables import dataset_for

MOST_STEPS = 4
# Words a learner has not met, and what must stand beside them.
EXPLANATIONS = {
    "gradient": "slope",
    "converge": "settle",
    "over-?fit": "memoris",
    r"\bNaN\b": "not a number|no longer a number|no logarithm",
    "standardised": "mean 0, deviation 1",
    "dead": "0",
    "twin": "same weights|equal|differ",
    "logit": "sum",
    "accuracy": "classified correctly",
    r"\bMSE\b": "mean squared error",
    "dropout": "switch",
    r"\bl[12]\b": "size of the weights",
    "entropy": "chance|probab|shares|class|logarithm",
    "neighbours": "most like|most similar",
    "probabilit": "chance",
}


def codes(findings: Iterable[Finding], severity: str | None = None) -> set[str]:
    return {each.code for each in findings if severity in (None, each.severity)}


def foreseen(config: TrainingConfig) -> dict[str, Finding]:
    """Return what is found before the run, by its code."""
    return {each.code: each for each in check(config, dataset_for(config))}


def found(config: TrainingConfig) -> dict[str, Finding]:
    """Return what is found after the run, by its code."""
    return {each.code: each for each in examine(config)[0]}


@cache
def examine(config: TrainingConfig) -> tuple[list[Finding], float]:
    """Train and diagnose a configuration: the findings, and the error on the rows that count."""
    dataset = dataset_for(config)
    history, error = train(config, dataset), math.inf
    if history.epochs:
        task = task_of(config, dataset)
        answers = task.answers(history.predict(task.examples.x))
        error = task.error_of(answers, task.examples.judged_rows)
    return diagnose(config, dataset, history), error if math.isfinite(error) else math.inf


def follow(config: TrainingConfig) -> Iterator[tuple[list[Finding], float]]:
    """Yield what is said of a run, and of each that the verdict's first fix leads to."""
    seen = set[TrainingConfig]()
    while True:
        assert config not in seen, f"back at {config}"
        assert len(seen) <= MOST_STEPS, f"still not done at {config}"
        seen.add(config)
        findings, error = examine(config)
        yield findings, error
        main = foremost(findings)
        if not main or main.severity == "good" or not main.fixes:
            return
        config = main.fixes[0].apply(config)


def assert_plain(finding: Finding) -> None:
    """Check that every text is one plain line with its numbers written for learners."""
    labels = [fix.label for fix in finding.fixes]
    for text in (finding.title, finding.evidence, finding.why, *labels):
        assert text
        assert "\n" not in text
        assert "Traceback" not in text
        assert not re.search(r"\bnan\b|\binf\b|np\.|float\d|\{|\}|  |\bNone\b", text), text
        assert not re.search(r"(?<![\w*])-\d", text), text
        assert not re.search("trained well|The fix|get there", text), text  # a promise
    assert len(finding.title) <= 110, finding.title
    assert finding.title[-1] not in ".:;"
    assert finding.evidence.endswith(".")
    assert 1 <= len(re.findall(r"\.(?: |$)", finding.why)) <= 4, finding.why


def assert_explained(finding: Finding) -> None:
    """Check that words which a learner may not know are explained beside them."""
    text = " ".join((finding.title, finding.evidence, finding.why))
    for term, explanation in EXPLANATIONS.items():
        if re.search(term, text, re.IGNORECASE):
            assert re.search(explanation, text, re.IGNORECASE), (finding.code, term, text)
