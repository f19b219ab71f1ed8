"""The machine learns a formula: what training is, and where its weights begin."""

from nnplay.lessons.lesson import Challenge, Choice, Lesson, Question
from nnplay.presets import SOUND

LESSONS = (
    Lesson(
        name="formula",
        title="The machine learns a formula",
        finds="What a network without a hidden layer has in common with linear regression.",
        settings={
            "hidden_units": (),
            "standardize": True,
            "optimizer": "SGD",
            "learning_rate": 0.1,
            "batch_size": 51,
        },
        shows=("learning_rate", "epochs"),
        panel="formula",
        question=Question(
            "This network is one formula: a weight times each of six features, and a bias. Linear "
            "regression finds the best such formula by algebra; its mean squared error (MSE) is "
            "{mse_line}. How close does the network come in {epochs:n} epochs?",
            (
                Choice(
                    "To the same error",
                    ("mse >= 0.995 mse_line", "mse <= 1.005 mse_line"),
                    "The network's MSE is {mse}, linear regression's is {mse_line}.",
                ),
                Choice(
                    "Near it, but worse",
                    ("mse > 1.005 mse_line",),
                    "The network's MSE is {mse}, linear regression's is {mse_line}: it needs "
                    "more epochs.",
                ),
                Choice(
                    "Below it: a network is cleverer",
                    ("mse < 0.995 mse_line",),
                    "The network's MSE is {mse}, linear regression's is {mse_line}.",
                ),
            ),
            short="How close to linear regression?",
            right=0,
        ),
        watch="The dots move to the diagonal, where predicted equals actual. Then compare the two "
        "columns of numbers in the panel Formula.",
        explanation="There is only one best straight formula for these {rows:n} states, and both "
        "found it: algebra in one go, the network in small steps that each make the error a "
        "little smaller. It began at an MSE of {mse_before} and came within 5% of its lowest "
        "loss after {epochs_to_best:n} epochs. Learning means finding the numbers of a formula.",
        challenge=Challenge(
            "Reach an MSE of at most 0.71 in 30 epochs or fewer.",
            ("mse <= 0.71", "epochs <= 30"),
            {"epochs": 30, "learning_rate": 0.2},
            "With fewer steps, each must be larger.",
        ),
        in_short="Without a hidden layer a network is linear regression, found step by step.",
    ),
    Lesson(
        name="untrained",
        title="Untrained weights",
        finds="What a network predicts before it has learned anything, for Washington DC and "
        "Alabama.",
        shows=("standardize", "kernel_initializer", "seed", "new_start"),
        panel="predictions",
        preview=False,
        question=Question(
            "The weights begin at random. Of drivers in fatal collisions per billion miles, "
            "Washington DC has {DC_actual} and Alabama {AL_actual}; always guessing the mean of "
            "all states would give an MSE of {mse_mean}. How good is the network before its first "
            "epoch?",
            (
                Choice(
                    "About as good as the mean",
                    ("mse_before <= 2 mse_mean",),
                    "Its MSE was {mse_before}: {DC_before} for DC and {AL_before} for Alabama.",
                ),
                Choice(
                    "Worse, up to ten times",
                    ("mse_before > 2 mse_mean", "mse_before <= 10 mse_mean"),
                    "Its MSE was {mse_before}: {DC_before} for DC and {AL_before} for Alabama.",
                ),
                Choice(
                    "More than ten times worse",
                    ("mse_before > 10 mse_mean",),
                    "Its MSE was {mse_before}: it said {DC_before} for DC and {AL_before} for "
                    "Alabama.",
                ),
            ),
            short="How good before its first epoch?",
            right=2,
        ),
        watch="The panel Predictions shows both before and after training; choose other states "
        "there.",
        explanation="Random weights times insurance premiums of about 900 dollars can make "
        "any number. After {epochs:n} epochs it predicts {DC} for DC and {AL} for Alabama, and the "
        "MSE is {mse}. Press New start: other random weights, other wild first predictions, and "
        "again a path towards the data.",
        challenge=Challenge(
            "Bring the MSE before training below 300 with one setting changed.",
            ("mse_before < 300",),
            {"standardize": True},
            "What would make the inputs or the weights small?",
            at_most=1,
            may_change=("kernel_initializer",),
        ),
        in_short="Before training, a network's predictions are chance; all it knows, it learns.",
    ),
    Lesson(
        name="zeros",
        title="All weights begin at zero",
        finds="Whether weights that begin at zero can learn.",
        settings={"kernel_initializer": "zeros", "output_kernel_initializer": "zeros"},
        shows=("kernel_initializer", "output_kernel_initializer"),
        panel="weights",
        question=Question(
            "Every weight of both layers begins at 0. After {epochs:n} epochs, how many of the "
            "{weights:n} weights and biases have changed?",
            (
                Choice(
                    "All of them",
                    ("changed > 1",),
                    "{changed:n} of {weights:n} have changed.",
                ),
                Choice(
                    "Only one",
                    ("changed = 1",),
                    "Only the output's bias has. Every state is predicted as {highest}.",
                ),
                Choice(
                    "None",
                    ("changed = 0",),
                    "All {weights:n} are unchanged.",
                ),
            ),
            short="How many weights and biases have changed?",
            right=1,
        ),
        watch="Every line of the network stays thin and grey: all weights but one bias stay 0, and "
        "the dots move as one flat row.",
        explanation="The slope for a weight is a product: what comes in through it, times the "
        "error that is sent back to it. The hidden units output 0, so nothing comes in through the "
        "output's weights; these are 0, so nothing is sent back to the hidden units. Only the "
        "output's bias can move, a little each step, towards the mean. The MSE is {mse}; always "
        "guessing the mean gives {mse_mean}.",
        challenge=Challenge(
            "Get below the MSE of always guessing the mean, 16.66, with one setting changed.",
            ("mse < mse_mean",),
            {"output_kernel_initializer": "glorot_uniform"},
            "It is enough if one of the two layers begins differently.",
            at_most=1,
            may_change=("kernel_initializer",),
        ),
        in_short="If all weights begin at zero and the units output 0, no input ever has an "
        "effect.",
    ),
    Lesson(
        name="ones",
        title="All weights begin at one",
        finds="What happens to units that begin as twins.",
        settings={
            **SOUND,
            "activation": "tanh",
            "kernel_initializer": "ones",
            "output_kernel_initializer": "ones",
        },
        beside={
            "glorot_uniform": {
                "kernel_initializer": "glorot_uniform",
                "output_kernel_initializer": "glorot_uniform",
            }
        },
        shows=("kernel_initializer", "output_kernel_initializer", "hidden_units"),
        panel="weights",
        question=Question(
            "Three hidden units all begin with the same weights, 1. After {epochs:n} epochs, how "
            "many different units are there?",
            (
                Choice(
                    "Three",
                    ("different_units >= 3",),
                    "All three have different weights.",
                ),
                Choice(
                    "Two",
                    ("different_units = 2",),
                    "Two of the three are still twins.",
                ),
                Choice(
                    "One, three times",
                    ("different_units = 1",),
                    "All {changed:n} weights and biases have changed, but the three units changed "
                    "alike.",
                ),
            ),
            short="How many different units?",
            right=2,
        ),
        watch="The three hidden units have the same lines at every moment.",
        explanation="Units with equal weights in and out output the same, get the same share of "
        "the error and are corrected alike: they stay twins forever, and three do the work of "
        "one. Started with glorot_uniform, random numbers sized to the layer, "
        "{glorot_uniform.different_units:n} units are different.",
        challenge=Challenge(
            "Make all three units different with other initial weights: change one setting.",
            ("different_units >= 3", "units = 3"),
            {"kernel_initializer": "glorot_uniform"},
            "Twins differ as soon as one of the two layers begins at random.",
            at_most=1,
            may_change=("output_kernel_initializer",),
        ),
        in_short="Units that begin alike stay alike; random weights give each its own job.",
    ),
    Lesson(
        name="luck",
        title="Random weights and luck",
        finds="How much one run of glorot_uniform says about the next.",
        beside={f"seed {seed}": {"seed": seed} for seed in (21, 22, 23, 24)},
        shows=("standardize", "optimizer", "learning_rate", "seed", "new_start"),
        question=Question(
            "The default network is trained five times, each time from different random "
            "weights. How far apart are the best and the worst MSE?",
            (
                Choice(
                    "Nearly the same",
                    ("most.mse <= 1.5 least.mse",),
                    "The best MSE is {least.mse}, the worst {most.mse}.",
                ),
                Choice(
                    "Up to three times",
                    ("most.mse > 1.5 least.mse", "most.mse <= 3 least.mse"),
                    "The best MSE is {least.mse}, the worst {most.mse}.",
                ),
                Choice(
                    "More than three times",
                    ("most.mse > 3 least.mse",),
                    "The best MSE is {least.mse}, the worst {most.mse}.",
                ),
            ),
            short="How far apart are the best and the worst MSE?",
            right=2,
        ),
        watch="Press New start a few times and follow the MSE.",
        explanation="On raw features the path is long and crooked, and where it is after "
        "{epochs:n} epochs depends on the start: {seed 21.mse}, {seed 22.mse}, {seed 23.mse}, "
        "{seed 24.mse} and {mse}. Never judge a setting by one lucky run; Compare can train each "
        "saved run with twenty seeds.",
        challenge=Challenge(
            "Standardise or not, and find an optimizer and a learning rate that reach an MSE of "
            "at most 0.75, so near the best straight formula that luck hardly matters; any seed "
            "will do.",
            ("mse <= 0.75",),
            SOUND,
            "Standardised features, and Adam with a rate of 0.01.",
            may_change=("seed",),
        ),
        in_short="One run is one throw of the dice: judge a setting by many seeds.",
    ),
)
