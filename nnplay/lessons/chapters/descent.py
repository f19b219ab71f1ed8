"""Downhill, step by step: one step, the surface that it goes down, and the ways over it."""

from typing import Any

from nnplay.lessons.lesson import Challenge, Choice, Estimate, Lesson, Question

# One formula, whose steps all go over all states: its surface is a bowl.
BOWL: dict[str, Any] = {
    "hidden_units": (),
    "standardize": True,
    "optimizer": "SGD",
    "batch_size": 51,
    "epochs": 100,
}

LESSONS = (
    Lesson(
        name="one-step",
        title="One step by hand",
        finds="Which way one step of gradient descent goes, and how far.",
        settings={**BOWL, "learning_rate": 0.1, "epochs": 1},
        shows=("learning_rate",),
        panel="step",
        question=Estimate(
            "All {rows:n} states in one batch make one step. Before it the bias is 0 and the "
            "network says 0 on average, where the states have {mean_actual}. Along the bias, the "
            "gradient of the mean squared error is twice the average of predicted minus actual. "
            "SGD subtracts 0.1 times that. Where is the bias then?",
            short="Where is the bias after one step?",
            measure="output_bias",
            low=-100.0,
            high=100.0,
            near=1.1,
            because="The gradient is 2 × (0 − {mean_actual}), and 0 minus 0.1 times that is "
            "{output_bias}.",
            between=(3.15, 3.17),
        ),
        watch="Choose the bias in the panel Step: its gradient, the rule of SGD, and the new bias.",
        explanation="The gradient is negative, so the error falls as the bias grows: SGD goes "
        "against the gradient. All {weights:n} weights and biases made such a step at once, each "
        "by its own gradient, and the MSE fell from {mse_before} to {mse}. A gradient says which "
        "way is down and how steep it is here, not how far: so training takes many small steps.",
        challenge=Challenge(
            "By the learning rate alone, let the one step take the bias to the mean of the states, "
            "between 15.7 and 15.9.",
            ("output_bias >= 15.7", "output_bias <= 15.9"),
            {"learning_rate": 0.5},
            "Which rate, times twice the mean, is the mean?",
        ),
        in_short="A step goes against the gradient, as far as the learning rate times its size.",
    ),
    Lesson(
        name="rates",
        title="Too small, right, too large",
        finds="What a learning rate does that is a little too large.",
        settings={**BOWL, "learning_rate": 0.35},
        beside={"rate 0.01": {"learning_rate": 0.01}, "rate 0.3": {"learning_rate": 0.3}},
        shows=("learning_rate",),
        panel="surface",
        question=Question(
            "Three runs go down the same bowl for {epochs:n} epochs. With a learning rate of 0.01 "
            "the MSE ends at {rate 0.01.mse}; with 0.3 at {rate 0.3.mse}, the same as linear "
            "regression's. Before training it was {mse_before}. What does 0.35 do?",
            (
                Choice(
                    "It gets there, too",
                    ("mse <= 1.05 mse_line",),
                    "The MSE ends at {mse}.",
                ),
                Choice(
                    "It ends a little above",
                    ("mse > 1.05 mse_line", "mse <= mse_before"),
                    "The MSE ends at {mse}.",
                ),
                Choice(
                    "It ends higher than it began",
                    ("mse > mse_before",),
                    "The MSE was {mse_before} before training and ends at {mse}.",
                ),
            ),
            short="What does a learning rate of 0.35 do?",
            right=2,
        ),
        watch="The panel Surface: two steps lead down, then the path jumps from wall to wall of "
        "the bowl, higher each time. Then try 0.01 and 0.3.",
        explanation="A step is the rate times the slope. At 0.01 it creeps: the MSE is still "
        "{rate 0.01.mse}. At 0.3 it jumps across the bottom and lands lower. From 0.321 on, it "
        "lands higher on the other wall than it began, where the slope is steeper, so the next "
        "step is longer still. That limit is 2 divided by the bowl's largest curvature; the "
        "quickest rates are not far below it.",
        challenge=Challenge(
            "By the learning rate alone, come within 5% of the lowest loss in 20 epochs, with an "
            "MSE of at most 0.71.",
            ("epochs_to_best <= 20", "mse <= 0.71"),
            {"learning_rate": 0.25},
            "Between a rate that creeps and one that breaks.",
        ),
        in_short="Too small a rate creeps, too large a rate climbs; the limit lies in the bowl.",
    ),
    Lesson(
        name="ravine",
        title="A ravine or a bowl",
        finds="What the size of the features has to do with the way down.",
        settings={
            **BOWL,
            "standardize": False,
            "learning_rate": 1e-6,
            "epochs": 2000,
        },
        beside={
            "standardised": {"standardize": True, "learning_rate": 0.1, "epochs": 100},
        },
        shows=("standardize", "learning_rate", "epochs"),
        panel="surface",
        question=Question(
            "On standardised features SGD with a rate of 0.1 takes this formula to an MSE of "
            "{standardised.mse} in {standardised.epochs:n} epochs. On raw ones, where premiums are "
            "hundreds of dollars, it breaks above 0.0000012, so its rate is 0.000001. It gets "
            "{epochs:n} epochs. Where does it end?",
            (
                Choice(
                    "At the same MSE",
                    ("mse <= 1.1 standardised.mse",),
                    "Its MSE is {mse}, the standardised one's {standardised.mse}.",
                ),
                Choice(
                    "At up to twice that",
                    ("mse > 1.1 standardised.mse", "mse <= 2 standardised.mse"),
                    "Its MSE is {mse}, the standardised one's {standardised.mse}.",
                ),
                Choice(
                    "At more than twice that",
                    ("mse > 2 standardised.mse",),
                    "Its MSE is {mse}, the standardised one's {standardised.mse}.",
                ),
            ),
            short="Where do the raw features end?",
            right=2,
        ),
        watch="The panel Surface: the path falls into a ravine at once, and then creeps along it.",
        explanation="Premiums of hundreds of dollars make the surface steep one way; along others "
        "it is almost level. Its largest curvature is 46 million times its smallest: the steep "
        "walls allow only tiny steps, and tiny steps get nowhere along the bottom. On standardised "
        "features it is 16 times: a bowl, and one learning rate suits every direction.",
        challenge=Challenge(
            "Make a bowl of it: an MSE of at most 0.71 within 100 epochs.",
            ("mse <= 0.71", "epochs <= 100"),
            {"standardize": True, "learning_rate": 0.1, "epochs": 100},
            "A bowl has other learning rates than a ravine.",
        ),
        in_short="Features of very different size make a ravine; standardised, it is a bowl.",
    ),
    Lesson(
        name="momentum",
        title="A ball with momentum",
        finds="How three optimizers go down one and the same surface.",
        settings={**BOWL, "optimizer": "SGD with momentum", "learning_rate": 0.01},
        beside={name: {"optimizer": name} for name in ("SGD", "Adam")},
        shows=("optimizer", "learning_rate"),
        panel="surface",
        question=Question(
            "SGD, SGD with momentum and Adam start from the same weights, each with a learning "
            "rate of 0.01. In which of the three runs does the loss go up again on the way?",
            (
                Choice(
                    "In none: all go downhill",
                    ("rises = 0", "SGD.rises = 0", "Adam.rises = 0"),
                    "The loss rose in no epoch of any run.",
                ),
                Choice(
                    "In that with momentum only",
                    ("rises > 0", "SGD.rises = 0", "Adam.rises = 0"),
                    "With momentum it rose in {rises:n} of {epochs:n} epochs, with SGD and Adam in "
                    "none.",
                ),
                Choice(
                    "In those of SGD or Adam",
                    ("most.rises > rises",),
                    "It rose in {SGD.rises:n} epochs with SGD and in {Adam.rises:n} with Adam.",
                ),
            ),
            short="In which run does the loss go up again?",
            right=1,
        ),
        watch="Choose *Race the optimizers* in the panel Surface: one of them shoots past the "
        "bottom and comes back.",
        explanation="Momentum adds nine tenths of the last step to the new one: like a ball it "
        "keeps rolling at the bottom, climbs the other side and comes back. It pays: after "
        "{epochs:n} epochs the MSE is {mse}, with SGD {SGD.mse}. Adam's steps are about as long as "
        "the learning rate, however steep it is: 100 steps of 0.01 take no weight far, and its MSE "
        "is still {Adam.mse}.",
        challenge=Challenge(
            "Let the ball roll without ever rising: keep the momentum, and end at an MSE of at "
            "most 0.75 in 1,000 epochs or fewer.",
            ("rises = 0", "mse <= 0.75", "epochs <= 1000"),
            {"learning_rate": 0.0005, "epochs": 1000},
            "A ball in honey: a smaller rate, and more time.",
        ),
        in_short="At a small rate, momentum overshoots and still arrives long before plain SGD.",
    ),
    Lesson(
        name="saddle",
        title="A saddle is no bottom",
        finds="Whether a place where all gradients are zero is the end of the way down.",
        settings={
            **BOWL,
            "hidden_units": (3,),
            "learning_rate": 0.01,
            "epochs": 500,
            "kernel_initializer": "random_normal",
            "output_kernel_initializer": "zeros",
        },
        beside={"zeros": {"kernel_initializer": "zeros"}},
        shows=("kernel_initializer", "learning_rate"),
        panel="surface",
        question=Question(
            "With every weight at 0 only the output's bias moves, until all gradients are 0: at an "
            "MSE of {zeros.mse}, that of always guessing the mean. Now the hidden weights begin "
            "right beside 0, at random numbers of about 0.05. Where does it end?",
            (
                Choice(
                    "At the same MSE: it is the bottom",
                    ("mse >= 0.9 zeros.mse", "mse <= 1.1 zeros.mse"),
                    "Its MSE is {mse}, that from zeros {zeros.mse}.",
                ),
                Choice(
                    "Far below: at less than 1",
                    ("mse < 1",),
                    "Its MSE is {mse}, that from zeros {zeros.mse}.",
                ),
                Choice(
                    "Somewhere between",
                    ("mse >= 1", "mse < 0.9 zeros.mse"),
                    "Its MSE is {mse}, that from zeros {zeros.mse}.",
                ),
            ),
            short="Where does it end if the weights begin beside 0?",
            right=1,
        ),
        watch="The loss falls past {zeros.mse} without a stop; the panel Surface shows the way.",
        explanation="Where all gradients are 0, descent stops, but that need not be a bottom. Here "
        "it is a saddle: the surface rises one way and falls another, as on a mountain pass, and "
        "exactly on it no step is made. Right beside it, the gradient is small but not 0, and the "
        "steps grow. From zeros, the panel Surface shows the pass along two weights: those from "
        "speeding to unit 1 and from unit 1 to accidents. Random initial weights keep a network "
        "off such places.",
        challenge=Challenge(
            "Back onto the saddle: with one setting changed, let it end within 1% of the MSE of "
            "always guessing the mean.",
            ("mse >= 0.99 mse_mean", "mse <= 1.01 mse_mean"),
            {"kernel_initializer": "zeros"},
            "Where did it come to rest?",
            at_most=1,
        ),
        in_short="Where the gradient is zero can be a saddle: right beside it, the way leads down.",
    ),
)
