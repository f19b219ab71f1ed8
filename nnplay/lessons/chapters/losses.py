"""What it aims at: losses, each with the question that it fits."""

from nnplay.datasets import HELD_OUT
from nnplay.fields import OF_MODEL
from nnplay.lessons.lesson import Challenge, Choice, Lesson, Question
from nnplay.presets import SOUND

LESSONS = (
    Lesson(
        name="absolute",
        title="Squared or absolute errors",
        finds="What changes between mean_squared_error and mean_absolute_error.",
        settings=SOUND,
        beside={"absolute": {"loss": "mean_absolute_error"}},
        shows=("loss",),
        panel="predictions",
        question=Question(
            "mean_squared_error squares every error, mean_absolute_error takes its size as it is. "
            "Both fit numbers. How much worse is the MSE when the network is trained on absolute "
            "errors?",
            (
                Choice(
                    "Hardly: at most 15%",
                    ("absolute.mse <= 1.15 mse",),
                    "Trained on squares: MSE {mse}. Trained on absolute errors: {absolute.mse}.",
                ),
                Choice(
                    "Clearly: up to three times",
                    ("absolute.mse > 1.15 mse", "absolute.mse <= 3 mse"),
                    "Trained on squares: MSE {mse}. Trained on absolute errors: {absolute.mse}.",
                ),
                Choice(
                    "More than three times",
                    ("absolute.mse > 3 mse",),
                    "Trained on squares: MSE {mse}. Trained on absolute errors: {absolute.mse}.",
                ),
            ),
            short="How much worse is the MSE with absolute errors?",
            right=0,
        ),
        watch="Change the loss and see how little the dots move.",
        explanation="Both losses pull towards the diagonal, so both fit. Squaring makes large "
        "errors count most, absolute errors weigh every miss equally: the average miss is "
        "{absolute.mae} when trained on absolute errors and {mae} on squares. Each loss "
        "is best at what it measures.",
        challenge=Challenge(
            "Bring the average miss (MAE) below 0.6 with one setting changed.",
            ("mae < 0.6",),
            {"loss": "mean_absolute_error"},
            "Ask for what you want.",
            at_most=1,
        ),
        in_short="Squared and absolute errors both fit numbers; squaring makes large errors count "
        "most.",
    ),
    Lesson(
        name="crossentropy",
        title="A loss that asks another question",
        finds="What binary_crossentropy does with numbers, and which question it fits.",
        settings={**SOUND, "output_activation": "sigmoid", "loss": "binary_crossentropy"},
        beside={"few or many": {"dataset": "car_crashes_median"}},
        shows=("loss", "output_activation"),
        question=Question(
            "binary_crossentropy measures how well a probability fits a yes or a no, 1 or 0. Here "
            "the targets are numbers from 5.9 to 23.9. What will happen?",
            (
                Choice(
                    "It learns all the same",
                    ("mse < mse_mean",),
                    "The MSE is {mse}, always guessing the mean gives {mse_mean}.",
                ),
                Choice(
                    "The loss falls below 0, and the predictions are useless",
                    ("loss < 0", "mse >= mse_mean"),
                    "The loss is {loss}, and the MSE {mse}; always guessing the mean gives "
                    "{mse_mean}.",
                ),
                Choice(
                    "Keras refuses",
                    ("refused = 1",),
                    "Keras refused to train.",
                ),
            ),
            short="What does binary_crossentropy do with numbers?",
            right=1,
        ),
        watch="The curve goes down and down. A falling loss alone proves nothing.",
        explanation="For a target of 12 the formula no longer has a lowest point: the loss sinks "
        "forever while the output sticks to 0 or 1. Asked the question it is made for, few "
        "accidents or many, the same network with the same loss classifies "
        "{few or many.accuracy:%} of its training states correctly.",
        challenge=Challenge(
            "Get the MSE below 0.75 with at most two settings changed.",
            ("mse < 0.75",),
            {"loss": "mean_squared_error", "output_activation": "linear"},
            "A number needs a loss for numbers, and an output without a ceiling.",
            at_most=2,
        ),
        in_short="binary_crossentropy belongs to a yes-or-no question and one sigmoid unit.",
    ),
    Lesson(
        name="categories",
        title="A loss for many classes",
        finds="What sparse_categorical_crossentropy needs.",
        settings={**SOUND, "loss": "sparse_categorical_crossentropy"},
        beside={
            "thirds": {"dataset": "car_crashes_terciles", "output_activation": "softmax"},
        },
        shows=("dataset", "loss", "output_activation"),
        question=Question(
            "sparse_categorical_crossentropy expects the number of a class, and one output unit "
            "for each class. This network has one unit, and the targets are numbers from 5.9 to "
            "23.9. What will happen?",
            (
                Choice(
                    "It learns all the same",
                    ("refused = 0", "mse < mse_mean"),
                    "The MSE is {mse}, always guessing the mean gives {mse_mean}.",
                ),
                Choice(
                    "It trains, but learns nothing",
                    ("refused = 0", "mse >= mse_mean"),
                    "The MSE is {mse}, always guessing the mean gives {mse_mean}.",
                ),
                Choice(
                    "Keras refuses to train",
                    ("refused = 1",),
                    "Keras refuses, as there is no class number {AL_actual}. The network is "
                    "untrained.",
                ),
            ),
            short="A loss for classes, targets that are numbers: what happens?",
            right=2,
        ),
        watch="There is no film: read what Keras says.",
        explanation="One output unit means one class, number 0; a target of {AL_actual} is no "
        "class at all. Cut into thirds (low, medium, high: classes 0, 1, 2), with three softmax "
        "units, the same states and the same loss work: {thirds.accuracy:%} of the training "
        "states are classified correctly.",
        challenge=Challenge(
            "Choose the question low, medium, high and classify at least 95% of the training "
            "states correctly.",
            ("outputs = 3", "accuracy >= 0.95"),
            {
                "dataset": "car_crashes_terciles",
                "output_activation": "softmax",
                "loss": "sparse_categorical_crossentropy",
                **HELD_OUT,
            },
            "Choosing the data brings the recommended settings.",
            may_change=OF_MODEL,
        ),
        in_short="Several classes need one softmax unit each, and a categorical loss.",
    ),
)
