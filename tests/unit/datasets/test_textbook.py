"""The tables of textbooks beside scikit-learn's, and what their own settings are worth."""

import numpy as np
import pytest
from sklearn import datasets as sklearn_datasets

from nnplay.datasets import load_dataset
from nnplay.datasets.textbook import TEXTBOOK
from nnplay.evaluation.crossvalidation import Folds, measure_baselines
from tests.covering import in_full

ENOUGH = 600.0  # seconds for the folds
# Names of columns for scikit-learn's, where they are others.
RENAMED = {
    "bp": "blood_pressure",
    "s1": "cholesterol",
    "s2": "ldl",
    "s3": "hdl",
    "s4": "cholesterol_ratio",
    "s5": "log_triglycerides",
    "s6": "blood_sugar",
    "color_intensity": "colour_intensity",
    "od280/od315_of_diluted_wines": "od280_od315",
}
OPTIONS = {"diabetes": {"scaled": False}}
# Rows, a class's number of them, and a row, as the publications have them.
PUBLISHED = {
    "iris": ((150, 5), "setosa", 50, 100, [2, 6.3, 3.3, 6.0, 2.5]),
    "wine": ((178, 14), "Grignolino", 71, 0, [0, 14.23, 1.71, 2.43, 15.6, 127, 2.8]),
    "breast_cancer": ((569, 31), "malignant", 212, 0, [0, 17.99, 10.38, 122.8, 1001]),
    "diabetes": ((442, 11), "", 0, 0, [151, 59, 2, 32.1, 101, 157, 93.2, 38, 4, 4.8598, 87]),
}


@pytest.mark.parametrize("name", TEXTBOOK)
def test_the_figures_are_those_of_scikit_learn(name):
    theirs = getattr(sklearn_datasets, f"load_{name}")(as_frame=True, **OPTIONS.get(name, {}))
    ours = load_dataset(name)
    columns = [
        RENAMED.get(each, each.removesuffix(" (cm)").replace(" ", "_"))
        for each in theirs.feature_names
    ]
    assert ours.features == tuple(columns)
    np.testing.assert_array_equal(ours.numbers(ours.features), theirs.data.to_numpy())
    np.testing.assert_array_equal(ours.frame[ours.target], theirs.target.to_numpy())
    if name in ("iris", "breast_cancer"):  # it only numbers the wines
        assert ours.classes == tuple(theirs.target_names)


@pytest.mark.parametrize("name", TEXTBOOK)
def test_a_row_and_a_class_are_those_that_were_published(name):
    dataset, (shape, of_class, count, row, figures) = load_dataset(name), PUBLISHED[name]
    assert dataset.frame.shape == shape
    assert dataset.frame.iloc[row, : len(figures)].tolist() == figures
    if of_class:
        assert (dataset.frame[dataset.target] == dataset.classes.index(of_class)).sum() == count


@pytest.mark.parametrize("name", TEXTBOOK)
def test_every_column_has_its_words_and_the_source_its_publication(name):
    dataset = load_dataset(name)
    assert set(dataset.descriptions) == set(dataset.frame.columns)
    assert len(set(dataset.descriptions.values())) == len(dataset.descriptions)
    assert "scikit-learn" in dataset.source and "https://" in dataset.source
    assert set(dataset.default_features) <= set(dataset.features)


@pytest.mark.parametrize("name", in_full(TEXTBOOK, but=["iris"]))
def test_the_recommended_settings_do_as_well_as_a_linear_model_on_folds(name):
    from nnplay.training import advance_folds

    dataset, folds = load_dataset(name), Folds()
    config = dataset.recommended_settings
    reached = advance_folds(config, dataset, folds, {}, None, ENOUGH).rung_scores[-1]
    linear = measure_baselines(config, dataset, folds).linear
    assert reached.epoch == config.epochs
    assert reached.score.failed == 0
    assert reached.score.mean <= linear.mean + 2 * linear.standard_error
