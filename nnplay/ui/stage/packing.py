"""The bytes that the browser gets: a header in JSON, then float32 arrays (see `decode.js`)."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np


def pack(header: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Join a header and arrays.

    The format is the header's length (int32), the header, and the arrays in the order in which the
    header names them, all little-endian. Arrays are flattened in C order.
    """
    names = [(name, int(array.size)) for name, array in arrays.items()]
    with np.errstate(over="ignore"):  # numbers too large for float32 become infinite in the film
        parts = [np.ascontiguousarray(array, "<f4").tobytes() for array in arrays.values()]
    return b"".join([_packed({**header, "arrays": names}), *parts])


def pack_film(header: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Pack a film that is no single run's, with an id made from its content."""
    content = pack(header, arrays)
    return pack({"id": hashlib.sha256(content).hexdigest()[:12], **header}, arrays)


def with_gradients(payload: bytes, gradients: np.ndarray) -> bytes:
    """Add the gradients at the keyframes' weights, shape (keyframes, parameters)."""
    header = header_of(payload)
    arrays = [*header["arrays"], ("gradients", gradients.size)]
    return _with(payload, arrays=arrays) + np.ascontiguousarray(gradients, "<f4").tobytes()


def starting_at(payload: bytes, epoch: int) -> bytes:
    """Make a payload's film rest at an epoch, instead of playing, when a browser first gets it."""
    return _with(payload, start=epoch)


def answering(
    payload: bytes,
    *,
    opens: bool,
    asks: bool,
    more_epochs: Mapping[str, int] | None,
    resizes: Mapping[str, int] | None,
    offers_gradients: bool,
) -> bytes:
    """Tell the stage what the learner can press in a payload's picture, and beside it.

    Args:
        opens: Whether pressing a unit or a row leads to its arithmetic.
        asks: Whether pressing a place in the plane asks the network about it.
        more_epochs: The "step" by which the run can be made longer, and the "most" epochs that it
            can have; None if it can't be made longer.
        resizes: The most hidden "layers", the most "units" of one, and the "new_units" of a layer
            that is added; None if the layers can't be changed.
        offers_gradients: Whether the learner can ask for the gradients.
    """
    return _with(
        payload,
        opens=opens,
        asks=asks,
        more_epochs=more_epochs,
        resizes=resizes,
        offers_gradients=offers_gradients,
    )


def header_of(payload: bytes) -> dict[str, Any]:
    """Return the header of a payload."""
    return json.loads(payload[4 : _end_of_header(payload)])


def _end_of_header(payload: bytes) -> int:
    return 4 + int.from_bytes(payload[:4], "little")


def _with(payload: bytes, **fields: object) -> bytes:
    return _packed({**header_of(payload), **fields}) + payload[_end_of_header(payload) :]


def _packed(header: Mapping[str, object]) -> bytes:
    text = json.dumps(header, allow_nan=False).encode()
    text += b" " * (-len(text) % 4)  # float32 arrays begin at a multiple of four
    return len(text).to_bytes(4, "little") + text
