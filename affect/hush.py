"""Libraries below Python chat on the error stream (TensorFlow Lite, ALSA); here they are asked to be quiet."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr


@contextmanager
def hushed() -> Iterator[None]:
    """Within this block only Python writes to the error stream: what C writes to descriptor 2 is thrown away."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        with os.fdopen(kept, "w", buffering=1, closefd=False) as ours, redirect_stderr(ours):
            yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
