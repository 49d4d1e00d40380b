"""The pieces that papers are made of: lines of type, columns, tables, curves and axes."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pytest
from pypdfium2 import raw

from game.core.pace import TICKS_PER_S
from game.core.reading import Quantity
from game.replay.export.material import Material
from game.replay.export.pdf_chart import MOST_POINTS, clock, known_runs, ticks_of
from game.replay.export.pdf_page import INNER, MARGIN, Column, Paper, Style
from game.replay.export.pdf_table import Row, table
from game.replay.export.pdf_type import Type
from game.replay.export.report_lanes import GUIDE, LEFT, SETTINGS
from game.replay.export.report_pages import report_pdf
from game.replay.export.report_summary import carried_shares
from game.replay.lanes import Curve, TrustSpan
from game.replay.told import BAND_Z
from tests.replay.exports import LOST_S, whole, with_lost_seconds
from tests.replay.papers import squeezed, told


def _type() -> Type:
    return Type("en")


def test_lines_break_at_blanks_and_between_characters_and_nowhere_else() -> None:
    """No line is too wide, nothing is lost, no line begins with a stop, no number parts from its unit."""
    text = "A way back took 20 s, then 70 → 71 %. " + "静静地，慢慢地。" * 6 + "x" * 90
    for width in (60.0, 77.0, 150.0):
        lines = _type().wrapped(text, width, 9.0)
        assert all(_type().width(line, 9.0) <= width for line in lines)
        assert squeezed("".join(lines)) == squeezed(text)
        assert not any(line.startswith(("，", "。", "%", ",")) for line in lines)
    assert any("20\u00a0s" in line for line in _type().wrapped(text, 60.0, 9.0))


def test_a_line_is_shortened_to_its_width() -> None:
    """And is left as it is where it has room."""
    assert _type().shortened("short", 100.0, 9.0) == "short"
    cut = _type().shortened("a rather long line of words", 60.0, 9.0)
    assert cut.endswith("…") and _type().width(cut, 9.0) <= 60.0


def test_a_column_never_goes_below_its_foot() -> None:
    """Paragraphs are cut, lists counted, and what has no room at all is not drawn."""
    style = Style(10.0, pitch=1.4)
    column = Column(Paper(whole(), "test"), MARGIN, 120.0, 100.0, 50.0)
    column.say("word " * 300, style)
    assert column.y >= column.foot and column.room < style.step
    column.say("nothing more", style)
    assert column.y >= column.foot
    fresh = Column(Paper(whole(), "test"), MARGIN, 120.0, 100.0, 50.0)
    counted = Counted()
    fresh.listing([f"item {at}" for at in range(9)], counted.more, style)
    assert counted.told == [7] and fresh.y >= fresh.foot


class Counted:
    """Says how many more there are, and remembers it."""

    def __init__(self) -> None:
        self.told: list[int] = []

    def more(self, many: int) -> str:
        """In words."""
        self.told.append(many)
        return f"{many} more"


def test_a_table_keeps_the_dearest_rows_in_their_order() -> None:
    """And says how many there were besides."""
    drawn = Paper(whole(), "test")
    counted = Counted()
    rows = [Row((f"R{at}", "cell"), rank=float(-at)) for at in range(40)]
    column = Column(drawn, MARGIN, INNER, 300.0, 180.0)
    table(column, (1.0, 2.0), ("a", "b"), rows, counted.more)
    drawn.turn()
    text = told(drawn.data())[0]
    kept = [int(each) for each in re.findall(r"R(\d+)", text)]
    assert kept == list(range(40 - len(kept), 40)) and counted.told == [40 - len(kept)] and column.y >= column.foot


def test_a_curve_is_drawn_only_where_it_is_known() -> None:
    """In runs that end at what is unknown and at holes in the recording; thinned, its ends stay."""
    t_s = (0.5, 1.0, 1.5, 2.0, 9.0, 9.5)
    curve = Curve((0.1, 0.2, 5.0, 0.4, 0.5, 0.6), (0.1,) * 6, (True, True, False, True, True, True))
    runs = known_runs(t_s, curve, 2.0, (-1.0, 0.6))
    assert [[point.t_s for point in run] for run in runs] == [[0.5, 1.0], [2.0], [9.0, 9.5]]
    last = runs[2][1]
    assert (last.mean, last.high) == (1.2, 1.2) and last.low == pytest.approx(2.0 * (0.6 - BAND_Z * 0.1))
    many = 5000
    long = Curve((0.0,) * many, (0.1,) * many, (True,) * many)
    (run,) = known_runs([at / 2.0 for at in range(many)], long, 1.0, (-1.0, 1.0))
    assert len(run) <= MOST_POINTS + 1 and (run[0].t_s, run[-1].t_s) == (0.0, (many - 1) / 2.0)


def test_what_was_set_is_not_drawn_through_lost_seconds() -> None:
    """Neither guide nor settings: nothing of their colours lies there, and all the rest is as it was."""
    all_there, broken = _lines(whole()), _lines(with_lost_seconds())
    for colour in (GUIDE, *(colour for _, colour, _ in SETTINGS)):
        [(from_s, to_s)] = all_there[colour]
        before, behind = broken[colour]
        assert before[0] == from_s and before[1] == pytest.approx(LOST_S[0], abs=0.1), colour
        assert LOST_S[1] - 0.1 <= behind[0] < LOST_S[1] + 10.0 and behind[1] == to_s, colour


def test_settings_found_behind_lost_seconds_are_not_drawn_before_them() -> None:
    """What the first decision that is kept found tells nothing of the time before the gap."""
    lost = with_lost_seconds()
    kept = tuple(one for one in lost.lanes.decisions if one.tick > LOST_S[1] * TICKS_PER_S)
    lines = _lines(replace(lost, lanes=replace(lost.lanes, decisions=kept)))
    for _, colour, _ in SETTINGS:
        [(from_s, _)] = lines[colour]
        assert from_s == pytest.approx(LOST_S[1], abs=0.1), colour


def _lines(material: Material) -> dict[str, list[tuple[float, float]]]:
    """Lines of the charts by colour, each from when to when; shorter ones are signs of a legend, thinner ones marks."""
    page = pypdfium2.PdfDocument(report_pdf(material))[1]
    found: dict[str, list[tuple[float, float]]] = {}
    for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        colour, width = [ctypes.c_uint() for _ in range(4)], ctypes.c_float()
        fill, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(each, fill, stroked)
        raw.FPDFPageObj_GetStrokeColor(each, *colour)
        raw.FPDFPageObj_GetStrokeWidth(each, width)
        along = list(_along(each))
        if stroked.value and width.value > 0.9 and max(along) - min(along) > 25.0:
            from_s, to_s = (
                round((x - MARGIN - LEFT) / (INNER - LEFT) * material.lanes.length_s, 1)
                for x in (min(along), max(along))
            )
            found.setdefault("#" + "".join(f"{part.value:02x}" for part in colour[:3]), []).append((from_s, to_s))
    return {colour: sorted(lines) for colour, lines in found.items()}


def _along(path: pypdfium2.PdfObject) -> Iterator[float]:
    """Where the points of a path lie across the page."""
    x, y = ctypes.c_float(), ctypes.c_float()
    for place in range(raw.FPDFPath_CountSegments(path)):
        raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(path, place), x, y)
        yield x.value


def test_nothing_is_said_to_rest_on_a_sensor_in_lost_seconds() -> None:
    """What is lost counts as not known."""
    quantity = Quantity.BREATH_HZ
    spans = (TrustSpan(0.0, 25.0, quantity.value, "breath"), TrustSpan(25.0, 45.0, quantity.value, "face"))
    length_s, lanes = whole().lanes.length_s, replace(whole().lanes, trust=spans)
    shares = [dict(carried_shares(replace(one, lanes=lanes), quantity)) for one in (whole(), with_lost_seconds())]
    assert shares[0] == pytest.approx({"breath": 25.0 / length_s, "face": 20.0 / length_s})
    assert shares[1] == pytest.approx({"breath": 20.0 / length_s, "face": 15.0 / length_s})


def test_times_of_an_axis_are_few_and_round() -> None:
    """From nothing to a day."""
    assert [clock(t_s) for t_s in ticks_of(1200.0)] == ["0:00", "5:00", "10:00", "15:00", "20:00"]
    for length_s in (0.0, 2.0, 59.0, 3600.0, 86_400.0):
        assert 1 <= len(ticks_of(length_s)) <= 9 and ticks_of(length_s)[-1] <= length_s
    assert clock(3725.0) == "1:02:05"
