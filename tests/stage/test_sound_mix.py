"""The mixer's arithmetic and the catalogue: faders, chords, slots and captions, without a single sample."""

import os
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from game.core.reading import SILENT
from game.core.shapes import Bed, Cue
from game.stage.sound import SilentSpeaker
from game.stage.sound_bank import Catalogue, SoundError, read_catalogue, shipped
from game.stage.sound_bed import BLENDS, CHORDS, LOOPS, Desk, chord_weights
from game.stage.sound_mix import STEPS, Caption, Mix

TIDE = Bed("tide", mood=0.5, breath_hz=0.1, breath_phase=0.0)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The sounds that come with the game."""
    return read_catalogue(shipped())


def gains_of(mix: Mix, bed: Bed, seconds: float) -> NDArray[np.float64]:
    """float64 (ticks, loops): gains while ``bed`` lies under the place."""
    gains = []
    for tick in range(round(60 * seconds)):
        mix.step(bed, (), tick / 60.0)
        gains.append([left for left, _ in mix.gains[: len(LOOPS)]])
    return np.array(gains, np.float64)


def muted(mix: Mix, bed: Bed) -> Bed:
    """Turn the volume down."""
    mix.set_volume(0.3)
    return bed


def heard(mix: Mix, bed: Bed) -> Bed:
    """Turn the microphone on."""
    mix.listening(True)
    return bed


@pytest.mark.parametrize(
    ("change", "loop"),
    [
        (lambda mix, bed: replace(bed, name="quiet"), "surf_low"),
        (lambda mix, bed: replace(bed, gain=0.3), "pad_deep"),
        (lambda mix, bed: replace(bed, mood=1.0), "pad_open_0"),
        (muted, "surf_low"),
        (heard, "surf_low"),
        (heard, "pad_deep"),
    ],
)
def test_faders_take_their_time(catalogue: Catalogue, change: Callable[[Mix, Bed], Bed], loop: str) -> None:
    """A change of place, gain, mood, volume or microphone takes 0.8 s or more until 95 % of it are done."""
    mix = Mix(catalogue)
    mix.begin(0.0)
    bed = replace(TIDE, mood=0.2, breath_hz=1e-6, breath_phase=0.3)
    before = gains_of(mix, bed, 6.0)[-1, LOOPS.index(loop)]
    course = gains_of(mix, change(mix, bed), 8.0)[:, LOOPS.index(loop)]
    assert abs(course[-1] - before) >= 5.0
    done = np.abs(course - before) / abs(course[-1] - before)
    assert np.flatnonzero(done < 0.95)[-1] / 60.0 >= 0.8


def test_quiet_is_pad_alone(catalogue: Catalogue) -> None:
    """Under "quiet" no surf fader is open, and the deep pad is 6 dB below Tide's."""
    desks = {name: Desk() for name in ("tide", "quiet")}
    for _ in range(600):
        gains = {name: desk.step(replace(TIDE, name=name), False) for name, desk in desks.items()}
    assert gains["quiet"][:3] == (0.0, 0.0, 0.0)
    deep = LOOPS.index("pad_deep")
    assert 20.0 * np.log10(gains["tide"][deep] / gains["quiet"][deep]) == pytest.approx(6.0, abs=0.1)


@given(breaths=st.floats(0.0, 1000.0))
def test_chords_cross_at_equal_power(breaths: float) -> None:
    """At every moment the powers of the chords add to one, and at most two sound."""
    weights = chord_weights(breaths)
    assert len(weights) == CHORDS
    assert np.sum(np.square(weights)) == pytest.approx(1.0)
    assert np.count_nonzero(weights) <= 2


@given(
    beds=st.lists(
        st.builds(
            Bed,
            st.sampled_from(sorted(BLENDS)),
            st.floats(0.0, 1.0),
            st.floats(0.0, 0.5),
            st.floats(0.0, 1.0, exclude_max=True),
            st.floats(0.0, 1.0),
        ),
        min_size=1,
        max_size=40,
    ),
    microphone=st.booleans(),
)
def test_no_fader_jumps(beds: list[Bed], microphone: bool) -> None:
    """Whatever beds follow each other, no loop's gain rises or falls by a tenth of full in a tick, none clips."""
    desk = Desk()
    last = np.zeros(len(LOOPS))
    for bed in beds:
        for _ in range(5):
            gains = np.array(desk.step(bed, microphone))
            assert np.abs(gains - last).max() <= 0.1
            assert gains.min() >= 0.0
            assert gains.max() <= 1.0
            last = gains


def test_bells_leave_each_other_room(catalogue: Catalogue) -> None:
    """Of bells each second, one in three sounds and is captioned; other cues are never left out."""
    mix = Mix(catalogue)
    bells = [mix.step(TIDE, (Cue("bell", caption="bell"), Cue("marimba")), float(second)) for second in range(9)]
    assert [len(struck) for struck in bells] == [2, 1, 1] * 3


def test_captions_last_as_long_as_their_sounds(catalogue: Catalogue) -> None:
    """A caption counts down to the end of its cue, is shown once, and cues without one show none."""
    mix = Mix(catalogue)
    mix.step(TIDE, (Cue("marimba", caption="note"), Cue("bell")), 10.0)
    mix.step(TIDE, (Cue("marimba", note=2, caption="note"),), 11.0)
    (caption,) = mix.captions(11.0)
    assert caption.key == "note"
    assert caption.remaining_s == pytest.approx(1.6)
    assert mix.captions(12.7) == ()


def test_more_cues_than_slots_still_begin(catalogue: Catalogue) -> None:
    """The cue nearest to its end makes room: each of thirty notes at once is started, in a slot that exists."""
    mix = Mix(catalogue)
    struck = mix.step(TIDE, tuple(Cue("marimba", note=note % 10) for note in range(30)), 0.0)
    assert len(struck) == 30
    assert {strike.slot for strike in struck} <= set(range(len(LOOPS), len(mix.gains)))
    assert all(0 <= side <= STEPS for gain in mix.gains for side in gain)


@given(seconds=st.floats(1.0, 6.0), family=st.sampled_from(["breath_in", "breath_out"]))
def test_breath_cues_come_in_the_wanted_length(catalogue: Catalogue, seconds: float, family: str) -> None:
    """Between 1.5 and 6 s the stored cue is within 8 % of what was asked."""
    name = catalogue.breath(family, seconds)
    assert name.startswith(family)
    if seconds >= 1.5:
        assert catalogue.entry(name).seconds == pytest.approx(seconds, rel=0.08)


def test_unknown_and_missing_sounds_say_what_to_do(catalogue: Catalogue, tmp_path: "os.PathLike[str]") -> None:
    """A folder without sounds, and a name without a sound, end in a SoundError that names the way out."""
    with pytest.raises(SoundError, match=r"assets\.studio\.synthesis"):
        read_catalogue(tmp_path)  # type: ignore[arg-type]
    with pytest.raises(SoundError, match="gong"):
        catalogue.entry("gong")


def test_without_a_card_captions_go_on(catalogue: Catalogue) -> None:
    """The silent double plays nothing, says so, and still shows what would sound."""
    speaker = SilentSpeaker(catalogue, lambda: 5_000_000_000)
    speaker.play(TIDE, (Cue("bell", caption="bell"),))
    assert speaker.played_dbfs() == SILENT
    assert speaker.captions() == (Caption("bell", 4.0),)
    speaker.close()
