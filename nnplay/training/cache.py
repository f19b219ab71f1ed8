"""A cache of traced loops, so that each structure is traced only once."""

import gc
import threading

from cachetools import LRUCache
from tensorflow.python.eager import context  # private; only for clear_kernel_cache()

from nnplay.training.loop import Loop
from nnplay.training.network import Structure

MOST_LOOPS = 48  # a traced structure holds about 3 MB
EVICTIONS_BEFORE_CLEARING = 16


class LoopCache:
    """The most recently used loops, for any number of threads; only one traces at a time."""

    def __init__(self, bound: int = MOST_LOOPS) -> None:
        self._loops: LRUCache[Structure, Loop] = LRUCache(bound)
        self._evicted = 0
        self._lock = threading.Lock()
        # Tracing is Python code: several threads would only fight for the interpreter's lock.
        self._tracing = threading.Lock()

    def get(self, structure: Structure) -> Loop:
        """Return the loop of a structure, traced now unless it is cached."""
        loop = self._find(structure)
        if loop is None:
            with self._tracing:
                loop = self._find(structure) or self._add(Loop(structure))
        return loop

    def _find(self, structure: Structure) -> Loop | None:
        with self._lock:
            return self._loops.get(structure)

    def _add(self, loop: Loop) -> Loop:
        with self._lock:
            self._evicted += self._loops.currsize == self._loops.maxsize
            self._loops[loop.structure] = loop
            crowded = self._evicted >= EVICTIONS_BEFORE_CLEARING
            self._evicted = 0 if crowded else self._evicted
        if crowded:
            # An evicted loop has reference cycles, and leaves 0.2 MB in the kernel cache.
            gc.collect()
            context.context().clear_kernel_cache()
        return loop


LOOPS = LoopCache()  # of this process
