"""What the doctor says, and the registry of what it can find."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nnplay.config import TrainingConfig

SEVERITIES = ("problem", "hint", "good")
TAGS = ("poor", "worth")  # what merely reports a poor result, and what says what the run is worth


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
    """One thing that is wrong, worth knowing or right about a run.

    Attributes:
        severity: One of `SEVERITIES`.
        title: One line in plain words, with the numbers.
        evidence: This run's numbers, one or two sentences.
        why: Two or three plain sentences.
        fixes: The best first; may be empty.
        settings: Fields of `TrainingConfig` that cause what is known before the run, the main one
            first.
        code: The name that it is registered under.
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
    """One way to find one thing; see `finding` for the attributes."""

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
    """Register a function that returns a finding, without its code, or None.

    Args:
        code: Its name; rules that find the same from different sides share it, and its rank.
        rank: The lowest is said first: a cause stands before what follows from it.
        when: "before" the run, of a `Task`; of the `Evidence` of a run that has "finished", that
            "broke" (its numbers are out of range) or that Keras "refused"; "judged" of its score on
            the folds, once it is drawn.
        explains: Codes and tags that need not be said where this is a problem, with spaces between.
        tags: Of `TAGS`, likewise.
        confirm: Takes the evidence and what was foreseen before the run, and returns what is left
            of it, by `replace`.
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
