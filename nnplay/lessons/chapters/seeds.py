"""What two single runs prove: initial weights of zeros and ones, judged by twenty seeds."""

from nnplay.lessons.lesson import Challenge, Choice, Lesson, Question

LESSONS = (
    Lesson(
        name="seeds",
        title="Zeros or ones? Ask twenty seeds",
        finds="Whether two single runs say which initial weights are better.",
        settings={"kernel_initializer": "ones", "seed": 18},
        beside={"zeros": {"kernel_initializer": "zeros"}},
        shows=("kernel_initializer", "standardize", "epochs", "seed", "new_start"),
        panel="compare",
        many_seeds=True,
        question=Question(
            "The same network was trained once with hidden weights that begin at one, and once at "
            "zero. From ones the MSE ended at {mse}, from zeros at {zeros.mse}. Now both are "
            "trained with the seeds 0 to 19. Which has the lower median MSE, the one in the "
            "middle?",
            (
                Choice(
                    "Ones",
                    ("seeds_median < 0.8 zeros.seeds_median",),
                    "The median MSE is {seeds_median} from ones, {zeros.seeds_median} from zeros.",
                ),
                Choice(
                    "Both about the same",
                    (
                        "seeds_median >= 0.8 zeros.seeds_median",
                        "seeds_median <= 1.25 zeros.seeds_median",
                    ),
                    "The median MSE is {seeds_median} from ones, {zeros.seeds_median} from zeros.",
                ),
                Choice(
                    "Zeros",
                    ("seeds_median > 1.25 zeros.seeds_median",),
                    "The median MSE is {zeros.seeds_median} from zeros, {seeds_median} from ones.",
                ),
            ),
            short="Which initial weights have the lower median MSE?",
            right=2,
        ),
        watch="Press *Compare with zeros*, then *Train each with 20 seeds*: every point is one "
        "seed.",
        explanation="The seed draws the output's initial weights and the order of the states. So "
        "over twenty seeds the MSE ends between {seeds_lowest} and {seeds_highest} from ones, and "
        "between {zeros.seeds_lowest} and {zeros.seeds_highest} from zeros: the two overlap, and a "
        "single pair of runs, such as {mse} and {zeros.mse}, can come in either order. Only many "
        "seeds tell which is likely to be better.",
        challenge=Challenge(
            "Keep the ones, but change two settings so that luck hardly matters: an MSE of at most "
            "0.71, which is linear regression's within 2%.",
            ("mse <= 0.71",),
            {"standardize": True, "epochs": 2000},
            "Make all features of one size, and then give it time.",
            at_most=2,
        ),
        in_short="Two single runs prove nothing: compare the medians of many seeds.",
    ),
)
