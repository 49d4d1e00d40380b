"""The papers as their usual readers open them: pages, words and numbers, faces, and nothing outside of a page."""

import io
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median
from typing import cast

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from game.core.belief import ENOUGH
from game.core.pace import TICKS_PER_S
from game.core.reading import Quantity
from game.core.temper import PER_MIN
from game.replay.events import events
from game.replay.export.found import find_export
from game.replay.export.material import Export, Material
from game.replay.export.pdf_chart import clock
from game.replay.export.pdf_page import HEIGHT, WIDTH
from game.replay.export.pdf_told import length_told, own_words_told, sure_told, way_back_told
from game.replay.export.pdf_type import NO_CHINESE, NO_LATIN, Type
from game.replay.export.report_summary import carried_shares
from game.replay.happenings import event_told
from game.replay.sentences import sensor_title
from game.replay.told import BAND_Z
from game.stage.presentation import LANGUAGES
from game.stage.words import Words
from game.vault.layers import Correction, Note
from game.vault.saying import Label
from tests.replay.exports import NAMES, NOW_S, SESSION_ID, THERAPIST, said, sittings, whole, worn
from tests.replay.exports import material as made_of
from tests.replay.lanes_made import played
from tests.replay.papers import squeezed, told

PAGES = {"family": 1, "report": 4}
BUILT_IN = {"Helvetica", "Helvetica-Bold", "STSong-Light"}
"""What stands in where a family is missing; never embedded."""
EDGE = 20.0
"""Points at every side of a page that a printer may not reach."""


def paper(name: str) -> Export:
    """The format of that name."""
    export = find_export(name)
    assert export is not None
    return export


@cache
def _written(name: str, odd: str, language: str) -> bytes:
    (file,) = paper(name).write(replace(sittings()[odd], words=Words(language)))
    assert file.path == f"{name}.pdf"
    return file.data


def written(name: str, material: Material) -> bytes:
    """The PDF of a material."""
    return paper(name).write(material)[0].data


@cache
def long(language: str = "en") -> Material:
    """Two minutes of which enough is known for a tensest moment, corrected and written about."""
    return made_of(played().made, language, said())


def full() -> Material:
    """A sitting of which people had far more to say than has room, in signs of every kind."""
    base, text = whole(), "多么长的一句话，没有空格。" * 40 + "\U0001f30a " + "A very long sentence goes on. " * 80
    notes = tuple(
        Note(number, 1, f"{number:016x}", SESSION_ID, 60 * number, text, "", True, THERAPIST * 9, NOW_S)
        for number in range(1, 61)
    )
    said = tuple(
        Correction(
            number, f"{number:016x}", SESSION_ID, 60 * number, 60 * number + 30, Label.TALKING, "passphrase", NOW_S
        )
        for number in range(1, 91)
    )
    facts = tuple((60 * second, fact) for second in range(1, 100) for _, fact in base.lanes.facts[-1:])
    lanes = replace(base.lanes, facts=tuple(sorted((*base.lanes.facts, *facts), key=lambda pair: pair[0])))
    return replace(base, notes=notes, corrections=said, who="Wilhelmina-小明" * 20, lanes=lanes)


def keeps_inside(data: bytes) -> None:
    """No sign lies outside of its page's printable part, and no two lines of text over each other."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, foot, right, top = text.get_charbox(at)
            assert min(left, foot, WIDTH - right, HEIGHT - top) >= EDGE, (left, foot)
        rects = [text.get_rect(at) for at in range(text.count_rects())]
        for at, one in enumerate(rects):
            for other in rects[at + 1 :]:
                wide = min(one[2], other[2]) - max(one[0], other[0])
                high = min(one[3], other[3]) - max(one[1], other[1])
                assert wide <= 1.0 or high <= 2.0, (one, other)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("odd", sittings())
@pytest.mark.parametrize("name", PAGES)
def test_every_paper_has_its_pages_and_keeps_inside_of_them(name: str, odd: str, language: str) -> None:
    """One for the family, four for professionals, A4, whatever the sitting was; pdfium paints each."""
    data = _written(name, odd, language)
    reader = PdfReader(io.BytesIO(data))
    assert len(reader.pages) == PAGES[name]
    for page in reader.pages:
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842)
    keeps_inside(data)
    for page in pypdfium2.PdfDocument(data):
        picture = page.render(scale=0.4).to_pil().convert("L")
        assert picture.getextrema()[0] < 200 and picture.getpixel((2, 2)) == 255


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_what_has_no_room_is_shortened_and_counted(name: str, language: str) -> None:
    """Sixty long notes, ninety corrections, a hundred words of the player's and an endless name change no page."""
    data = written(name, replace(full(), words=Words(language)))
    assert len(PdfReader(io.BytesIO(data)).pages) == PAGES[name]
    keeps_inside(data)
    more = squeezed(Words(language).say("paper.more", (7.0,))).replace("7", "[0-9]+")
    assert len(re.findall(more, squeezed(" ".join(told(data))))) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_face_is_embedded(name: str, language: str) -> None:
    """As a subset; but for what PDF itself brings, where this machine lacks the families of the game."""
    lacks = {Type("en").usual, Type("zh_CN").usual} & BUILT_IN
    seen = set()
    for page in PdfReader(io.BytesIO(_written(name, "whole", language))).pages:
        fonts = cast("DictionaryObject", page["/Resources"])["/Font"]
        for font in (font.get_object() for font in cast("DictionaryObject", fonts).values()):
            family = str(font["/BaseFont"]).lstrip("/")
            seen.add(family)
            if family not in lacks | {f"{one}-Bold" for one in lacks}:
                assert re.match(r"[A-Z]{6}\+", family) and "/FontFile2" in font["/FontDescriptor"].get_object(), family
    assert seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_family_is_told_who_when_where_and_how(language: str) -> None:
    """Name, day, length, place, the way back, what ran, the own word, the correction, the note, how sure."""
    material = replace(whole(), words=Words(language))
    words, (page,) = material.words, told(_written("family", "whole", language))
    share = float(round(100 * material.session.known_share))
    assert 0 < share < 100
    wanted = [
        NAMES[0], words.say("view.month_1", (5, 2026)), "10:00", length_told(material),
        words.say("places.tide"), way_back_told(material), words.say("pattern.longer_exhale"),
        *own_words_told(material, 3), words.say("feeling.face_4"), "0:20–0:30", words.say("saying.label_laughing"),
        NAMES[2], THERAPIST,
        sure_told(material), words.say("view.percent", (share,)), words.say("paper.not_feeling"),
        words.say("view.month_1", (6, 2026)),
    ]  # fmt: skip
    for one in wanted:
        assert squeezed(one) in squeezed(page), one


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_holds_the_numbers_of_the_session(language: str) -> None:
    """Value by value, each on its page, and each page says which it is."""
    material = long(language)
    words, session, pages = material.words, material.session, told(written("report", material))
    assert material.headline is not None and material.headline.recovery.tensest is not None
    tensest = material.headline.recovery.tensest
    for share in (session.known_share, session.calm_share, session.follow, session.corrected_share):
        assert share is not None
        assert squeezed(words.say("view.percent", (float(round(100 * share)),))) in squeezed(pages[0])
    for rate in (session.breath_per_min, session.guide_per_min):
        assert rate is not None
        assert squeezed(words.say("lanes.per_minute", (round(rate, 1),))) in squeezed(pages[0])
    assert f"{tensest.above:+.2f} ± {BAND_Z * tensest.sd:.2f}" in pages[0] and clock(tensest.peak_s) in pages[0]
    for title in ("arousal", "valence", "breath", "settings", "game"):
        assert squeezed(words.say(f"sitting.lane_{title}")) in squeezed(pages[1])
    header = material.lanes.header
    for one in (SESSION_ID, header.fingerprint, header.mind, f"{material.lanes.length_s:.1f} s", material.moment(0.0)):
        assert one in pages[3]
    for place, page in enumerate(pages, start=1):
        assert squeezed(words.say("paper.page", (float(place), 4.0))) in squeezed(page)
        assert squeezed(words.say("paper.not_feeling")) in squeezed(page)


@pytest.mark.parametrize(("material", "lanes"), [(whole, 4), (worn, 5)])
def test_what_was_corrected_is_hatched_in_every_lane_with_numbers(material: Callable[[], Material], lanes: int) -> None:
    """Tension, mood, breath, settings, and the heart where a belt was worn: hatching is what the page cuts out."""

    def cut_out(of: Material) -> int:
        page = PdfReader(io.BytesIO(written("report", of))).pages[1]
        drawn = page.get_contents()
        assert drawn is not None
        return len(re.findall(rb"\bW\*? n\b", drawn.get_data()))

    assert cut_out(material()) - cut_out(replace(material(), corrections=())) == lanes + 1, "one more in the key"


def test_the_number_of_the_heart_leaves_out_who_was_not_the_player() -> None:
    """Beats of somebody else are not the player's; of somebody who laughed they are."""
    (counts, *_) = said().corrections
    half = replace(counts, from_tick=0, to_tick=30 * TICKS_PER_S)
    heart = worn().lanes.estimates.heart_hz
    for label, beats in ((Label.LAUGHING, heart.mean), (Label.NOT_THE_PLAYER, heart.mean[59:])):
        page = told(written("report", replace(worn(), corrections=(replace(half, label=label),))))[0]
        wanted = Words("en").say("lanes.per_minute", (round(60.0 * median(beats), 1),))
        assert squeezed(wanted) in squeezed(page), label
    assert worn().lanes.estimates.t_s[59] == 30.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_heart_has_a_number_and_a_lane_where_a_belt_was_worn(language: str) -> None:
    """On the first and the second page, the other lanes beside it; without a belt neither speaks of a heart."""
    words = Words(language)
    with_one, without = (told(_written("report", odd, language)) for odd in ("a belt worn", "whole"))
    title = squeezed(words.say("sitting.lane_heart"))
    assert title in squeezed(with_one[1]) and title not in squeezed(without[1])
    beats = 60.0 * median(worn().lanes.estimates.heart_hz.mean)
    assert squeezed(words.say("lanes.per_minute", (round(beats, 1),))) in squeezed(with_one[0])
    assert squeezed(words.say("paper.number_heart")) not in squeezed(without[0])
    for lane in ("arousal", "valence", "breath", "settings", "game"):
        assert squeezed(words.say(f"sitting.lane_{lane}")) in squeezed(with_one[1])


def test_the_report_tells_every_decision_that_changed_something_and_every_event() -> None:
    """Where all of them have room: when and what."""
    page = squeezed(told(_written("report", "whole", "en"))[2])
    lanes = whole().lanes
    assert f"Itdecided{len(lanes.decisions)}times" in page
    offered = [one for one in lanes.decisions if one.used.minigame]
    assert offered and all(clock(one.tick / 60.0) in page for one in offered)
    for event in events(lanes):
        assert clock(event.t_s) in page and squeezed(event_told(event, whole().words)) in page


def test_the_report_says_what_rests_on_which_sensor() -> None:
    """The shares of the time in which each carried a quantity, and how well each knew."""
    pages = told(_written("report", "whole", "en"))
    shares = carried_shares(whole(), Quantity.BREATH_HZ)
    assert shares and 0.0 < sum(share for _, share in shares) <= 1.0 + 1e-9
    for _, share in shares:
        assert f"{round(100 * share)} %" in pages[0]
    for sensor, quality in whole().sensors.quality:
        known = sum(value >= ENOUGH for value in quality.value) / len(quality.value)
        row = (sensor_title(whole().words, sensor), clock(quality.t_s[0]), f"{round(100 * known)} %")
        assert " ".join(row) in pages[3]
    rates = {sensor: median(rates.breath_hz) for sensor, rates in whole().sensors.breath}
    assert whole().words.say("lanes.per_minute", (round(rates["breath"] / PER_MIN, 1),)) in pages[3]


@pytest.mark.parametrize("name", PAGES)
def test_no_paper_holds_what_the_player_wrote_nor_a_draft(name: str) -> None:
    """A paper is read by others than who unlocked; nor is the name in what a reader shows of the file."""
    note = replace(whole().notes[0], number=2, mark="9" * 16, text="Quagmire was here.", shared=False)
    data = written(name, replace(whole(), notes=(*whole().notes, note)))
    pages = " ".join(told(data))
    assert NAMES[1] not in pages and "Quagmire" not in pages and NAMES[2] in pages
    reader = PdfReader(io.BytesIO(data))
    assert reader.metadata is not None and NAMES[0] not in str(dict(reader.metadata))


def test_of_many_own_words_the_first_and_the_last_are_told() -> None:
    """What is left out is counted in its place."""
    every = own_words_told(full(), 1000)
    some = own_words_told(full(), 4)
    assert len(every) == 100 and [*some[:2], some[3]] == [*every[:2], every[-1]]
    assert some[2] == whole().words.say("paper.more", (97.0,))
    assert own_words_told(whole(), 4) == own_words_told(whole(), 1000)


def test_how_sure_it_is_follows_from_what_could_be_read() -> None:
    """Four sentences; a sitting too short for a way back is never fairly sure."""
    words = whole().words
    assert whole().headline is None and long().headline is not None
    wanted = ((long(), 0.9, "most"), (whole(), 0.9, "part"), (long(), 0.5, "part"), (long(), 0.1, "little"))
    for material, share, much in (*wanted, (long(), 0.0, "none")):
        changed = replace(material, session=replace(material.session, known_share=share))
        assert sure_told(changed) == words.say(f"paper.sure_{much}", (100.0 * share,))


@pytest.mark.parametrize("name", PAGES)
def test_a_paper_is_dated_when_it_was_asked_for(name: str) -> None:
    """No other clock."""
    reader = PdfReader(io.BytesIO(_written(name, "whole", "en")))
    assert reader.metadata is not None and reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.timestamp() == NOW_S


@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_say_no_message_id(language: str, caplog: pytest.LogCaptureFixture) -> None:
    """Everything on them has words."""
    with caplog.at_level(logging.WARNING, "stillwater.stage"):
        for name in PAGES:
            pages = " ".join(told(written(name, replace(whole(), words=Words(language)))))
            assert not re.search(r"\b(paper|lanes|sitting|view|saying)\.[a-z_]+", pages)
    assert not caplog.records


def test_what_is_odd_is_said_first() -> None:
    """Simulated, ended early, parts lost: on both papers; and no place, where there was none."""
    words = whole().words
    for name in PAGES:
        first = told(_written(name, "salvaged", "en"))[0]
        for key in ("paper.simulated", "sitting.ended_early", "paper.lost"):
            assert words.say(key) in first
        assert words.say("paper.places_none") in told(_written(name, "nothing in it", "en"))[0]
        assert words.say("view.time_unknown") in told(_written(name, "nobody knows when", "en"))[0]


def test_a_machine_without_the_families_still_writes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """In PDF's own faces, with what helps said once each; a file that is no font is passed over."""
    (tmp_path / "Quicksand-Medium.ttf").write_bytes(b"no font")
    (tmp_path / "Quicksand-Bold.ttf").write_bytes(b"no font")
    with caplog.at_level(logging.WARNING, "stillwater.export"):
        faces = [Type(language, (str(tmp_path),)) for language in LANGUAGES]
    assert [record.getMessage() for record in caplog.records] == [NO_LATIN, NO_CHINESE]
    assert list(faces[0].runs("Calm 静", bold=True)) == [("Helvetica-Bold", "Calm "), ("STSong-Light", "静")]
    assert faces[0].width("静水", 10.0) == pytest.approx(20.0)
    assert "".join(run for _, run in faces[0].runs("−1 \U0001f30a")) == "-1 □"
