"""The ghost, filmed: its pictures in order, ten a second, as VP8."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO

import av
from av.video.stream import VideoStream

from game.core.pace import TICKS_PER_S
from game.replay.export.material import Material
from game.replay.ghost import Ghost, GhostError
from game.replay.ghost_line import Progress, State

SIZE = (640, 360)
RATE_HZ = 10
BITS_PER_S = 200_000
"""Asked of the encoder, which at ten pictures a second takes twice of it."""
AT_ONCE = 3
"""Pictures that are asked for at once: one is painted while the last one is on its way."""
TOLD_SHARE = 0.1
"""Share of the wait that telling takes, about; painting has the rest."""
LOOK_S = 0.05
"""So often it is looked how far the telling has come."""


@dataclass(frozen=True, slots=True)
class Film:
    """A session as a film."""

    data: bytes
    """WebM; empty where there is no picture."""
    agrees: str
    """What can be said of it; each is told in words (``export.webm_read_...``).

    "same": every check agrees; "newer": one does not, it was played by other rules; "unchecked": there was none;
    "partly": something is missing; "none": nothing to tell.
    """


def film(material: Material) -> Film:
    """Tell the session again, and film it; of one that cannot be told to its end, as far as it goes.

    Raises:
        GhostError: what paints is gone, or cannot even begin.
    """
    sitting = material.sitting
    with closing(Ghost(sitting.setup, sitting.records(), SIZE)) as ghost:
        while ghost.progress.state is State.TELLING:
            material.progress(TOLD_SHARE * ghost.progress.share)
            time.sleep(LOOK_S)
        told = ghost.progress
        if told.ticks < 0:
            if material.lanes.length_s > 0.0:
                raise GhostError(told.words)
            return Film(b"", "none")
        data = _filmed(_pictures(ghost, range(0, told.ticks + 1, TICKS_PER_S // RATE_HZ), material))
    return Film(data, "partly" if material.lanes.gaps else _agreement(told))


def _agreement(told: Progress) -> str:
    """How far a telling of all that was kept can be believed, as ``Film.agrees`` says it."""
    if told.state is State.FAILED:
        return "partly"
    return {True: "same", False: "newer", None: "unchecked"}[told.agrees]


def _pictures(ghost: Ghost, ticks: range, material: Material) -> Iterator[bytes]:
    """JPEG of each moment, in order."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for begin in range(0, len(ticks), AT_ONCE):
            material.progress(TOLD_SHARE + (1.0 - TOLD_SHARE) * begin / len(ticks))
            yield from pool.map(ghost.frame, ticks[begin : begin + AT_ONCE])


def _filmed(pictures: Iterator[bytes]) -> bytes:
    """WebM of JPEGs. Equal pictures make equal bytes: one thread, no date, no random number in the file."""
    out = BytesIO()
    read = av.CodecContext.create("mjpeg", "r")
    with av.open(out, "w", format="webm", options={"fflags": "+bitexact"}) as container:
        stream: VideoStream = container.add_stream("libvpx", rate=RATE_HZ)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = BITS_PER_S
        stream.thread_count = 1
        stream.options = {"deadline": "realtime", "cpu-used": "4", "flags": "+bitexact"}
        for place, data in enumerate(pictures):
            for frame in read.decode(av.Packet(data)):
                frame.pts, frame.time_base = place, Fraction(1, RATE_HZ)
                container.mux(stream.encode(frame.reformat(format="yuv420p")))
        container.mux(stream.encode(None))
    return out.getvalue()
