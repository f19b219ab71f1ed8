"""Why hidden layers are needed: patterns that no straight line can tell apart."""

from nnplay.lessons.lesson import Challenge, Choice, Lesson, Question

SOLVED = "accuracy_held_out >= 0.95"
SHARE = "{accuracy_held_out:%} of the held-out points are correct."

LESSONS = (
    Lesson(
        name="line",
        title="No hidden layer",
        finds="Whether a network without a hidden layer can separate a disk from a ring.",
        dataset="circle",
        settings={"hidden_units": ()},
        shows=("hidden_units",),
        question=Question(
            "Blue points lie in the middle, orange ones around them. Half of the points are held "
            "out. Without a hidden layer, how many of the held-out points will it classify "
            "correctly?",
            (
                Choice("About half: like tossing a coin", ("accuracy_held_out < 0.65",), SHARE),
                Choice(
                    "About three in four",
                    ("accuracy_held_out >= 0.65", "accuracy_held_out < 0.9"),
                    SHARE,
                ),
                Choice("Nearly all", ("accuracy_held_out >= 0.9",), SHARE),
            ),
            short="How many held-out points are correct without a hidden layer?",
            right=0,
        ),
        watch="The border between the colours is one straight line, wherever it turns.",
        explanation="Without a hidden layer the network weighs x1 and x2 and adds them and a bias. "
        "Its sigmoid is one half where that sum is 0, which is a straight line. No line has the "
        "disk on one side and the ring on the other, however long the training takes.",
        challenge=Challenge(
            "Classify at least 95% of the held-out points correctly, changing only the hidden "
            "layers and their units.",
            (SOLVED,),
            {"hidden_units": (4,)},
            "One hidden layer is enough.",
            at_most=1,
        ),
        in_short="Without a hidden layer a network can only draw a straight line.",
    ),
    Lesson(
        name="linear-layers",
        title="Are layers enough?",
        finds="Whether three linear hidden layers can separate the disk from the ring.",
        dataset="circle",
        settings={"hidden_units": (8, 8, 8), "activation": "linear"},
        shows=("activation", "hidden_units"),
        question=Question(
            "Three hidden layers of eight units, {weights:n} weights and biases, all with "
            "the activation linear. Is the circle solved?",
            (
                Choice("Yes: that is a deep network", (SOLVED,), SHARE),
                Choice("Nearly", ("accuracy_held_out >= 0.75", "accuracy_held_out < 0.95"), SHARE),
                Choice("No: not at all", ("accuracy_held_out < 0.75",), SHARE),
            ),
            short="Do three linear layers solve the circle?",
            right=2,
        ),
        watch="Every hidden unit's small picture has a straight border, and so has the large one.",
        explanation="A weighted sum of weighted sums is a weighted sum again: {weights:n} weights "
        "and biases compute what 3 numbers can. The line may lie elsewhere than without hidden "
        "layers, but it is still a line, and none gets near 95%. Only an activation that bends, "
        "such as tanh or relu, lets a layer add something new.",
        challenge=Challenge(
            "Classify at least 95% of the held-out points correctly with one setting changed; "
            "features and layers stay.",
            (SOLVED,),
            {"activation": "tanh"},
            "Let the units bend.",
            at_most=1,
        ),
        in_short="Linear layers, however many, are one linear layer.",
    ),
    Lesson(
        name="units",
        title="How many units?",
        finds="How many bends a circle needs.",
        dataset="circle",
        settings={"hidden_units": (1,)},
        beside={
            "two units": {"hidden_units": (2,)},
            "three units": {"hidden_units": (3,)},
            "four units": {"hidden_units": (4,)},
        },
        shows=("hidden_units",),
        question=Question(
            "One hidden layer of tanh units; each draws one soft line. What is the smallest "
            "number of units that classifies 95% of the held-out points correctly?",
            (
                Choice(
                    "1",
                    (SOLVED,),
                    "1 unit: {accuracy_held_out:%}.",
                ),
                Choice(
                    "2",
                    ("accuracy_held_out < 0.95", "two units.accuracy_held_out >= 0.95"),
                    "2 units: {two units.accuracy_held_out:%}.",
                ),
                Choice(
                    "3",
                    (
                        "accuracy_held_out < 0.95",
                        "two units.accuracy_held_out < 0.95",
                        "three units.accuracy_held_out >= 0.95",
                    ),
                    "1 unit: {accuracy_held_out:%}. 2 units: {two units.accuracy_held_out:%}. "
                    "3 units: {three units.accuracy_held_out:%}.",
                ),
                Choice(
                    "4 or more",
                    (
                        "accuracy_held_out < 0.95",
                        "two units.accuracy_held_out < 0.95",
                        "three units.accuracy_held_out < 0.95",
                    ),
                    "3 units: {three units.accuracy_held_out:%}. "
                    "4 units: {four units.accuracy_held_out:%}.",
                ),
            ),
            short="How many units does the circle need?",
            right=2,
            often=18,
        ),
        watch="One unit draws one border. Set units to 2, then to 3: they close around the disk.",
        explanation="One line cuts, two make a strip, three make a triangle: the simplest shape "
        "that encloses. With 4 units it is {four units.accuracy_held_out:%}. More units are not "
        "needed, but make success from a random start more likely.",
        challenge=Challenge(
            "Solve it with two layers of at most 3 units each: at least 95% of the held-out "
            "points classified correctly.",
            (SOLVED, "hidden_layers = 2", "widest <= 3"),
            {"hidden_units": (3, 3)},
            "Set hidden layers to 2.",
        ),
        in_short="Every unit is one bend: three soft lines can enclose a disk.",
    ),
    Lesson(
        name="feature",
        title="A feature instead of a layer",
        finds="When a better input saves the hidden layer.",
        dataset="xor",
        settings={"hidden_units": ()},
        beside={
            "squares": {"features": ("x1", "x2", "x1²", "x2²")},
            "product": {"features": ("x1", "x2", "x1·x2")},
            "sines": {"features": ("x1", "x2", "sin x1", "sin x2")},
        },
        shows=("features",),
        question=Question(
            "Exclusive or: blue where x1 and x2 have the same sign. There is no hidden layer, and "
            "x1 and x2 alone classify {accuracy_held_out:%} of the held-out points correctly. "
            "Which further inputs make it solvable?",
            (
                Choice(
                    "The squares, x1² and x2²",
                    ("squares.accuracy_held_out >= 0.95",),
                    "With the squares, {squares.accuracy_held_out:%} are correct.",
                ),
                Choice(
                    "The product, x1·x2",
                    (
                        "product.accuracy_held_out >= 0.95",
                        "squares.accuracy_held_out < 0.95",
                        "sines.accuracy_held_out < 0.95",
                    ),
                    "With the product, {product.accuracy_held_out:%} are correct, with the squares "
                    "{squares.accuracy_held_out:%}, with the sines {sines.accuracy_held_out:%}.",
                ),
                Choice(
                    "The sines, sin x1 and sin x2",
                    ("sines.accuracy_held_out >= 0.95",),
                    "With the sines, {sines.accuracy_held_out:%} are correct.",
                ),
            ),
            short="Which further inputs solve it?",
            right=1,
        ),
        watch="Switch x1·x2 on: the plane falls into four fields.",
        explanation="The product is positive exactly where the signs are equal, so one weight on "
        "it is the whole answer. With the right feature, no hidden layer is needed; a hidden layer "
        "can find such features by itself.",
        challenge=Challenge(
            "Classify at least 95% of the held-out points correctly with one single feature and "
            "no hidden layer.",
            (SOLVED, "features = 1"),
            {"features": ("x1·x2",)},
            "Leave x1 and x2 out.",
        ),
        in_short="A hidden layer can find by itself the feature that you would have to invent.",
    ),
    Lesson(
        name="deeper",
        title="Wider or deeper?",
        finds="Whether the spiral prefers one wide layer or two narrow ones.",
        dataset="spiral",
        settings={"hidden_units": (32,)},
        beside={"two layers": {"hidden_units": (8, 8)}},
        shows=("hidden_units",),
        question=Question(
            "Two arms around each other. One layer of 32 relu units has {weights:n} weights "
            "and biases, two layers of 8 have {two layers.weights:n}. Which classifies more of the "
            "held-out points correctly?",
            (
                Choice(
                    "The wide one",
                    ("accuracy_held_out > two layers.accuracy_held_out",),
                    "Wide: {accuracy_held_out:%}. Deep: {two layers.accuracy_held_out:%}.",
                ),
                Choice(
                    "The deep one",
                    ("two layers.accuracy_held_out > accuracy_held_out",),
                    "Wide: {accuracy_held_out:%}. Deep: {two layers.accuracy_held_out:%}.",
                ),
                Choice(
                    "Both the same",
                    ("accuracy_held_out = two layers.accuracy_held_out",),
                    "Both: {accuracy_held_out:%}.",
                ),
            ),
            short="Which classifies more held-out points: wide or deep?",
            right=1,
        ),
        watch="Set hidden layers to 2, 8 units each: the second layer's small pictures have curved "
        "borders.",
        explanation="The first layer cuts the plane by straight lines. A second layer combines "
        "these pieces and folds the plane, so that few units make many turns. Depth builds on what "
        "was found before. Enough width would do it too, with more weights.",
        challenge=Challenge(
            "Solve the spiral with at most 32 hidden units in all: at least 95% of the held-out "
            "points classified correctly.",
            (SOLVED, "units <= 32"),
            {"hidden_units": (16, 16)},
            "A few more units in each of two layers, or a third layer.",
        ),
        in_short="Depth combines what was found before, so few units do much.",
    ),
)
