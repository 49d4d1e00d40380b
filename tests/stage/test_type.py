"""Wrapping and faces."""

from hypothesis import given
from hypothesis import strategies as st

from game.core.shapes import Align, Text, TextRole
from game.stage.layout import Layout, rooms
from game.stage.presentation import TEXT_SCALES
from game.stage.type import STYLES, Face, Faces, wrap

LETTERS = "abc dé ,.?静水呼吸，。？"


def unit(text: str) -> float:
    """One per Latin letter, two per Chinese character."""
    return float(sum(2 if ord(letter) >= 0x2E80 else 1 for letter in text))


@given(st.text(LETTERS, max_size=60), st.integers(4, 30))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    """All characters but spaces stay, in order; no line is wider than it may be."""
    lines = wrap(text, width, unit)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(unit(line.rstrip()) <= width for line in lines)


@given(st.integers(7, 24))
def test_words_stay_whole_and_punctuation_never_begins_a_line(width: int) -> None:
    """Latin wraps at spaces, Chinese between characters but not before its punctuation."""
    latin = wrap("soft and small through the nose", width, unit)
    assert " ".join(latin).split() == ["soft", "and", "small", "through", "the", "nose"]
    for line in wrap("慢慢地，像吹凉一杯热可可。好吗？", width, unit):
        assert line[0] not in "，。？"


def test_a_break_is_kept() -> None:
    """A newline always breaks."""
    assert wrap("one\ntwo", 100, unit) == ["one", "two"]


def test_a_face_is_asked_for_its_glyphs() -> None:
    """The face pygame carries has Latin, and says itself that it has no Chinese."""
    face = Face(None)
    assert not face.lacks("Breathe in, 0-9!")
    assert face.lacks("静")
    assert face.lacks("a静")


def test_characters_without_a_glyph_are_left_out_not_boxed() -> None:
    """A line of unknown characters alone has no ink."""
    faces = Faces()
    setting = faces.set("\U000f0000", STYLES[TextRole.MENU], 1.0)
    assert setting.line("\U000f0000").get_bounding_rect().width == 0


def test_enlarged_text_never_runs_into_the_next() -> None:
    """At every wished size a text's last line ends above the text below it, and it is as large as that allows."""
    question = Text(TextRole.HEADING, "", 0.1, 0.22, Align.LEFT, width=0.4)
    answer = Text(TextRole.MENU, "", 0.12, 0.347, Align.LEFT, width=0.3)
    beside = Text(TextRole.MENU, "", 0.8, 0.25, width=0.2)
    room = rooms((question, answer, beside))
    assert abs(room[question] - 0.127) < 1e-9
    assert abs(room[beside] - 0.75) < 1e-9
    for wished in TEXT_SCALES:
        layout = Layout(Faces(), wished)
        long = layout.block("May the game look at your face?", question, (1280, 720), room[question])
        assert (len(long.lines) - 0.5) * long.pitch <= room[question] * 720
        short = layout.block("Yes", answer, (1280, 720), room[answer])
        assert short.size == wished


def test_sizes_follow_the_picture() -> None:
    """Twice the picture is about twice the width of type."""
    faces = Faces()
    one, two = (faces.set("Breathe in", STYLES[TextRole.CUE], scale).measure("Breathe in") for scale in (1.0, 2.0))
    assert 1.9 < two / one < 2.1
