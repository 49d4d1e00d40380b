"""What a process of ours holds, as glibc and Linux tell it."""

import ctypes
import os
from dataclasses import dataclass
from pathlib import Path


class _Mallinfo(ctypes.Structure):
    """mallinfo2(3)."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks"),
            *("uordblks", "fordblks", "keepcost"),
        )
    )


@dataclass(frozen=True, slots=True)
class Heap:
    """Memory of this process, MB."""

    resident: float
    """In the machine's memory, libraries included."""
    in_use: float
    """Handed out by the allocator and not given back to it."""
    kept: float
    """Given back to the allocator, which keeps it for later."""


def heap() -> Heap:
    """What this process holds now. Linux with glibc 2.33 or later."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    libc = ctypes.CDLL(None)
    libc.mallinfo2.restype = _Mallinfo
    told = libc.mallinfo2()
    resident = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return Heap(resident, (told.uordblks + told.hblkhd) / 1e6, told.fordblks / 1e6)
