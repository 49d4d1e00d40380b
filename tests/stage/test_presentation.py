"""Wishes for eyes and ears, stored and read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.stage.errors import PresentationError
from game.stage.presentation import ACTIONS, LANGUAGES, TEXT_SCALES, Presentation, decode

presentations = st.builds(
    Presentation, st.sampled_from(LANGUAGES), st.sampled_from(TEXT_SCALES), st.booleans(), st.booleans(),
    st.booleans(), st.floats(0.0, 1.0), st.booleans(), st.booleans(), st.booleans(),
    st.lists(st.tuples(st.integers(0, 2**31), st.sampled_from(ACTIONS)), max_size=9).map(tuple),
    st.booleans(), st.booleans(),
)  # fmt: skip


@given(presentations)
def test_what_was_stored_is_read(presentation: Presentation) -> None:
    """Encoding loses nothing, and the same wishes are the same bytes."""
    assert decode(presentation.encode()) == presentation
    assert decode(presentation.encode()).encode() == presentation.encode()


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_damage_is_one_error(data: bytes) -> None:
    """Whatever the bytes are, the answer is this room's one error."""
    with pytest.raises(PresentationError):
        decode(data)


@pytest.mark.parametrize(
    ("before", "after"),
    [(b'"en"', b'"xx"'), (b"0.8", b"7.5"), (b"0.8", b"NaN"), (b"1.0", b"3.0"), (b"true", b'"yes"'), (b": 1,", b": 9,")],
)
def test_values_out_of_range_are_refused(before: bytes, after: bytes) -> None:
    """A language, volume, size, flag or version the game does not know is not taken."""
    good = Presentation(volume=0.8).encode()
    data = good.replace(before, after, 1) if before != b": 1," else good.replace(b'"version": 1', b'"version": 9')
    assert data != good
    with pytest.raises(PresentationError):
        decode(data)
