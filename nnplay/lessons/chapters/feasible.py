"""What may not be changed freely, and which configuration works in the end."""

from nnplay.fields import OF_MODEL
from nnplay.lessons.lesson import Challenge, Choice, Lesson, Question
from nnplay.presets import SOUND

# Whether a single change brings the network within 20% of linear regression.
STANDARDISED = "standardised.mse_held_out {} 1.2 mse_line_held_out"
ADAM = "Adam.mse_held_out {} 1.2 mse_line_held_out"
EPOCHS = "1,000 epochs.mse_held_out {} 1.2 mse_line_held_out"
TRIED = (
    "The held-out MSE is {mse_held_out} without a change, {standardised.mse_held_out} "
    "standardised, {Adam.mse_held_out} with Adam and {1,000 epochs.mse_held_out} after 1,000 "
    "epochs."
)

LESSONS = (
    Lesson(
        name="fixed",
        title="What may not be changed freely",
        finds="Which settings follow from the data and the question.",
        settings={**SOUND, "output_activation": "softmax"},
        shows=("fixed", "output_activation", "loss", "features"),
        preview=False,
        question=Question(
            "Softmax raises the number e to the power of every output's sum, and divides each of "
            "these powers by the sum of them all. Here there is one output unit, for an amount. "
            "What will it predict?",
            (
                Choice(
                    "Exactly 1 for every state",
                    ("lowest = 1", "highest = 1"),
                    "It predicts {lowest} for every state, and the MSE is {mse}.",
                ),
                Choice(
                    "Shares between 0 and 1",
                    ("lowest < 1",),
                    "Its predictions run from {lowest} to {highest}.",
                ),
                Choice(
                    "Good numbers: the weights adapt",
                    ("highest > 1",),
                    "Its predictions run from {lowest} to {highest}.",
                ),
            ),
            short="What does one softmax unit predict?",
            right=0,
        ),
        watch="Open *Determined by the data* among the settings.",
        explanation="A power divided by itself is 1, whatever the weights. So no change of a "
        "weight would help, and {changed:n} of {weights:n} weights and biases have changed. Four "
        "things follow from the data and the question: as many input units as features "
        "({features:n}), as many output units as the answer has numbers ({outputs:n}), an output "
        "activation that can reach every target, and a loss that measures how wrong it is. All "
        "else is yours to choose.",
        challenge=Challenge(
            "Get the MSE below 0.75 with one setting changed.",
            ("mse < 0.75",),
            {"output_activation": "linear"},
            "Which activation can output every number?",
            at_most=1,
        ),
        in_short="Input units, output units, output activation and loss follow from the question.",
    ),
    Lesson(
        name="feasible",
        title="A configuration that works",
        finds="Which settings you would defend for these data.",
        settings={"validation_split": 0.3, "validation_rows": "random"},
        beside={
            "standardised": {"standardize": True},
            "Adam": {"optimizer": "Adam", "learning_rate": 0.01},
            "1,000 epochs": {"epochs": 1000},
        },
        shows=None,
        question=Question(
            "This is the default network, with {epochs:n} epochs and 30% of the states "
            "held out. Which one of three changes alone brings its MSE on the held-out states "
            "within 20% of linear regression's, {mse_line_held_out}?",
            (
                Choice(
                    "Standardised features",
                    (STANDARDISED.format("<="),),
                    TRIED,
                ),
                Choice(
                    "Adam at a rate of 0.01",
                    (STANDARDISED.format(">"), ADAM.format("<=")),
                    TRIED,
                ),
                Choice(
                    "1,000 epochs",
                    (STANDARDISED.format(">"), ADAM.format(">"), EPOCHS.format("<=")),
                    TRIED,
                ),
                Choice(
                    "None of them alone",
                    (STANDARDISED.format(">"), ADAM.format(">"), EPOCHS.format(">")),
                    TRIED,
                ),
            ),
            short="Which change alone is enough?",
            right=3,
            often=19,
        ),
        watch="Open Why: its problems ({problems:n} here) and hints say what to change.",
        explanation="Settings work together: standardised features allow longer steps, but with "
        "RMSprop's short default ones {epochs:n} epochs are not enough; on raw features longer "
        "steps or more epochs are hardly ever enough. A configuration works if no problem is "
        "found, the score on states that the network has never seen is near that of the best "
        "straight formula or better, and other seeds confirm it.",
        challenge=Challenge(
            "Your turn, with all settings: on the held-out states at most 20% above linear "
            "regression, and no problem found.",
            ("mse_held_out <= 1.2 mse_line_held_out", "problems = 0"),
            SOUND,
            "Scale, then the optimizer and its rate, then the epochs.",
            may_change=OF_MODEL,
        ),
        in_short="A configuration works if it does well on rows it has not seen, from every seed.",
    ),
)
