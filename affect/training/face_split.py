"""Who is trained on, who steers the training, and who is only counted at the end - people, never pictures.

FER2013 names nobody and holds the same pictures again and again, so pictures that look alike count as one person:
difference hashes of at most ALIKE_BITS apart, confirmed by the crops themselves.
"""

import zlib
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from affect.sensors.face_crop import MARGIN
from affect.training.face_data import Faces

ALIKE_BITS: Final = 8
ALIKE: Final = 0.9
"""Correlation of two crops above which they are the same picture."""
TEST_TENTHS: Final = {"fer2013": 1, "muxspace": 2}
"""Tenths of the people kept for the test; of any other corpus one. One more tenth is for validation."""
_BLOCK: Final = 2000


class Part(IntEnum):
    """What a person's pictures are for."""

    TRAIN = 0
    VALIDATE = 1
    TEST = 2


def people(faces: Faces) -> NDArray[np.intp]:
    """A number for each picture, (n,): equal for one person, and for pictures that look alike."""
    alike = [_alike(faces, start) for start in range(0, len(faces.found), _BLOCK)]
    one = np.concatenate([pair[0] for pair in alike])
    other = np.concatenate([pair[1] for pair in alike])
    names, place = np.unique(faces.person, return_inverse=True)
    named = np.flatnonzero(faces.person != "")
    count = len(faces.found) + len(names)
    first, second = np.concatenate((one, named)), np.concatenate((other, len(faces.found) + place[named]))
    links = coo_matrix((np.ones(len(first)), (first, second)), shape=(count, count))
    numbers: NDArray[np.intp] = connected_components(links)[1][: len(faces.found)]
    return numbers


def _alike(faces: Faces, start: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of pictures that look alike, the first of each in the block from ``start``."""
    octets = faces.likeness.byteswap().view(np.uint8).reshape(-1, 8)
    signs = np.unpackbits(octets, axis=1).astype(np.float32) * 2.0 - 1.0
    one, other = np.nonzero(signs[start : start + _BLOCK] @ signs.T >= 64 - 2 * ALIKE_BITS)
    one = one + start
    small = faces.crop[:, MARGIN:-MARGIN:3, MARGIN:-MARGIN:3].reshape(len(faces.crop), -1).astype(np.float32)
    small -= small.mean(axis=1, keepdims=True)
    small /= np.linalg.norm(small, axis=1, keepdims=True) + 1e-6
    same = np.einsum("ij,ij->i", small[one], small[other]) > ALIKE
    return one[same], other[same]


def parts(faces: Faces, number: NDArray[np.intp]) -> NDArray[np.intp]:
    """The Part of each picture, (n,), from a checksum of its person's lowest hash or name."""
    sign: dict[int, str] = {}
    for index, who in enumerate(number):
        mine = faces.person[index] or f"{int(faces.likeness[index]):020d}"
        sign[int(who)] = min(sign.get(int(who), mine), mine)
    found = np.full(len(number), Part.TRAIN, dtype=np.intp)
    for index, who in enumerate(number):
        tenth = zlib.crc32(str(sign[int(who)]).encode()) % 10
        kept = TEST_TENTHS.get(str(faces.corpus[index]), 1)
        found[index] = Part.TEST if tenth < kept else Part.VALIDATE if tenth == kept else Part.TRAIN
    return found
