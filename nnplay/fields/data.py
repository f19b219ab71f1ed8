"""The settings of the data."""

from nnplay.fields.field import Field, Search, either
from nnplay.fields.kinds import Choice, Columns, Flag, Name, Number, Whole
from nnplay.numbers import digits, listed, percent

MIN_SAMPLES, MAX_SAMPLES = 40, 1_000
MAX_SEED = 2**31 - 1
# "last" is what `validation_split` of `keras.Model.fit` holds out; "random" draws by the seed.
VALIDATION_ROWS = ("last", "random")


def _features(columns: tuple[str, ...] | None) -> str:
    if columns is None:
        return "default features"
    return f"only {' + '.join(columns)}" if len(columns) < 4 else f"{len(columns)} features"


def _features_fix(columns: tuple[str, ...] | None) -> str:
    return "all features" if columns is None else f"only {listed(columns)}"


DATA = (
    Field(
        "dataset",
        "Data and question",
        Name(),
        "",
        "What the network learns from and what it is asked; other data bring settings "
        "recommended for them, and going back to these data restores yours.",
        short="{}",
        fix="data {}",
        of_data=True,
    ),
    Field(
        "samples",
        "Points",
        Whole(MIN_SAMPLES, MAX_SAMPLES),
        "slider",
        "How many points there are, those held out included.",
        short="{:,} points",
        fix="{:,} points",
        options={"step": 20},
        of_data=True,
    ),
    Field(
        "noise",
        "Noise",
        Number(0.0, 0.5),
        "slider",
        "How much noise is added to the points.",
        short="noise {}",
        fix="noise {}",
        options={"step": 0.05},
        of_data=True,
    ),
    Field(
        "data_seed",
        "Seed of the points",
        Whole(0, MAX_SEED),
        "number_input",
        "Another number draws other points of the same pattern.",
        short="points {}",
        fix="points of seed {}",
        of_data=True,
    ),
    Field(
        "features",
        "Features",
        Columns(),
        "",
        "The columns that the network may look at; Keras: `Input((n,))` for n of them.",
        short=_features,
        fix=_features_fix,
    ),
    Field(
        "standardize",
        "Standardise",
        Flag(),
        "toggle",
        "Shift and scale every feature to mean 0 and deviation 1, as Keras's `Normalization` "
        "layer does.",
        short=either("standardised", "raw features"),
        fix=either("standardise the features", "leave the features as they are"),
        search=Search(by_default=True),
    ),
    Field(
        "validation_split",
        "Validation split",
        Number(0.0, 0.8),
        "slider",
        "The share of the rows that is held out, to see how the network does on rows it has "
        "not learned from; Keras: `validation_split`.",
        short=lambda share: f"{digits(100 * share)}% held out",
        fix=lambda share: f"hold out {percent(share)} of the rows",
        options={"step": 0.1, "format": "percent"},
    ),
    Field(
        "validation_rows",
        "Held-out rows",
        Choice(VALIDATION_ROWS),
        "segmented_control",
        "Keras's `validation_split` holds out the last rows of the table; random rows are "
        "drawn by the seed.",
        short="{} rows held out",
        fix=lambda rows: f"hold out {'the last' if rows == 'last' else rows} rows",
        options={"required": True},
    ),
)
