"""The tape: live play sees only what a session can hold, and damaged bytes are refused, not guessed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from game.core.belief import Sample
from game.core.directive import Directive
from game.core.inputs import NOTHING, Inputs
from game.core.reading import SCALES, Quantity
from game.core.setup import Setup
from game.core.tape import TapeError, decode, decode_at, encode
from game.core.world import begin, step
from tests.sittings import LEVELS, RULES
from tests.strategies import hostile_inputs, inputs


@given(inputs)
def test_what_was_told_once_is_told_the_same_for_ever(told: Inputs) -> None:
    """encode(decode(encode(x))) == encode(x), and a second decoding equals the first."""
    tape = encode(told)
    assert encode(decode(tape)) == tape
    assert decode(encode(decode(tape))) == decode(tape)


@given(inputs)
def test_nothing_is_lost_but_fractions_of_a_quantum(told: Inputs) -> None:
    """Names, keys and choices are exact; numbers are off by at most half a quantum."""
    heard = decode(encode(told))
    assert (heard.held, heard.pointer, heard.axes, heard.choices) == (told.held, told.pointer, told.axes, told.choices)
    assert len(heard.samples) == len(told.samples)
    for after, before in zip(heard.samples, told.samples, strict=True):
        quantum = SCALES[before.quantity].quantum
        assert (after.sensor, after.quantity, after.age) == (before.sensor, before.quantity, before.age)
        assert abs(after.value - before.value) <= quantum / 2.0
        assert abs(after.sd - before.sd) <= quantum or after.sd == 65535 * quantum
    if told.directive:
        assert heard.directive is not None
        assert abs(heard.directive.difficulty - told.directive.difficulty) < 1e-4
        assert abs(heard.directive.breath_hz - told.directive.breath_hz) < 1e-4
        assert heard.directive.minigame == told.directive.minigame
        assert [reason.key for reason in heard.directive.reasons] == [reason.key for reason in told.directive.reasons]


@given(hostile_inputs)
@example(Inputs((Sample("face", Quantity.AROUSAL, float("nan"), 0.1, 0),)))
@example(Inputs((Sample("face", Quantity.AROUSAL, 0.1, float("inf"), 0),)))
@example(Inputs(directive=Directive(float("nan"), 0.5, 0.5, 0.2)))
def test_no_number_stops_the_game(told: Inputs) -> None:
    """nan, infinity and the absurd go in, sound numbers come out, and the world steps on them."""
    heard = decode(encode(told))
    for sample in heard.samples:
        scale = SCALES[sample.quantity]
        assert scale.low <= sample.value <= scale.high
        assert 0.0 < sample.sd <= 65535 * scale.quantum
        assert 0 <= sample.age <= 255
    if heard.directive:
        assert 0.0 <= heard.directive.difficulty <= 1.0
        assert 0.0 <= heard.directive.breath_hz < 1.0
    step(begin(Setup(1, "tide"), LEVELS["tide"], RULES.patterns), heard)


def test_a_directive_with_a_number_that_is_none_is_left_out() -> None:
    """Then the settings in force stay; guessing zero would change the game."""
    assert decode(encode(Inputs(directive=Directive(0.5, float("nan"), 0.5, 0.2)))) == NOTHING


def test_a_quiet_tick_is_one_byte() -> None:
    """An hour of nothing is 216 kB before compression."""
    assert encode(NOTHING) == b"\0"
    assert decode(b"\0") == NOTHING


def test_of_too_many_samples_the_newest_are_kept() -> None:
    """After a standstill of seconds the game goes on with what was said last."""
    told = tuple(Sample("face", Quantity.AROUSAL, 0.0, 0.1, 300 - number) for number in range(300))
    assert decode(encode(Inputs(told))).samples[-1].age == 1


@given(st.binary(max_size=60))
def test_random_bytes_raise_tape_error_and_nothing_else(data: bytes) -> None:
    """Either it is a tape, or TapeError."""
    try:
        heard = decode(data)
    except TapeError:
        return
    assert decode(encode(heard)) == heard


@given(inputs.filter(lambda told: told != NOTHING), st.data())
def test_a_tape_that_was_cut_off_is_refused(told: Inputs, data: st.DataObject) -> None:
    """Every true beginning of a tape raises TapeError."""
    tape = encode(told)
    with pytest.raises(TapeError):
        decode(tape[: data.draw(st.integers(0, len(tape) - 1))])


@given(st.lists(inputs, max_size=6))
def test_ticks_follow_each_other_without_a_mark(told: list[Inputs]) -> None:
    """A tick says itself where it ends."""
    data, place = b"".join(encode(tick) for tick in told), 0
    for tick in told:
        heard, place = decode_at(data, place)
        assert heard == decode(encode(tick))
    assert place == len(data)


def test_a_name_that_does_not_fit_is_refused() -> None:
    """A name is 255 bytes at most; cutting it would make two names one."""
    with pytest.raises(TapeError, match="255"):
        encode(Inputs(choices=("x" * 256,)))
