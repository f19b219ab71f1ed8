"""Tables known from textbooks, with the numbers that scikit-learn has."""

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from nnplay.datasets.recommended import HELD_OUT, MORE_CLASSES, TWO_CLASSES
from nnplay.datasets.table import Dataset

DATA = Path(__file__).parents[1] / "data"
# Measured over 20 seeds: as good as logistic or linear regression after these epochs, with few
# signs of overfitting, and no dead unit.
RECOMMENDED: dict[str, Any] = {
    "standardize": True,
    "hidden_units": (4,),
    "activation": "tanh",
    "optimizer": "Adam",
    "learning_rate": 0.01,
    **HELD_OUT,
}
FEWER_EPOCHS: dict[str, Any] = {**RECOMMENDED, "epochs": 200}


MEASURES = {
    "radius": "distance from the centre to the border",
    "texture": "how much the grey varies",
    "perimeter": "length of the border",
    "area": "area",
    "smoothness": "how much the radius varies from place to place",
    "compactness": "perimeter² / area − 1",
    "concavity": "how deep the dents of the border are",
    "concave_points": "how much of the border is dents",
    "symmetry": "how unlike the two halves are",
    "fractal_dimension": "how rugged the border is",
}


@cache
def iris() -> Dataset:
    """Return iris flowers, with their species as the target."""
    return _dataset(
        "iris",
        "Iris flowers: which species?",
        "flower",
        target="species",
        question="Which species of iris is it?",
        classes=("setosa", "versicolor", "virginica"),
        descriptions={
            "sepal_length": "length of a sepal, the leaf around the bud, in cm",
            "sepal_width": "width of a sepal in cm",
            "petal_length": "length of a petal, the coloured leaf, in cm",
            "petal_width": "width of a petal in cm",
        },
        recommended={**RECOMMENDED, **MORE_CLASSES},
    )


@cache
def wine() -> Dataset:
    """Return wines, with their kind, one of three, as the target."""
    return _dataset(
        "wine",
        "Wines: which kind?",
        "wine",
        target="kind",
        question="Which kind of wine is it?",
        classes=("Barolo", "Grignolino", "Barbera"),
        descriptions={
            "alcohol": "alcohol in percent of the volume",
            "malic_acid": "malic acid, the acid of green apples",
            "ash": "what is left when the wine is burnt",
            "alcalinity_of_ash": "how alkaline that ash is",
            "magnesium": "magnesium in mg per litre",
            "total_phenols": "all phenols: tannins, colours, flavours",
            "flavanoids": "phenols of one kind, which taste bitter",
            "nonflavanoid_phenols": "all other phenols",
            "proanthocyanins": "tannins of one kind",
            "colour_intensity": "how dark the wine is",
            "hue": "its tint: how red against how brown",
            "od280_od315": "light absorbed at 280 nm by that at 315 nm: a measure of proteins",
            "proline": "proline, an amino acid, in mg per litre",
        },
        # as good as all thirteen, and few enough to be read in the drawing of the network
        default_features=("alcohol", "flavanoids", "colour_intensity", "hue", "proline"),
        recommended={**FEWER_EPOCHS, **MORE_CLASSES},
    )


@cache
def breast_cancer() -> Dataset:
    """Return tumours, with malignant or benign as the target."""
    mean = {f"mean_{name}": f"{text}, mean of all nuclei" for name, text in MEASURES.items()}
    error = {f"{name}_error": f"{text}, standard error" for name, text in MEASURES.items()}
    worst = {
        f"worst_{name}": f"{text}, mean of the three largest" for name, text in MEASURES.items()
    }
    return _dataset(
        "breast_cancer",
        "Breast cancer: malignant or benign?",
        "tumour",
        target="diagnosis",
        question="Is the tumour malignant or benign?",
        classes=("malignant", "benign"),
        descriptions={**mean, **error, **worst},
        default_features=tuple(mean),
        recommended={**FEWER_EPOCHS, "activation": "relu", **TWO_CLASSES},
    )


@cache
def diabetes() -> Dataset:
    """Return patients, with the progression of their diabetes in a year as the target."""
    return _dataset(
        "diabetes",
        "Diabetes: how far in a year?",
        "patient",
        target="progression",
        question="How far will the disease have progressed in a year?",
        descriptions={
            "progression": "how far the disease has gone a year later, from 25 to 346",
            "age": "age in years",
            "sex": "1 or 2; the publication does not say which is which",
            "bmi": "body mass index: weight by height squared, in kg/m²",
            "blood_pressure": "average blood pressure in mm Hg",
            "cholesterol": "total cholesterol in the blood in mg/dl",
            "ldl": "low-density lipoproteins in mg/dl",
            "hdl": "high-density lipoproteins in mg/dl",
            "cholesterol_ratio": "total cholesterol divided by hdl",
            "log_triglycerides": "logarithm of the triglycerides, fats in the blood, in mg/dl",
            "blood_sugar": "sugar in the blood in mg/dl",
        },
        recommended={**FEWER_EPOCHS, "activation": "softplus", "learning_rate": 0.03},
    )


def _dataset(name: str, label: str, noun: str, *, target: str, **options: Any) -> Dataset:
    """Read a file as a data set whose rows are numbered from 1."""
    frame = pd.read_csv(DATA / f"{name}.csv")
    frame.index = pd.Index([str(row + 1) for row in range(len(frame))], name=noun)
    classes, descriptions = options.get("classes", ()), options.pop("descriptions")
    numbering = ", ".join(f"{number} is {name}" for number, name in enumerate(classes))
    return Dataset(
        name=name,
        label=label,
        frame=frame,
        target=target,
        target_label=target,
        row_labels=pd.Series([f"{noun} {row}" for row in frame.index], frame.index, name="name"),
        descriptions={**({target: numbering} if classes else {}), **descriptions},
        row_noun=noun,
        source=(DATA / f"{name}.md").read_text(encoding="utf-8"),
        **options,
    )


# By their names.
TEXTBOOK = {
    "iris": iris,
    "wine": wine,
    "breast_cancer": breast_cancer,
    "diabetes": diabetes,
}
