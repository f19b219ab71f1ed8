"""`Finding` and `Fix`, what the doctor says, and the registry of its rules."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nnplay.config import TrainingConfig

SEVERITIES = ("problem", "hint", "good")
TAGS = ("poor", "worth")  # a finding that only reports a poor result; one about the run's worth


@dataclass(frozen=True)
class Fix:
    """A change of settings that fixes what was found.

    Attributes:
        label: What a button says.
        changes: New values by the names of `TrainingConfig`'s fields, only those that differ.
    """

    label: str
    changes: Mapping[str, Any]

    def apply(self, config: TrainingConfig) -> TrainingConfig:
        return replace(config, **self.changes)


@dataclass(frozen=True)
class Finding:
    """One thing about a run that is wrong, worth knowing or good.

    Attributes:
        severity: One of `SEVERITIES`.
        title: One line in plain words, with the numbers.
        evidence: This run's numbers, one or two sentences.
        why: The explanation, two or three plain sentences.
        fixes: The best first; may be empty.
        settings: For a finding before the run, the fields of `TrainingConfig` that cause it, the
            main one first.
        code: The name that its rule is registered under.
    """

    severity: str
    title: str
    evidence: str
    why: str
    fixes: tuple[Fix, ...] = ()
    settings: tuple[str, ...] = ()
    code: str = ""

    @property
    def changes(self) -> dict[str, Any]:
        """The changes of the first fix."""
        return dict(self.fixes[0].changes) if self.fixes else {}


Confirm = Callable[[Any, Finding], Finding | None]


@dataclass(frozen=True)
class Rule:
    """A rule of the doctor's; `finding` explains the attributes."""

    code: str
    rank: int
    find: Callable[[Any], Finding | None]
    when: str
    explains: frozenset[str]
    tags: frozenset[str]
    confirm: Confirm

    def __call__(self, subject: Any) -> Finding | None:
        found = self.find(subject)
        return found and replace(found, code=self.code)


RULES: list[Rule] = []
Found = list[tuple[Rule, Finding]]


def finding(
    code: str,
    rank: int,
    when: str = "before",
    *,
    explains: str = "",
    tags: str = "",
    confirm: Confirm = lambda _, foreseen: foreseen,
) -> Callable:
    """Register a function as a rule; it returns a finding, without its code, or None.

    Args:
        code: The rule's name. Rules that find the same thing in different ways share it, with the
            same rank.
        rank: The lowest comes first: a cause before what follows from it.
        when: What the rule gets: "before" the run a `Task`; after a run that has "finished", that
            "broke" (its numbers are out of range) or that Keras "refused" its `Evidence`; "judged"
            the score on the folds, once the run is drawn.
        explains: Codes and tags of findings that are left out if this one is a problem, separated
            by spaces.
        tags: Some of `TAGS`, separated by spaces.
        confirm: For a rule "before" the run: takes the evidence and the finding, and returns the
            finding as it stands after the run, or None.
    """

    def register(find: Callable[[Any], Finding | None]) -> Callable[[Any], Finding | None]:
        sets = frozenset(explains.split()), frozenset(tags.split())
        RULES.append(Rule(code, rank, find, when, *sets, confirm))
        return find

    return register


def capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


def problems(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "problem"]


def tagged(tag: str, findings: Iterable[Finding]) -> list[Finding]:
    codes = {rule.code for rule in RULES if tag in rule.tags}
    return [finding for finding in findings if finding.code in codes]
