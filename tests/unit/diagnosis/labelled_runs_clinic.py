"""What the tests of the doctor share: runs that are trained once, and what its texts must be."""

import math
import re
from collections.abc import Callable, Iterable

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, prepare
from nnplay.diagnosis import Finding, diagnose
from nnplay.diagnosis.questions import question_of
from nnplay.training import train

# Words a learner has not met, and what must stand beside them.
EXPLANATIONS = {
    "gradient": "slope",
    "hessian": "slope",
    "eigenvalue": "slope",
    "regulari": "weights small",
    "converge": "settle",
    "over-?fit": "by heart",
    r"\bNaN\b": "not a number|no logarithm",
    "standardised": "mean 0, deviation 1",
    "dead": "0",
    "twin": "same weights|equal|differ",
    r"R²|\br2\b": "share",
    "hyperparameter": "setting",
    "logit": "sum",
    "accuracy": "right",
    "dropout": "switch",
    r"\bl[12]\b": "size of the weights",
    "entropy": "chance|probab|shares|class|logarithm",
    "neighbours": "most like|most similar",
    "probabilit": "chance",
}


def codes(findings: Iterable[Finding], severity: str | None = None) -> set[str]:
    return {each.code for each in findings if severity in (None, each.severity)}


class Clinic:
    """Trains and diagnoses every configuration once; returns the findings and the error."""

    def __init__(self, find: Callable[[TrainingConfig], Dataset]) -> None:
        self.find = find
        self._seen: dict[TrainingConfig, tuple[list[Finding], float]] = {}

    def __call__(self, config: TrainingConfig) -> tuple[list[Finding], float]:
        if config not in self._seen:
            dataset = self.find(config)
            history = train(config, dataset)
            examples = prepare(config, dataset)
            error = math.inf
            if history.epochs:
                question = question_of(config, dataset, examples)
                error = question.error(history.predict(examples.x), examples.judged_rows)
            findings = diagnose(config, dataset, history)
            self._seen[config] = (findings, error if math.isfinite(error) else math.inf)
        return self._seen[config]


def assert_plain(finding: Finding) -> None:
    """Every text is one plain line with its numbers written for learners."""
    labels = [fix.label for fix in finding.fixes]
    for text in (finding.title, finding.evidence, finding.why, *labels):
        assert text
        assert "\n" not in text
        assert "Traceback" not in text
        assert not re.search(r"\bnan\b|\binf\b|np\.|float\d|\{|\}|  |\bNone\b", text), text
    assert len(finding.title) <= 110, finding.title
    assert finding.title[-1] not in ".:;"
    assert finding.evidence.endswith(".")
    assert 1 <= len(re.findall(r"\.(?: |$)", finding.why)) <= 4, finding.why


def assert_explained(finding: Finding) -> None:
    """A word that a learner may not know stands beside what it means."""
    text = " ".join((finding.title, finding.evidence, finding.why))
    for term, explanation in EXPLANATIONS.items():
        if re.search(term, text, re.IGNORECASE):
            assert re.search(explanation, text, re.IGNORECASE), (finding.code, term, text)
