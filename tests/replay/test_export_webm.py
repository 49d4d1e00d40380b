"""The film as a player of films opens it: as long as the session, each picture that of the ghost at its moment."""

from contextlib import closing
from dataclasses import replace
from functools import cache
from io import BytesIO

import av
import numpy as np
import pytest

from game.core.pace import TICKS_PER_S
from game.replay.export.webm_film import RATE_HZ, SIZE, Film, film
from game.replay.ghost import Ghost
from game.replay.ghost_line import State
from tests.replay.exports import sittings, whole
from tests.replay.sat import until

CLOSE = 12.0
"""Mean difference of a pixel that a film of few bits may make, of 255: another moment of the game is farther off."""


@cache
def made() -> Film:
    """The film of a good minute."""
    return film(whole())


def pictures(data: bytes) -> list[tuple[float, np.ndarray]]:
    """Every picture with its time in seconds, uint8 (H, W, 3)."""
    with av.open(BytesIO(data)) as container:
        return [(float(frame.time), frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]


def test_it_is_as_long_as_the_session() -> None:
    """Ten pictures a second, none missing, of the size that was asked for, in a format that every browser plays."""
    told = pictures(made().data)
    assert [round(t_s, 2) for t_s, _ in told] == [place / RATE_HZ for place in range(len(told))]
    assert len(told) == int(whole().lanes.length_s * RATE_HZ) + 1
    assert told[0][1].shape == (SIZE[1], SIZE[0], 3)
    with av.open(BytesIO(made().data)) as container:
        assert container.streams.video[0].codec_context.name == "vp8" and not container.streams.audio


def test_each_picture_is_that_of_its_moment() -> None:
    """Beside the ghost's own pictures, at five moments: near to its own, farther from one of another place."""
    told = pictures(made().data)
    with closing(Ghost(whole().sitting.setup, whole().sitting.records(), SIZE)) as ghost:
        until(ghost, lambda told: told.state is not State.TELLING)
        for place in np.linspace(0, len(told) - 1, 5).astype(int):
            data = ghost.frame(int(place) * TICKS_PER_S // RATE_HZ)
            with av.open(BytesIO(data), format="mjpeg") as container:
                wanted = next(container.decode(video=0)).to_ndarray(format="rgb24").astype(float)
            assert np.abs(told[place][1] - wanted).mean() < CLOSE, place
    first, last = (told[place][1].astype(float) for place in (0, -1))
    assert np.abs(first - last).mean() > 0.5, "a film in which nothing moves shows nothing"


def test_it_says_how_it_was_told() -> None:
    """The same rules agree; a session in which nothing ran has no picture to show."""
    assert made().agrees == "same"
    assert film(sittings()["nothing in it"]) == Film(b"", "none")


def test_it_can_be_ended() -> None:
    """Who waits may give up: what they raise comes through, and the ghost is gone."""

    class EnoughError(Exception):
        pass

    def stop(share: float) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        film(replace(whole(), progress=stop))
