"""The views of the panel Compare, one of which is chosen."""

CURVES, RACE, PAIR, PREDICTIONS, SEEDS = VIEWS = (
    *("Loss curves", "Race", "Two runs", "Predictions", "Many seeds"),
)
VIEW = "compare_view"  # key of the choice
COMPARE = "compare"  # what an address calls the panel
