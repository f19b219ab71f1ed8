"""Why hidden layers are needed: patterns that no straight line can tell apart."""

from typing import Any

from nnplay.lessons.lesson import Challenge, Choice, Lesson, Question

NOISY_SPIRAL: dict[str, Any] = {
    "samples": 120,
    "noise": 0.4,
    "epochs": 500,
    "hidden_units": (32, 32),
}
SOLVED = "right_held_out >= 0.95"

LESSONS = (
    Lesson(
        name="line",
        title="No hidden layer",
        finds="What a network without a hidden layer makes of a disk in a ring.",
        dataset="circle",
        settings={"hidden_units": ()},
        shows=("hidden_units",),
        question=Question(
            "Blue points lie in the middle, orange ones around them. Half of the points are held "
            "out. Without a hidden layer, how many of those held out are told right?",
            (
                Choice(
                    "About half: like tossing a coin",
                    ("right_held_out < 0.65",),
                    "{right_held_out:%} of the held-out points are right.",
                ),
                Choice(
                    "About three in four",
                    ("right_held_out >= 0.65", "right_held_out < 0.9"),
                    "{right_held_out:%} of the held-out points are right.",
                ),
                Choice(
                    "Nearly all",
                    ("right_held_out >= 0.9",),
                    "{right_held_out:%} of the held-out points are right.",
                ),
            ),
            right=0,
        ),
        watch="The border between the colours is one straight line, wherever it turns.",
        explanation="Without a hidden layer the network weighs x1 and x2 and adds them and a bias. "
        "Its sigmoid says one half where that sum is 0, which is a straight line. No line has the "
        "disk on one side and the ring on the other, however long the training takes.",
        challenge=Challenge(
            "Tell at least 95% of the held-out points right by hidden layers and their units "
            "alone.",
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
        finds="What three hidden layers with the activation linear make of the circle.",
        dataset="circle",
        settings={"hidden_units": (8, 8, 8), "activation": "linear"},
        shows=("activation", "hidden_units"),
        question=Question(
            "Three hidden layers of eight units, {weights:n} weights, all with the activation "
            "linear. Is the circle solved?",
            (
                Choice(
                    "Yes: that is a deep network",
                    (SOLVED,),
                    "{right_held_out:%} of the held-out points are right.",
                ),
                Choice(
                    "Nearly",
                    ("right_held_out >= 0.75", "right_held_out < 0.95"),
                    "{right_held_out:%} of the held-out points are right.",
                ),
                Choice(
                    "No: not at all",
                    ("right_held_out < 0.75",),
                    "{right_held_out:%} of the held-out points are right.",
                ),
            ),
            right=2,
        ),
        watch="Every hidden unit's small picture has a straight border, and so has the large one.",
        explanation="A weighted sum of weighted sums is a weighted sum again: {weights:n} weights "
        "compute what 3 numbers can. The line may lie elsewhere than without hidden layers, but it "
        "is still a line, and none gets near 95%. Only an activation that bends, such as tanh or "
        "relu, lets a layer add something new.",
        challenge=Challenge(
            "Tell at least 95% of the held-out points right with one setting changed; features "
            "and layers stay.",
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
            "One hidden layer of tanh units; each draws one soft line. How many units are the "
            "fewest that tell 95% of the held-out points right?",
            (
                Choice(
                    "1",
                    (SOLVED,),
                    "1 unit: {right_held_out:%}.",
                ),
                Choice(
                    "2",
                    ("right_held_out < 0.95", "two units.right_held_out >= 0.95"),
                    "2 units: {two units.right_held_out:%}.",
                ),
                Choice(
                    "3",
                    (
                        "right_held_out < 0.95",
                        "two units.right_held_out < 0.95",
                        "three units.right_held_out >= 0.95",
                    ),
                    "1 unit: {right_held_out:%}. 2 units: {two units.right_held_out:%}. "
                    "3 units: {three units.right_held_out:%}.",
                ),
                Choice(
                    "4 or more",
                    (
                        "right_held_out < 0.95",
                        "two units.right_held_out < 0.95",
                        "three units.right_held_out < 0.95",
                    ),
                    "3 units: {three units.right_held_out:%}. "
                    "4 units: {four units.right_held_out:%}.",
                ),
            ),
            right=2,
            often=18,
        ),
        watch="One unit draws one border. Set units to 2, then to 3: they close around the disk.",
        explanation="One line cuts, two make a strip, three make a triangle: the simplest shape "
        "that encloses. With 4 units it is {four units.right_held_out:%}. More units are not "
        "needed, but make it more likely that a start finds its way.",
        challenge=Challenge(
            "Solve it with two layers of at most 3 units each: at least 95% right.",
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
            "x1 and x2 alone tell {right_held_out:%} of the held-out points right. Which further "
            "inputs make it solvable?",
            (
                Choice(
                    "The squares, x1² and x2²",
                    ("squares.right_held_out >= 0.95",),
                    "With the squares {squares.right_held_out:%} are right.",
                ),
                Choice(
                    "The product, x1·x2",
                    (
                        "product.right_held_out >= 0.95",
                        "squares.right_held_out < 0.95",
                        "sines.right_held_out < 0.95",
                    ),
                    "With the product {product.right_held_out:%} are right, with the squares "
                    "{squares.right_held_out:%}, with the sines {sines.right_held_out:%}.",
                ),
                Choice(
                    "The sines, sin x1 and sin x2",
                    ("sines.right_held_out >= 0.95",),
                    "With the sines {sines.right_held_out:%} are right.",
                ),
            ),
            right=1,
        ),
        watch="Switch x1·x2 on: the plane falls into four fields.",
        explanation="The product is positive exactly where the signs are equal, so one weight on "
        "it is the whole answer. Who knows the right feature needs no hidden layer; a hidden layer "
        "can find such features by itself.",
        challenge=Challenge(
            "Tell at least 95% of the held-out points right with one single feature and no "
            "hidden layer.",
            (SOLVED, "features = 1"),
            {"features": ("x1·x2",)},
            "Leave x1 and x2 out.",
        ),
        in_short="A hidden layer can find by itself the feature that one would have to invent.",
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
            "Two arms around each other. One layer of 32 relu units has {weights:n} weights, two "
            "layers of 8 have {two layers.weights:n}. Which tells more of the held-out points "
            "right?",
            (
                Choice(
                    "The wide one",
                    ("right_held_out > two layers.right_held_out",),
                    "Wide: {right_held_out:%}. Deep: {two layers.right_held_out:%}.",
                ),
                Choice(
                    "The deep one",
                    ("two layers.right_held_out > right_held_out",),
                    "Wide: {right_held_out:%}. Deep: {two layers.right_held_out:%}.",
                ),
                Choice(
                    "Both the same",
                    ("right_held_out = two layers.right_held_out",),
                    "Both: {right_held_out:%}.",
                ),
            ),
            right=1,
        ),
        watch="Set hidden layers to 2, 8 units each: the second layer's small pictures have curved "
        "borders.",
        explanation="The first layer cuts the plane by straight lines. A second layer combines "
        "these pieces and folds the plane, so that few units make many turns. Depth builds on what "
        "was found before. Enough width would do it too, with more weights.",
        challenge=Challenge(
            "Solve the spiral with at most 32 hidden units in all: at least 95% of the held-out "
            "points right.",
            (SOLVED, "units <= 32"),
            {"hidden_units": (16, 16)},
            "A few more units in each of two layers, or a third layer.",
        ),
        in_short="Depth combines what was found before, so few units do much.",
    ),
    Lesson(
        name="by-heart",
        title="Few points, many weights",
        finds="What a large network does with few, noisy points.",
        dataset="spiral",
        settings=NOISY_SPIRAL,
        shows=("epochs", "samples", "hidden_units"),
        panel="loss",
        question=Question(
            "Only {rows:n} noisy points to learn from, and {weights:n} weights. How does the loss "
            "of the held-out points go in {epochs:n} epochs?",
            (
                Choice(
                    "It falls to the end",
                    ("val_loss <= 1.05 val_loss_lowest",),
                    "It was lowest at epoch {val_loss_lowest_epoch:n} with {val_loss_lowest}, and "
                    "{val_loss} at the end.",
                ),
                Choice(
                    "It falls, then stays level",
                    ("val_loss > 1.05 val_loss_lowest", "val_loss <= 1.3 val_loss_lowest"),
                    "It was lowest at epoch {val_loss_lowest_epoch:n} with {val_loss_lowest}, and "
                    "{val_loss} at the end.",
                ),
                Choice(
                    "It rises",
                    ("val_loss > 1.3 val_loss_lowest",),
                    "It was lowest at epoch {val_loss_lowest_epoch:n} with {val_loss_lowest}, and "
                    "rose to {val_loss}.",
                ),
            ),
            right=2,
        ),
        watch="Two curves part in the first epochs: the loss of the training points falls, the "
        "other rises.",
        explanation="The network tells {right:%} of its own points right and {right_held_out:%} of "
        "the others. It has room to learn every point by heart, chance included, and draws borders "
        "around single points. This is overfitting; only held-out points show it.",
        challenge=Challenge(
            "Tell at least 80% of the held-out points right with one setting of the data "
            "changed; the noise and the share held out stay.",
            ("right_held_out >= 0.8",),
            {"samples": 1000},
            "Points are among the data.",
            at_most=1,
        ),
        in_short="A network with more room than examples learns chance by heart.",
    ),
    Lesson(
        name="penalty",
        title="A price on large weights",
        finds="What happens when large weights cost something.",
        dataset="spiral",
        settings=NOISY_SPIRAL,
        beside={"L2": {"l2": 0.001}},
        shows=("l1", "l2", "dropout"),
        panel="loss",
        question=Question(
            "The same noisy points and the same network, once more with a small price on the "
            "square of every weight (L2, 0.001). What does it do to the held-out points?",
            (
                Choice(
                    "More of them are right",
                    ("L2.right_held_out > right_held_out",),
                    "Without: {right_held_out:%}. With L2: {L2.right_held_out:%}.",
                ),
                Choice(
                    "As many as before",
                    ("L2.right_held_out = right_held_out",),
                    "With and without: {right_held_out:%}.",
                ),
                Choice(
                    "Fewer: it is held back",
                    ("L2.right_held_out < right_held_out",),
                    "Without: {right_held_out:%}. With L2: {L2.right_held_out:%}.",
                ),
            ),
            right=0,
        ),
        watch="Set L2 to 0.001: the borders become smoother, and the held-out loss stays lower.",
        explanation="A border around a single point takes large weights. When weights cost "
        "something, only what many points support is worth its price: {L2.right:%} of its own "
        "points are right instead of {right:%}, and the held-out loss, the price included, ends at "
        "{L2.val_loss} instead of {val_loss}. Too high a price, and nothing is learned.",
        challenge=Challenge(
            "Tell at least 80% of the held-out points right by regularisation alone.",
            ("right_held_out >= 0.8",),
            {"l2": 0.001},
            "Small steps: 0.001 is a beginning.",
            may_change=("l1", "dropout"),
        ),
        in_short="A price on weights keeps a network from learning chance by heart.",
    ),
)
