"""Weights of a trained network on disk: plain arrays by name, nothing that could run (no pickle), read by numpy.

``assets/models/NAME.npz`` lies in the wheel beside its card NAME.md. The weights are outside the MIT licence of the
code (assets/models/LICENCES.md): whoever deletes that folder plays on with the first estimators.
"""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from affect.errors import ModelMissingError

if TYPE_CHECKING:
    import torch

Arrays = Mapping[str, NDArray[Any]]
"""A network's numbers, by name."""

MOST_BYTES: Final = 8_000_000
"""A shipped file stays below this."""


def models_folder() -> Path:
    """Where the shipped weights lie."""
    return Path(str(resources.files("assets"))) / "models"


def read_weights(name: str, folder: Path | None = None) -> dict[str, NDArray[Any]]:
    """All arrays of NAME.npz, float16 widened to float32.

    Raises:
        ModelMissingError: the file is not there, or is no archive of plain arrays.
    """
    path = (folder or models_folder()) / f"{name}.npz"
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {key: stored[key] for key in stored.files}
    except FileNotFoundError:
        raise ModelMissingError(name, f"{path.name} is not in {path.parent}") from None
    except (OSError, ValueError, EOFError, KeyError, BadZipFile) as error:
        raise ModelMissingError(name, f"{path.name} cannot be read ({error})") from error
    return {key: array.astype(np.float32) if array.dtype == np.float16 else array for key, array in arrays.items()}


def write_weights(path: Path, arrays: Arrays) -> int:
    """Write arrays, floats as float16, and say how many bytes they take.

    Raises:
        ValueError: an array that float16 cannot hold, or a file of MOST_BYTES or more.
    """
    stored: dict[str, NDArray[Any]] = {}
    for key, array in arrays.items():
        with np.errstate(over="ignore"):  # told below, by the array's name
            small = array.astype(np.float16) if np.issubdtype(array.dtype, np.floating) else array
        if np.issubdtype(array.dtype, np.floating) and not np.isfinite(small).all():
            raise ValueError(f"{key} holds numbers that float16 cannot: scale them, or train again")
        stored[key] = small
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **stored)
    size = path.stat().st_size
    if size >= MOST_BYTES:
        raise ValueError(f"{path.name} takes {size} bytes: make the network smaller")
    return size


def arrays_of(network: "torch.nn.Module") -> dict[str, NDArray[Any]]:
    """The numbers of a network, by the names torch gives them."""
    return {key: value.detach().cpu().numpy() for key, value in network.state_dict().items()}


def why_missing(name: str, folder: Path | None = None) -> str:
    """Why the trained model ``name`` cannot be used, in English; empty = it can be read."""
    try:
        read_weights(name, folder)
    except ModelMissingError as error:
        return str(error)
    return ""
