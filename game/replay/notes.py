"""Rules of notes: what text one may hold, who may change it, and who is shown a draft.

A draft is shown to its author only, a final note to everybody who may look. That is a courtesy of the view and no
lock: whoever opens the player's ring could read both (docs/vault.md). A final note never becomes a draft again,
because others may have read it; its author may take it back, which stays visible as such.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from game.replay.corrections import standing
from game.replay.errors import Refusal, Refused
from game.vault.layers import Layers, Note
from game.vault.recipients import DEVICE_NAME, PASSPHRASE_NAME, RECOVERY_NAME
from game.vault.saying import MOST_NOTE, Noted, Signed, Withdrawn, fresh_mark

_FAMILY = frozenset({DEVICE_NAME, PASSPHRASE_NAME, RECOVERY_NAME})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unseen signs that turn stretches of text around: with them a note could read otherwise than it is."""


@dataclass(frozen=True, slots=True)
class Template:
    """A question that a note may answer. It asks for what was seen, never for what somebody has."""

    name: str
    """Its id, as notes keep it."""
    title: str
    """Message id of the question."""
    hint: str
    """Message id of a sentence that helps to begin."""


TEMPLATES = (
    Template("saw", "saying.template_saw", "saying.template_saw_hint"),
    Template("helped", "saying.template_helped", "saying.template_helped_hint"),
    Template("next", "saying.template_next", "saying.template_next_hint"),
    Template("question", "saying.template_question", "saying.template_question_hint"),
)


def is_family(author: str) -> bool:
    """Whether somebody unlocked as the family: by passphrase, recovery words, or the machine before there is one."""
    return author in _FAMILY


def plain_text(text: str) -> str:
    """The text of a note as it is kept: composed (NFC), lines ended by a line feed, without blanks around it.

    Tags and signs are text like any other, and shown as they were typed.

    Raises:
        Refused: nothing in it, more than 4000 characters, or characters that nobody can see.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        raise Refused(Refusal.UNFIT, "saying.empty")
    if len(text) > MOST_NOTE:
        raise Refused(Refusal.UNFIT, "saying.too_long")
    if any(_is_unseen(sign) for sign in text):
        raise Refused(Refusal.UNFIT, "saying.unseen")
    return text


def noted(length_ticks: int, tick: int | None, text: str, template: str, shared: bool, by: Signed) -> Noted:
    """A new note, to be appended.

    Args:
        length_ticks: length of the session.
        tick: the moment it is about; None = the whole session.
        text: as typed.
        template: name of a ``Template``; "" = none.
        shared: False = a draft.
        by: who writes it, and when.

    Raises:
        Refused: a text that no note holds, a moment outside the session, an unknown template.
    """
    if tick is not None and not 0 <= tick <= length_ticks:
        raise Refused(Refusal.UNFIT, "saying.outside")
    if template and template not in {each.name for each in TEMPLATES}:
        raise Refused(Refusal.UNFIT, "saying.no_such_template")
    return Noted(fresh_mark(), tick, plain_text(text), template, shared, by)


def revised(notes: Sequence[Note], number: int, text: str, shared: bool, by: Signed) -> Noted:
    """Another version of a note, to be appended; the earlier ones stay readable.

    Raises:
        Refused: no such note of theirs, one that was taken back, a text that no note holds, or a final note that is
            to become a draft.
    """
    note = _own(notes, number, by.author)
    if note.shared and not shared:
        raise Refused(Refusal.UNFIT, "saying.stays_shared")
    return Noted(note.mark, note.tick, plain_text(text), note.template, shared, by)


def withdrawn(notes: Sequence[Note], number: int, by: Signed) -> Withdrawn:
    """The withdrawal of a note, to be appended.

    Raises:
        Refused: no such note of theirs, or it was taken back before.
    """
    return Withdrawn(_own(notes, number, by.author).mark, by)


def shown_notes(layers: Layers, author: str) -> tuple[Note, ...]:
    """The notes that somebody is shown, by number: final ones of everybody, drafts of their own.

    Of a note that was taken back only its author keeps the words.
    """
    own = [note for note in layers.notes if _same(note.author, author)]
    return tuple(note for note in layers.notes if note in own or (note.shared and note.withdrawn is None))


def _own(notes: Sequence[Note], number: int, author: str) -> Note:
    """A note of theirs that stands. What is not shown to somebody is not there for them."""
    note = standing([each for each in notes if each.shared or _same(each.author, author)], number)
    if not _same(note.author, author):
        raise Refused(Refusal.UNFIT, "saying.not_yours")
    return note


def _same(one: str, other: str) -> bool:
    """Whether two authors are one: all that unlock as the family are."""
    return one == other or (is_family(one) and is_family(other))


def _is_unseen(sign: str) -> bool:
    """Control characters (but line ends and tabs), halves of a pair, and signs that turn text around."""
    return sign in _TURNING or (unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t")
