"""How long it learns, and from what: epochs, scaling, and where a good score comes from."""

from nnplay.lessons.lesson import Challenge, Choice, Estimate, Lesson, Question
from nnplay.presets import SOUND

INSURANCE = ("ins_premium", "ins_losses")

LESSONS = (
    Lesson(
        name="epochs",
        title="The number of epochs",
        finds="How long a network must learn.",
        settings={"standardize": True, "optimizer": "Adam"},
        beside={"2,000 epochs": {"epochs": 2000}},
        shows=("epochs", "learning_rate"),
        panel="loss",
        question=Estimate(
            "Adam at its default learning rate of 0.001, on standardised features. Before "
            "training the MSE is {mse_before}, linear regression's is {mse_line}. What is the "
            "network's after {epochs:n} epochs?",
            short="The MSE after {epochs:n} epochs?",
            measure="mse",
            low=0.0,
            high=10_000.0,
            near=1.5,
            because="The MSE is {mse}. After 2,000 epochs it is {2,000 epochs.mse}.",
            between=(70.0, 115.0),
        ),
        watch="The dots rise slowly, and the film ends before they arrive.",
        explanation="Each epoch is two steps here (two batches of at most 32 states), and a step "
        "of Adam moves a weight by about 0.001: in {epochs:n} epochs a weight can move by about "
        "1. The curve was still falling at the end. Stopping too early looks just like being "
        "unable to learn.",
        challenge=Challenge(
            "Get the MSE below 0.75 by the number of epochs alone.",
            ("mse < 0.75",),
            {"epochs": 2000},
            "The panel Why says how the curve ended.",
            at_most=1,
        ),
        in_short="Train until the curve is flat, not for a number of epochs.",
    ),
    Lesson(
        name="scaling",
        title="Large and small features",
        finds="Whether the size of a feature matters.",
        settings={"optimizer": "Adam", "learning_rate": 0.01},
        beside={"standardised": {"standardize": True}},
        shows=("standardize", "epochs"),
        question=Question(
            "The features run from single figures to insurance premiums of about 900 dollars. How "
            "does the MSE change when each feature is first shifted and scaled to mean 0 and "
            "deviation 1?",
            (
                Choice(
                    "Standardised is clearly better",
                    ("mse > 1.3 standardised.mse",),
                    "Raw: MSE {mse}. Standardised: {standardised.mse}.",
                ),
                Choice(
                    "No difference: the weights even it out",
                    ("mse <= 1.3 standardised.mse", "mse >= 0.77 standardised.mse"),
                    "Raw: MSE {mse}. Standardised: {standardised.mse}.",
                ),
                Choice(
                    "Raw is better: nothing is lost",
                    ("mse < 0.77 standardised.mse",),
                    "Raw: MSE {mse}. Standardised: {standardised.mse}.",
                ),
            ),
            short="How does the MSE change with standardised features?",
            right=0,
        ),
        watch="Switch Standardise on and compare the first seconds of both films.",
        explanation="The formula that fits is the same, and weights could even out the sizes. But "
        "one size of step serves all weights, and ins_premium is about 170 times as large as "
        "alcohol: a step right for one is far too long for the other. On raw features the MSE "
        "started at {mse_before}, on standardised ones at {standardised.mse_before}.",
        challenge=Challenge(
            "Get the MSE below 0.75 with one setting changed; the epochs stay.",
            ("mse < 0.75",),
            {"standardize": True},
            "It is the setting of this lesson.",
            at_most=1,
        ),
        in_short="Standardised features make every weight's steps equally fine.",
    ),
    Lesson(
        name="leakage",
        title="Where the good score comes from",
        finds="Whether the network has found causes, or the answer itself.",
        settings={**SOUND, "features": INSURANCE},
        beside={"all six": {"features": None}},
        shows=("features",),
        panel="data",
        question=Question(
            "With all six features the MSE is {all six.mse}, and {mse_mean} for always guessing "
            "the mean. Four of the six count some of the very drivers to be predicted: speeding, "
            "drunk, not distracted, no previous accident. How good is it with only the two "
            "insurance figures?",
            (
                Choice(
                    "Nearly as good: an MSE below 2",
                    ("mse < 2",),
                    "The MSE is {mse}.",
                ),
                Choice(
                    "Halfway: between 2 and 10",
                    ("mse >= 2", "mse <= 10"),
                    "The MSE is {mse}.",
                ),
                Choice(
                    "Hardly better than the mean",
                    ("mse > 10",),
                    "The MSE is {mse}; always guessing the mean gives {mse_mean}.",
                ),
            ),
            short="How good with the two insurance figures only?",
            right=2,
        ),
        watch="The dots hardly leave a flat band: most states get about the same prediction.",
        explanation="The four columns are shares of the answer: all drivers in fatal collisions "
        "times the share of them who were not distracted, and so on. A network that sees them does "
        "not predict the answer, it adds up parts of it. This is called leakage, and scores made "
        "this way are too good to be true. Ask of each feature: would I know it before the answer?",
        challenge=Challenge(
            "Choose one single feature with an MSE below 2, and say why it knows so much.",
            ("features = 1", "mse < 2"),
            {"features": ("no_previous",)},
            "Most drivers in fatal collisions had no previous accident.",
        ),
        in_short="A good score may come from features that contain the answer.",
    ),
    Lesson(
        name="outside",
        title="Ask it what it cannot know",
        finds="What a network says of something far from all that it has learned from.",
        settings={
            "features": ("alcohol",),
            "hidden_units": (8,),
            "activation": "tanh",
            "standardize": True,
            "optimizer": "Adam",
            "learning_rate": 0.03,
        },
        beside={"linear": {"activation": "linear"}},
        shows=("activation", "hidden_units"),
        panel="predictions",
        asks=True,
        question=Question(
            "This network learns from one number per state: drivers in fatal collisions per "
            "billion miles who had drunk, from 1.6 to 10. Then it is asked about a place with "
            "40.15 of them, four times the highest. How many drivers in all does it predict there?",
            (
                Choice(
                    "None: it says that it can't know",
                    ("broken = 1",),
                    "It says {far}.",
                ),
                Choice(
                    "More than 40, as 40 have drunk",
                    ("far > 40.15",),
                    "It says {far}.",
                ),
                Choice(
                    "Fewer than 40, which can't be",
                    ("far <= 40.15",),
                    "It says {far} drivers in all, 40.15 of whom had drunk.",
                ),
            ),
            short="What does it say far outside?",
            right=2,
        ),
        watch="In the panel Predictions, type 40.15 beside alcohol. The shaded range is what it "
        "has learned from.",
        explanation="Far out, every tanh unit is flat, so any place out there gets about {far}, as "
        "firmly as every other prediction. With linear units it would be {linear.far}. On the "
        "states the MSE is {mse} with tanh and {linear.mse} with linear units, but no state shows "
        "which is nearer the truth out there. A network continues its own curve, and nothing in it "
        "says that this is a guess.",
        challenge=Challenge(
            "Change the activation so that its answer for 40.15 is possible, more than 40.15, with "
            "an MSE below 5.",
            ("far > 40.15", "mse < 5"),
            {"activation": "linear"},
            "Which activation does not flatten out?",
        ),
        in_short="Outside what it has learned from, a network answers as firmly as ever, but only "
        "guesses.",
    ),
)
