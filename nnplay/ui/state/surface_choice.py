"""What the panel *Surface* shows, and how the address writes it."""

import re
from dataclasses import dataclass

from nnplay.config import ConfigError

THIS, SAVED, OPTIMIZERS = RUNS = ("this", "saved", "optimizers")


@dataclass(frozen=True)
class SurfaceChoice:
    """Which runs' paths the surface shows, and along which directions.

    Attributes:
        runs: One of `RUNS`: this run alone, this one and the saved runs, or this configuration with
            several optimizers.
        weights: The numbers of one or two weights, in the order of `keras.Model.get_weights`, along
            which to look; () for the principal directions.
    """

    runs: str = THIS
    weights: tuple[int, ...] = ()


PRINCIPAL = SurfaceChoice()


def write_surface(choice: SurfaceChoice) -> str:
    """Write a choice for an address, "" for the default."""
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
