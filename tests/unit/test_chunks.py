import numpy as np
import pytest

from nnplay.chunks import Checkpoint, Chunk, join, run_chunks
from nnplay.config import TrainingConfig
from tests.unit.histories import make_history

CONFIG = TrainingConfig(epochs=10, validation_split=0.2)


class FakeTraining:
    """Advances four epochs a call; an epoch's loss is 100 + epoch, its weights are all `epoch`."""

    def __init__(self, *, refuse_after: int | None = None, validation: bool = True) -> None:
        self.refuse_after = refuse_after
        self.validation = validation
        self.given: list[Checkpoint | None] = []
        self.left: list[Checkpoint] = []

    def advance(self, config, dataset, checkpoint) -> Chunk:
        self.given.append(checkpoint)
        start = checkpoint.epoch if checkpoint else 0
        stop = min(start + 4, config.epochs)
        refused = False
        if self.refuse_after is not None and stop >= self.refuse_after:
            refused, stop = True, self.refuse_after
        epochs = np.arange(start + 1, stop + 1)
        recorded = np.arange(start + 1 if checkpoint else 0, stop + 1)
        history = make_history(
            (1, 1),
            loss=100.0 + epochs,
            val_loss=200.0 + epochs if self.validation else None,
            epochs_recorded=recorded.tolist(),
            parameters=np.repeat(recorded[:, None], 2, axis=1).astype("float32"),
            refusal="Keras refuses." if refused else None,
        )
        self.left.append(Checkpoint(stop, history.parameters[-1:], [], (None,)))
        return Chunk(history, self.left[-1])


def test_chunks_are_joined_in_their_order(dataset):
    history = run_chunks(FakeTraining().advance, CONFIG, dataset, None)
    np.testing.assert_array_equal(history.loss, np.arange(101, 111))
    np.testing.assert_array_equal(history.val_loss, np.arange(201, 211))
    np.testing.assert_array_equal(history.epochs_recorded, range(11))
    np.testing.assert_array_equal(history.parameters, [[epoch] * 2 for epoch in range(11)])
    assert history.seconds == 1.5
    assert history.sizes == (1, 1)
    assert history.activations == ("linear",)
    assert history.refusal is None


def test_without_validation_there_is_no_val_loss(dataset):
    assert (
        run_chunks(FakeTraining(validation=False).advance, CONFIG, dataset, None).val_loss is None
    )


def test_each_chunk_starts_where_the_one_before_ended(dataset):
    training = FakeTraining()
    run_chunks(training.advance, CONFIG, dataset, None)
    assert training.given[0] is None
    assert [checkpoint.epoch for checkpoint in training.left] == [4, 8, 10]
    assert all(a is b for a, b in zip(training.given[1:], training.left[:-1], strict=True))


def test_progress_brings_the_whole_history_so_far_after_every_chunk(dataset):
    seen = []
    history = run_chunks(FakeTraining().advance, CONFIG, dataset, seen.append)
    assert [part.epochs for part in seen] == [4, 8, 10]
    for part in seen:
        np.testing.assert_array_equal(part.loss, np.arange(101, 101 + part.epochs))
        np.testing.assert_array_equal(part.epochs_recorded, range(part.epochs + 1))
    assert seen[-1] is history


def test_an_exception_from_progress_ends_the_run(dataset):
    class Stopped(Exception):  # noqa: N818  no error
        pass

    def stop(history):
        if history.epochs == 8:
            raise Stopped

    training = FakeTraining()
    with pytest.raises(Stopped):
        run_chunks(training.advance, CONFIG, dataset, stop)
    assert len(training.given) == 2


@pytest.mark.parametrize(("refuse_after", "calls"), [(0, 1), (3, 1), (6, 2)])
def test_a_refusal_ends_the_run_with_what_there_is(dataset, refuse_after, calls):
    training, seen = FakeTraining(refuse_after=refuse_after), []
    history = run_chunks(training.advance, CONFIG, dataset, seen.append)
    assert len(training.given) == len(seen) == calls
    assert history.refusal == "Keras refuses."
    np.testing.assert_array_equal(history.loss, np.arange(101, 101 + refuse_after))
    np.testing.assert_array_equal(history.epochs_recorded, range(refuse_after + 1))


def test_an_error_of_the_training_is_not_swallowed(dataset):
    def advance(config, dataset, checkpoint):
        raise OSError("no worker")

    with pytest.raises(OSError, match="no worker"):
        run_chunks(advance, CONFIG, dataset, None)


def test_a_single_part_is_the_history_itself():
    history = make_history()
    assert join([history]) is history
