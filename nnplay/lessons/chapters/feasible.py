"""What may not be changed freely, and which configuration is feasible in the end."""

from nnplay.lessons.lesson import Challenge, Choice, Lesson, Question
from nnplay.presets import SOUND

LESSONS = (
    Lesson(
        name="fixed",
        title="What may not be changed freely",
        finds="Which settings follow from the data and the question.",
        settings={**SOUND, "output_activation": "softmax"},
        shows=("output_activation", "loss", "features"),
        question=Question(
            "Softmax divides every output by the sum of all outputs. Here one output unit answers "
            "with a number of accidents. What will it predict?",
            (
                Choice(
                    "Exactly 1 for every state",
                    ("lowest = 1", "highest = 1"),
                    "It says {lowest} for every state, and the MSE is {mse}.",
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
            right=0,
        ),
        watch="Below Network the page says what is fixed by the data, and why.",
        explanation="One number divided by itself is 1, whatever the weights. Four things follow "
        "from the data and the question: as many input units as features ({features:n}), as many "
        "output units as the answer has numbers ({outputs:n}), an output activation that can say "
        "every answer, and a loss that measures how wrong such an answer is. All else is yours to "
        "choose: layers, units, activations, initializers, optimizer, rate, epochs.",
        challenge=Challenge(
            "Get the MSE below 0.75 with one setting changed.",
            ("mse < 0.75",),
            {"output_activation": "linear"},
            "Which activation can say every number of accidents?",
            at_most=1,
        ),
        in_short="Input units, output units, output activation and loss follow from the question.",
    ),
    Lesson(
        name="feasible",
        title="A feasible configuration",
        finds="Which settings you would defend for these data.",
        settings={"validation_split": 0.3, "validation_rows": "random"},
        shows=None,
        question=Question(
            "This is the notebook's own network, with 30 % of the states held out, and {epochs:n} "
            "epochs. On the held-out states linear regression has an MSE of {mse_line_held_out}. "
            "Is the network at most 10 % worse?",
            (
                Choice(
                    "Yes: feasible as it is",
                    ("mse_held_out <= 1.1 mse_line_held_out",),
                    "Its MSE on the held-out states is {mse_held_out}.",
                ),
                Choice(
                    "No: it needs other settings",
                    ("mse_held_out > 1.1 mse_line_held_out",),
                    "Its MSE on the held-out states is {mse_held_out}.",
                ),
            ),
            right=1,
        ),
        watch="Open Why: the doctor has found {problems:n} problems and gives hints.",
        explanation="Feasible means: no problem is found, the score on states that the network has "
        "never seen is near that of the best straight formula or better, and another start brings "
        "it again. On {rows:n} states from which it learned, its MSE is {mse}.",
        challenge=Challenge(
            "Your turn, with all settings: on the held-out states at most 20 % above linear "
            "regression, and no problem found.",
            ("mse_held_out <= 1.2 mse_line_held_out", "problems = 0"),
            SOUND,
            "Scale, then the optimizer and its rate, then the epochs.",
            only={"validation_split": (0.3,), "validation_rows": ("random",)},
        ),
        in_short="Feasible is what holds on rows it has not seen, from every start.",
    ),
)
