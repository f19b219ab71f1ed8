"""What the panel *Surface* shows, as a page's state and its address say it."""

import re
from dataclasses import dataclass

from nnplay.config import ConfigError

THIS, SAVED, OPTIMIZERS = RUNS = ("this", "saved", "optimizers")


@dataclass(frozen=True)
class SurfaceChoice:
    """What the loss surface is of.

    Attributes:
        runs: Whose paths are shown, one of `RUNS`: this run's, also those of saved runs, or those
            of this configuration with several optimizers.
        weights: Numbers of one or two weights, in the order of `keras.Model.get_weights`, to look
            along; none for the principal directions.
    """

    runs: str = THIS
    weights: tuple[int, ...] = ()


PRINCIPAL = SurfaceChoice()


def write_surface(choice: SurfaceChoice) -> str:
    """Write a choice as it stands in an address, "" for the one that needs no words."""
    runs = [] if choice.runs == THIS else [choice.runs]
    return ",".join([*runs, *map(str, choice.weights)])


def read_surface(text: str) -> SurfaceChoice:
    """Read what `write_surface` writes.

    Raises:
        ConfigError: If it is no choice.
    """
    found = re.fullmatch(rf"({'|'.join(RUNS)})?,?(?:(\d{{1,6}})(?:,(\d{{1,6}}))?)?", text)
    weights = tuple(int(each) for each in found.groups()[1:] if each) if found else ()
    if not found or len(set(weights)) < len(weights):
        shortened = text if len(text) <= 60 else f"{text[:60]}…"
        raise ConfigError(
            f"surface is {shortened!r}, but it must be {', '.join(RUNS[:-1])} or {RUNS[-1]}, the "
            "numbers of one or two weights, or both."
        )
    return SurfaceChoice(found[1] or THIS, weights)
