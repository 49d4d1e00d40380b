"""The film as a player of films opens it: as long as the session, each picture that of the ghost at its moment."""

import multiprocessing
from contextlib import closing
from dataclasses import replace
from functools import cache
from io import BytesIO

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from game.core.pace import TICKS_PER_S
from game.core.trace import Kind, encode_digest
from game.replay.export.material import Material
from game.replay.export.webm import write
from game.replay.export.webm_film import RATE_HZ, SIZE, Film, film
from game.replay.ghost import Ghost, GhostError
from game.replay.ghost_line import State
from game.stage.presentation import LANGUAGES
from game.stage.words import Words
from game.vault.errors import Gap
from game.vault.layout import Record
from tests.replay.exports import material, sittings, whole
from tests.replay.lanes_made import Made, level, sitting
from tests.replay.sat import sit, until

CLOSE = 12.0
"""Mean difference of a pixel that a film of few bits may make, of 255: another moment of the game is farther off."""


@cache
def made() -> Film:
    """The film of a good minute."""
    return film(whole())


@cache
def short(lost_s: tuple[int, int] = (0, 0)) -> Material:
    """Four seconds that were really played, of which those from one to another may be lost, chunk by chunk."""
    sat = sit(4, "tide")
    records = [Record(kind, payload) for kind, payload in sat.records]
    ends = [0, *(place + 1 for place, record in enumerate(records) if record.kind == Kind.DIGEST)]
    from_s, to_s = lost_s
    gaps = (Gap(from_s, to_s, 200, None),) if lost_s != (0, 0) else ()
    return material(Made(sat.setup, records[: ends[from_s]] + records[ends[to_s] :], gaps=gaps))


def pictures(data: bytes) -> list[tuple[float, NDArray[np.uint8]]]:
    """Every picture with its time in seconds, uint8 (H, W, 3)."""
    with av.open(BytesIO(data), "r") as container:
        return [
            (float(frame.time), np.asarray(frame.to_ndarray(format="rgb24"), np.uint8))
            for frame in container.decode(video=0)
        ]


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
            with av.open(BytesIO(data), "r", format="mjpeg") as container:
                wanted = next(container.decode(video=0)).to_ndarray(format="rgb24").astype(float)
            assert np.abs(told[place][1] - wanted).mean() < CLOSE, place
    first, last = (told[place][1].astype(float) for place in (0, -1))
    assert np.abs(first - last).mean() > 0.5, "a film in which nothing moves shows nothing"


def test_it_says_how_it_was_told() -> None:
    """The same rules agree; a session in which nothing ran has no picture to show."""
    assert made().agrees == "same"
    assert film(sittings()["nothing in it"]) == Film(b"", "none")
    assert film(short()).agrees == "same"


@pytest.mark.parametrize(("lost_s", "seconds"), [((1, 2), 3.0), ((3, 4), 3.0)])
def test_where_something_is_lost_it_does_not_say_that_all_is_there(lost_s: tuple[int, int], seconds: float) -> None:
    """In the middle, after which nothing is as it was; and at the end, up to which every check agrees."""
    told = film(short(lost_s))
    assert told.agrees == "partly" and len(pictures(told.data)) == int(seconds * RATE_HZ) + 1


def test_other_rules_and_no_check_are_told_apart() -> None:
    """A check that does not agree was made by other rules; where there is none, nobody knows."""
    whole_one = short().sitting
    for digests, agrees in (([Record(int(Kind.DIGEST), encode_digest(60, bytes(8)))], "newer"), ([], "unchecked")):
        kept = [record for record in whole_one.records() if record.kind != Kind.DIGEST]
        assert film(material(Made(whole_one.setup, [*kept, *digests]))).agrees == agrees


def test_a_film_that_cannot_be_made_is_no_sitting_without_one() -> None:
    """Where the child dies while it tells, or its rules know no such level, it says why, not "nothing to tell"."""

    def gone(share: float) -> None:
        for child in multiprocessing.active_children():
            if child.name == "stillwater-ghost":
                child.kill()

    with pytest.raises(GhostError) as died:
        film(replace(whole(), progress=gone))
    assert died.value.key == "ghost.gone"
    with pytest.raises(GhostError) as unknown:
        film(material(sitting(2.0, ((0, level("a level of tomorrow")),))))
    assert unknown.value.key == "ghost.failed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_page_says_how_it_was_told(language: str) -> None:
    """Whatever there is to say has words of its own, and the page that lies beside the film holds them."""
    words = Words(language)
    said = {words.say(f"export.webm_read_{one}") for one in ("same", "newer", "unchecked", "partly", "none")}
    assert len(said) == 5 and not any("webm_read" in one for one in said)
    readme, _ = write(replace(short((1, 2)), words=words))
    assert words.say("export.webm_read_partly") in readme.data.decode()


def test_it_can_be_ended() -> None:
    """Who waits may give up: what they raise comes through, and the ghost is gone."""

    class EnoughError(Exception):
        pass

    def stop(share: float) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        film(replace(whole(), progress=stop))
