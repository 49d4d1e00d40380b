"""A note is plain text of somebody: theirs to change, a draft for them alone, and final once it is shared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.replay.errors import Refusal, Refused
from game.replay.notes import TEMPLATES, is_family, noted, plain_text, revised, shown_notes, withdrawn
from game.stage.words import Words
from game.vault.layers import Layers, Note
from game.vault.saying import MOST_NOTE, Signed, decoded, encoded

WHEN_S = 1_790_000_000
MOTHER, LIN, WU = (Signed(name, WHEN_S) for name in ("passphrase", "Dr. Lin", "Dr. Wu"))
LENGTH = 72_000
DIAGNOSING = ("symptom", "disorder", "diagnos", "severe", "score", "症", "诊", "评分", "障碍")


def _note(number: int, by: Signed, shared: bool, taken: Signed | None = None) -> Note:
    text = f"text {number}"
    return Note(number, 1, f"{number:016x}", "5" * 32, 60, text, "saw", shared, by.author, by.when_s, taken)


DRAFT, FINAL, LINS_DRAFT, LINS_FINAL = (
    _note(1, MOTHER, False),
    _note(2, MOTHER, True),
    _note(3, LIN, False),
    _note(4, LIN, True),
)
TAKEN = _note(5, LIN, True, LIN)
NOTES = (DRAFT, FINAL, LINS_DRAFT, LINS_FINAL, TAKEN)


def test_drafts_are_for_their_author() -> None:
    """Final notes are shown to everybody, drafts and words that were taken back to their author."""
    layers = Layers("5" * 32, notes=NOTES)
    assert shown_notes(layers, "passphrase") == (DRAFT, FINAL, LINS_FINAL)
    assert shown_notes(layers, "Dr. Lin") == (FINAL, LINS_DRAFT, LINS_FINAL, TAKEN)
    assert shown_notes(layers, "Dr. Wu") == (FINAL, LINS_FINAL)


@pytest.mark.parametrize("way", ["passphrase", "recovery words", "device"])
def test_the_family_is_one_author(way: str) -> None:
    """Whichever way the family unlocks, their drafts are theirs; a therapist never is the family."""
    assert is_family(way) and not is_family("Dr. Lin")
    assert shown_notes(Layers("5" * 32, notes=NOTES), way) == (DRAFT, FINAL, LINS_FINAL)
    assert revised(NOTES, 1, "more", False, Signed(way, WHEN_S)).mark == DRAFT.mark


@given(st.text(max_size=200))
def test_what_is_kept_is_plain(text: str) -> None:
    """Whatever is typed is kept composed, without blanks around it, or refused; keeping it twice changes nothing."""
    try:
        kept = plain_text(text)
    except Refused as refused:
        assert refused.refusal is Refusal.UNFIT
        return
    assert plain_text(kept) == kept == kept.strip() == unicodedata.normalize("NFC", kept)
    assert kept and not [sign for sign in kept if unicodedata.category(sign) == "Cc" and sign not in "\n\t"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)> {{7*7}} ${x} </textarea>",
        "calm & quiet 'quoted' \"twice\" <3",
        "她今天笑了 🙂 👩‍👧",
        "one\n\ttwo",
    ],
)
def test_signs_are_text(text: str) -> None:
    """Tags, templates, emoji and other scripts are text like any other, and come back as they were typed."""
    assert noted(LENGTH, None, text, "", True, LIN).text == text


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("", "saying.empty"),
        (" \r\n\t ", "saying.empty"),
        ("x" * (MOST_NOTE + 1), "saying.too_long"),
        ("nul\0", "saying.unseen"),
        ("escape \x1b[2J", "saying.unseen"),
        ("half a pair \ud800", "saying.unseen"),
        ("turned \u202egnorw", "saying.unseen"),
        ("turned \u2066x", "saying.unseen"),
    ],
)
def test_malicious_texts_are_refused_by_name(text: str, detail: str) -> None:
    """Nothing, too much, and signs that nobody can see: each is refused with a reason."""
    with pytest.raises(Refused) as refused:
        noted(LENGTH, None, text, "", False, MOTHER)
    assert (refused.value.refusal, refused.value.detail) == (Refusal.UNFIT, detail)


def test_line_ends_of_every_machine_are_one() -> None:
    """A text from elsewhere reads the same; 4000 characters are still a note."""
    assert plain_text("one\r\ntwo\rthree\n") == "one\ntwo\nthree"
    assert len(plain_text("x" * MOST_NOTE)) == MOST_NOTE


@pytest.mark.parametrize("tick", [None, 0, 1, LENGTH])
@pytest.mark.parametrize("template", ["", *(each.name for each in TEMPLATES)])
def test_a_note_is_about_a_moment_or_the_whole(tick: int | None, template: str) -> None:
    """Every moment of the session and every question there is; the vault takes it as it is."""
    said = noted(LENGTH, tick, "hm", template, False, LIN)
    assert (said.tick, said.template, said.shared, said.by) == (tick, template, False, LIN)
    assert decoded(encoded(said)) == said


@pytest.mark.parametrize(("tick", "template"), [(-1, ""), (LENGTH + 1, ""), (0, "diagnosis"), (0, "Saw")])
def test_other_moments_and_questions_are_refused(tick: int, template: str) -> None:
    """Outside the session there is no moment, and questions are a closed list."""
    with pytest.raises(Refused) as refused:
        noted(LENGTH, tick, "hm", template, False, LIN)
    assert refused.value.refusal is Refusal.UNFIT


def test_a_draft_becomes_final_and_stays_so() -> None:
    """A new version keeps the note, its moment and its question; what others may have read stays final."""
    said = revised(NOTES, 1, " better\n", True, MOTHER)
    assert (said.mark, said.tick, said.template, said.text, said.shared) == (DRAFT.mark, 60, "saw", "better", True)
    assert revised(NOTES, 2, "again", True, MOTHER).mark == FINAL.mark
    with pytest.raises(Refused) as refused:
        revised(NOTES, 2, "hidden", False, MOTHER)
    assert refused.value.detail == "saying.stays_shared"


@pytest.mark.parametrize("number", [1, 2, 5, 6, 0, -1])
def test_nobody_changes_anothers(number: int) -> None:
    """Another's final note is refused as theirs; another's draft is not there at all, like one that never was."""
    detail = {2: "saying.not_yours", 5: "saying.taken_back_before"}.get(number, "saying.no_such_number")
    by = LIN if number == 5 else WU
    for refuse in (lambda: revised(NOTES, number, "mine", True, by), lambda: withdrawn(NOTES, number, by)):
        with pytest.raises(Refused) as refused:
            refuse()
        assert refused.value.detail == detail


def test_a_draft_taken_back_is_not_there_for_others() -> None:
    """Not even that there was one is told to somebody else."""
    with pytest.raises(Refused) as refused:
        withdrawn([_note(1, LIN, False, LIN)], 1, MOTHER)
    assert refused.value.refusal is Refusal.NOT_THERE


def test_taking_back_is_its_authors() -> None:
    """The withdrawal names the note by its mark."""
    assert withdrawn(NOTES, 3, LIN).mark == LINS_DRAFT.mark
    assert withdrawn(NOTES, 3, LIN).by == LIN


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_questions_ask_for_what_was_seen(language: str) -> None:
    """Each question has words and a sentence to begin with, and none of them names what somebody has."""
    words = Words(language)
    assert len(TEMPLATES) == 4
    for each in TEMPLATES:
        for key in (each.title, each.hint):
            said = words.say(key)
            assert said != key and not [word for word in DIAGNOSING if word in said.lower()]
