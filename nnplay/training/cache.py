"""The traced programs that are kept, so that a structure is traced once."""

import gc
import threading

from cachetools import LRUCache
from tensorflow.python.eager import context  # private; only for clear_kernel_cache()

from nnplay.training.loop import Program
from nnplay.training.network import Structure

PROGRAMS_KEPT = 48  # a traced structure holds about 3 MB
EVICTIONS_BEFORE_CLEARING = 16


class ProgramCache:
    """The most recently used programs; threads may ask at once, tracing goes one by one."""

    def __init__(self, bound: int = PROGRAMS_KEPT) -> None:
        self._programs: LRUCache[Structure, Program] = LRUCache(bound)
        self._evicted = 0
        self._lock = threading.Lock()
        # Tracing is Python: side by side it only fights for the interpreter's lock.
        self._tracing = threading.Lock()

    def get(self, structure: Structure) -> Program:
        """Return the program of a structure, traced now if it is not there."""
        program = self._find(structure)
        if program is None:
            with self._tracing:
                program = self._find(structure) or self._add(Program(structure))
        return program

    def _find(self, structure: Structure) -> Program | None:
        with self._lock:
            return self._programs.get(structure)

    def _add(self, program: Program) -> Program:
        with self._lock:
            self._evicted += self._programs.currsize == self._programs.maxsize
            self._programs[program.structure] = program
            crowded = self._evicted >= EVICTIONS_BEFORE_CLEARING
            self._evicted = 0 if crowded else self._evicted
        if crowded:
            # An evicted program is a ring of references and leaves 0.2 MB in the kernel cache.
            gc.collect()
            context.context().clear_kernel_cache()
        return program
