"""What comes out: the activation of the output layer, and what it can output."""

from nnplay.lessons.lesson import Challenge, Choice, Lesson, Question
from nnplay.presets import SOUND

LESSONS = (
    Lesson(
        name="sigmoid",
        title="A sigmoid for a number",
        finds="What a sigmoid output does to targets between 5.9 and 23.9.",
        settings={"output_activation": "sigmoid"},
        beside={"seed 2": {"seed": 2}},
        shows=("output_activation",),
        panel="predictions",
        preview=False,
        question=Question(
            "The states have 5.9 to 23.9 drivers in fatal collisions per billion miles. The output "
            "unit now has a sigmoid, which turns every number into one between 0 and 1. What will "
            "it predict after {epochs:n} epochs?",
            (
                Choice(
                    "Good numbers: it learns to stretch",
                    ("highest > 1.01",),
                    "Its predictions run from {lowest} to {highest}.",
                ),
                Choice(
                    "Between 0 and 1, larger for more drivers",
                    ("highest <= 1.01", "different > 1"),
                    "Its predictions run from {lowest} to {highest}; {different:n} are different.",
                ),
                Choice(
                    "The same number for every state",
                    ("highest <= 1.01", "different = 1"),
                    "It is stuck at {highest:n} for every state: an MSE of {mse}.",
                ),
            ),
            short="What does a sigmoid predict here?",
            right=2,
        ),
        watch="Nothing moves: that is the film of a network that cannot learn. *Compare with "
        "seed 2* shows where another seed is stuck.",
        explanation="On raw features the sum before the sigmoid is so far out that the sigmoid is "
        "0 or 1, and flat there: the slope is 0 or nearly, so hardly any weight is corrected; "
        "{changed:n} of {weights:n} weights and biases have changed. The seed decides where it is "
        "stuck: here at {highest:n}, an MSE of {mse}; with seed 2 at {seed 2.highest:n}, an MSE of "
        "{seed 2.mse}. Even in its middle a sigmoid could never reach 12. It is made for "
        "probabilities.",
        challenge=Challenge(
            "Get below the MSE of always guessing the mean, 16.66, with one setting changed.",
            ("mse < mse_mean",),
            {"output_activation": "linear"},
            "Which activation has no ceiling?",
            at_most=1,
        ),
        in_short="An output activation must be able to reach every target.",
    ),
    Lesson(
        name="outputs",
        title="Four output activations",
        finds="How the predictions change with linear, sigmoid, tanh and relu, and why.",
        settings=SOUND,
        beside={name: {"output_activation": name} for name in ("sigmoid", "tanh", "relu")},
        shows=("output_activation",),
        panel="predictions",
        question=Question(
            "The same network, well set up, with four output activations: linear, sigmoid, tanh, "
            "relu. With which of them can it predict 12?",
            (
                Choice(
                    "Only with linear",
                    ("highest > 12", "relu.highest <= 12"),
                    "The highest prediction is {highest} with linear and {relu.highest} with relu.",
                ),
                Choice(
                    "With linear and relu",
                    ("highest > 12", "relu.highest > 12", "tanh.highest <= 12"),
                    "The highest prediction is {highest} with linear and {relu.highest} with relu, "
                    "but {sigmoid.highest} with sigmoid and {tanh.highest} with tanh.",
                ),
                Choice(
                    "With all four",
                    ("tanh.highest > 12", "sigmoid.highest > 12"),
                    "The highest prediction is {sigmoid.highest} with sigmoid, {tanh.highest} with "
                    "tanh.",
                ),
            ),
            short="With which activations can it predict 12?",
            right=1,
        ),
        watch="Set the output activation to each of the four and see where the dots can go.",
        explanation="Linear gives any number, relu 0 or more, which is enough here: "
        "MSE {relu.mse} against {mse}. Sigmoid ends at 1 and tanh too, so both push every state "
        "against that ceiling, and stay at an MSE of {sigmoid.mse} and {tanh.mse}.",
        challenge=Challenge(
            "Find an output activation other than linear and relu with an MSE below 0.75.",
            ("mse < 0.75",),
            {"output_activation": "softplus"},
            "It must grow without end for large numbers.",
            at_most=1,
            never={"output_activation": ("linear", "relu")},
        ),
        in_short="Linear for any number, relu for numbers from 0, sigmoid for a probability.",
    ),
)
