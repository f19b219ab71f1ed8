"""The names of the panel *Compare* and its views."""

CURVES, RACE, PAIR, PREDICTIONS, SEEDS = VIEWS = (
    *("Loss curves", "Race", "Two runs", "Predictions", "Many seeds"),
)
VIEW = "compare_view"  # key of the choice of a view
COMPARE = "compare"  # the panel's name in an address
