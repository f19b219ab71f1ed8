"""Keras's optimizers as functions, so that a training loop can hold their state."""

from functools import cache
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from nnplay.model import make_optimizer

_, BaseOptimizer = keras.optimizers.Optimizer.__bases__


class _Undistributed(keras.optimizers.Optimizer):
    """Keras's own update steps without the `tf.distribute` layer, which needs real variables."""

    add_variable_from_reference = BaseOptimizer.add_variable_from_reference
    assign = BaseOptimizer.assign
    assign_add = BaseOptimizer.assign_add
    assign_sub = BaseOptimizer.assign_sub
    _var_key = BaseOptimizer._var_key
    _apply_weight_decay = BaseOptimizer._apply_weight_decay
    _backend_update_step = BaseOptimizer._backend_update_step


@cache
def _undistributed_class(name: str) -> Any:
    # cached, as TensorFlow never forgets some of what it records for every class
    optimizer = type(make_optimizer(name, 0.0))
    return type(optimizer.__name__, (optimizer, _Undistributed), {})


class StatelessOptimizer:
    """A Keras optimizer as a function: weights, slots and gradients in, weights and slots out."""

    def __init__(self, name: str, shape: tuple[int, int]) -> None:
        self._weights = keras.Variable(np.zeros(shape, "float32"))
        settings = make_optimizer(name, 0.0).get_config()
        self._optimizer = _undistributed_class(name).from_config(settings)
        self._optimizer.build([self._weights])
        self._slots = self._all_slots()
        self.initial_slots = [slot.numpy() for slot in self._slots]
        # by identity: `==` between Keras variables compares their values
        rate = self._optimizer._learning_rate
        self._rate_index = next(i for i, slot in enumerate(self._slots) if slot is rate)

    def _all_slots(self) -> list[keras.Variable]:
        # `variables` leaves out Nadam's _u_product
        known = list(self._optimizer.variables)
        ids = {id(variable) for variable in known}
        attributes = vars(self._optimizer).values()
        return known + [
            value
            for value in attributes
            if isinstance(value, keras.Variable) and id(value) not in ids
        ]

    def start(self, learning_rate: float) -> list[np.ndarray]:
        """Return the slots with which a training begins."""
        slots = list(self.initial_slots)
        slots[self._rate_index] = np.float32(learning_rate)
        return slots

    def with_rate(self, slots: list, learning_rate: tf.Tensor) -> list:
        """Return the slots with another learning rate."""
        before, after = slots[: self._rate_index], slots[self._rate_index + 1 :]
        return [*before, learning_rate, *after]

    def memory(self, slots: list[np.ndarray]) -> tuple[np.ndarray, ...]:
        """Return what the slots of a single run remember of earlier steps.

        These are all but the number of the step and the learning rate.
        """
        counters = (self._optimizer.iterations, self._optimizer._learning_rate)
        remembered = (
            value
            for slot, value in zip(self._slots, slots, strict=True)
            if not any(slot is counter for counter in counters)
        )
        return tuple(value[0] if value.ndim else value for value in remembered)

    def settings(self, slots: list[np.ndarray]) -> dict[str, float]:
        """Return the numbers that Keras's optimizer was made with, by the names of its arguments.

        Args:
            slots: Of these only the learning rate is read.
        """
        numbers = {
            name: float(value)
            for name, value in self._optimizer.get_config().items()
            if isinstance(value, int | float) and not isinstance(value, bool)
        }
        return {**numbers, "learning_rate": float(slots[self._rate_index])}

    def apply(self, weights: tf.Tensor, slots: list, gradient: tf.Tensor) -> tuple:
        scope = keras.StatelessScope()
        for variable, value in zip([self._weights, *self._slots], [weights, *slots], strict=True):
            scope.add_update((variable, value))
        with scope:
            self._optimizer.apply([gradient])
        return (
            scope.get_current_value(self._weights),
            [scope.get_current_value(slot) for slot in self._slots],
        )
