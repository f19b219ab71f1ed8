"""Too much room for too few points: overfitting, and regularisation against it."""

from typing import Any

from nnplay.lessons.lesson import Challenge, Choice, Lesson, Question

NOISY_SPIRAL: dict[str, Any] = {
    "samples": 120,
    "noise": 0.4,
    "epochs": 500,
    "hidden_units": (32, 32),
}

LESSONS = (
    Lesson(
        name="by-heart",
        title="Few points, many weights",
        finds="What a large network does with few, noisy points.",
        dataset="spiral",
        settings=NOISY_SPIRAL,
        shows=("epochs", "samples", "hidden_units"),
        panel="loss",
        question=Question(
            "Only {rows:n} noisy points to learn from, and {weights:n} weights and biases. "
            "How does the loss of the held-out points change in {epochs:n} epochs?",
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
            short="How does the held-out loss change?",
            right=2,
        ),
        watch="Two curves part in the first epochs: the loss of the training points falls, the "
        "other rises.",
        explanation="The network classifies {accuracy:%} of its own points correctly and "
        "{accuracy_held_out:%} of the others. It has room to memorise every point, noise "
        "included, and draws borders around single points. This is overfitting; only held-out "
        "points show it.",
        challenge=Challenge(
            "Classify at least 80% of the held-out points correctly with one setting of the data "
            "changed; the noise and the share held out stay.",
            ("accuracy_held_out >= 0.8",),
            {"samples": 1000},
            "The setting *Points* says how many there are.",
            at_most=1,
        ),
        in_short="A network with more room than examples memorises the noise.",
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
            "The same noisy points and the same network, again, with a small price on the "
            "square of every weight (L2, 0.001). How does it do on the held-out points?",
            (
                Choice(
                    "More of them are classified correctly",
                    ("L2.accuracy_held_out > accuracy_held_out",),
                    "Without: {accuracy_held_out:%}. With L2: {L2.accuracy_held_out:%}.",
                ),
                Choice(
                    "As many as before",
                    ("L2.accuracy_held_out = accuracy_held_out",),
                    "With and without: {accuracy_held_out:%}.",
                ),
                Choice(
                    "Fewer: the price holds it back",
                    ("L2.accuracy_held_out < accuracy_held_out",),
                    "Without: {accuracy_held_out:%}. With L2: {L2.accuracy_held_out:%}.",
                ),
            ),
            short="Held-out points with a price on weights?",
            right=0,
        ),
        watch="Set L2 to 0.001: the borders become smoother, and the held-out loss stays lower.",
        explanation="A border around a single point takes large weights. When weights cost "
        "something, only what many points support is worth its price: {L2.accuracy:%} of its own "
        "points are classified correctly instead of {accuracy:%}, and the held-out loss, the "
        "price included, ends at {L2.val_loss} instead of {val_loss}. Too high a price, and "
        "nothing is learned.",
        challenge=Challenge(
            "Classify at least 80% of the held-out points correctly by regularisation alone.",
            ("accuracy_held_out >= 0.8",),
            {"l2": 0.001},
            "Small steps: 0.001 is a beginning.",
            may_change=("l1", "dropout"),
        ),
        in_short="A price on weights keeps a network from memorising noise.",
    ),
)
