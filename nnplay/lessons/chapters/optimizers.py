"""How it gets there: optimizers and the size of their steps."""

from nnplay.lessons.lesson import Challenge, Choice, Lesson, Question
from nnplay.presets import SOUND

LESSONS = (
    Lesson(
        name="race",
        title="A race of optimizers",
        finds="Whether SGD, RMSprop and Adam take different times to get there.",
        settings=SOUND,
        beside={name: {"optimizer": name} for name in ("RMSprop", "SGD")},
        shows=("optimizer", "learning_rate"),
        races="Adam",
        question=Question(
            "Three optimizers, the same start, the same learning rate of 0.01, features of equal "
            "size. Which is the first across the finish line, 5% above the lowest loss of all "
            "three?",
            (
                Choice(
                    "Adam",
                    ("crossed_at < RMSprop.crossed_at", "crossed_at < SGD.crossed_at"),
                    "Adam crossed the line at epoch {crossed_at:n}, "
                    "RMSprop at {RMSprop.crossed_at:n}, SGD at {SGD.crossed_at:n}.",
                ),
                Choice(
                    "RMSprop",
                    ("RMSprop.crossed_at <= crossed_at", "RMSprop.crossed_at < SGD.crossed_at"),
                    "RMSprop crossed the line at epoch {RMSprop.crossed_at:n}, "
                    "Adam at {crossed_at:n}, SGD at {SGD.crossed_at:n}.",
                ),
                Choice(
                    "SGD",
                    ("SGD.crossed_at <= crossed_at", "SGD.crossed_at <= RMSprop.crossed_at"),
                    "SGD crossed the line at epoch {SGD.crossed_at:n}, "
                    "RMSprop at {RMSprop.crossed_at:n}, Adam at {crossed_at:n}.",
                ),
            ),
            short="Which is first across the finish line?",
            right=2,
        ),
        watch="The race: which one crosses the finish line first?",
        explanation="A step of SGD grows with the slope of the error: far away it runs. Adam and "
        "RMSprop move each weight by about the learning rate, however steep, so from 0 to a mean "
        "of nearly 16 they walk in steps of 0.01. Such steps stay the same on features of any "
        "size, where those of SGD do not: see the next lesson.",
        challenge=Challenge(
            "By the learning rate alone, make Adam come within 5% of its lowest loss in 60 "
            "epochs, with an MSE below 0.75.",
            ("epochs_to_best <= 60", "mse < 0.75"),
            {"learning_rate": 0.03},
            "Try a larger learning rate.",
        ),
        in_short="Optimizers differ in how large their steps are, and so in how long they take.",
    ),
    Lesson(
        name="overshoot",
        title="Steps that are too large",
        finds="What SGD does on features of very different size.",
        settings={"optimizer": "SGD"},
        shows=("optimizer", "learning_rate", "standardize"),
        panel="loss",
        question=Question(
            "Now SGD at its default learning rate of 0.01 on the raw features, insurance "
            "premiums of about 900 dollars among them. What is the loss after {epochs:n} epochs?",
            (
                Choice(
                    "Smaller than always guessing the mean",
                    ("broken = 0", "mse < mse_mean"),
                    "The MSE is {mse}.",
                ),
                Choice(
                    "Larger, but it stays a number",
                    ("broken = 0", "mse >= mse_mean"),
                    "The MSE is {mse}.",
                ),
                Choice(
                    "No longer a number",
                    ("broken = 1",),
                    "From epoch {broken_epoch:n} on, the loss is infinite or not a number (NaN).",
                ),
            ),
            short="The loss of SGD on raw features?",
            right=2,
        ),
        watch="Press one step forward from epoch 0: the dots leave the picture, then the loss is "
        "no longer a number.",
        explanation="The slope grows with the size of the features. A step of 0.01 times a slope "
        "of hundreds of thousands lands far on the other side, where it is steeper still; the next "
        "step is larger, and after a few the computer has no number for it. The loss of the first "
        "epoch was {loss_first} already.",
        challenge=Challenge(
            "Let SGD learn: an MSE below 1 with one setting changed.",
            ("mse < 1",),
            {"standardize": True},
            "Make the features small, all of one size.",
            at_most=1,
        ),
        in_short="Large features make steep slopes: scale them, or steps overshoot.",
    ),
)
