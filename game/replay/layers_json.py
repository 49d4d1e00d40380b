"""Corrections and notes as pages get them: JSON, titles in the visitor's language, times in seconds and ISO 8601."""

from typing import TypedDict

from game.core.pace import TICKS_PER_S
from game.replay.corrections import correction_rate
from game.replay.notes import TEMPLATES, is_family, shown_notes
from game.replay.shown import local_time
from game.stage.words import Words
from game.vault.layers import Correction, Layers, Note
from game.vault.saying import Label


class TitleTold(TypedDict):
    """A label that can be chosen."""

    name: str
    title: str


class CorrectionTold(TypedDict):
    """A stretch that was something else."""

    number: int
    from_s: float
    to_s: float
    label: str
    title: str
    author: str
    when: str
    withdrawn: bool


class CorrectionsTold(TypedDict):
    """All corrections of a session."""

    author: str
    """As whom this visitor corrects."""
    rate: float | None
    """Share of the session that is corrected, [0, 1]; None where it has no length."""
    labels: list[TitleTold]
    corrections: list[CorrectionTold]


class TemplateTold(TypedDict):
    """A question that a note may answer."""

    id: str
    title: str
    text: str
    """A sentence that helps to begin."""


class NoteTold(TypedDict):
    """The newest version of a note."""

    number: int
    version: int
    t_s: float | None
    text: str
    template: str
    shared: bool
    author: str
    when: str
    withdrawn: bool


class NotesTold(TypedDict):
    """All notes of a session that this visitor is shown."""

    author: str
    """As whom this visitor writes."""
    templates: list[TemplateTold]
    notes: list[NoteTold]


def corrections_told(layers: Layers, length_ticks: int, author: str, words: Words) -> CorrectionsTold:
    """JSON of corrections.json, withdrawn ones too."""
    return CorrectionsTold(
        author=author_told(author, words),
        rate=correction_rate([(layers.corrections, length_ticks)]),
        labels=[TitleTold(name=label.value, title=_title(label, words)) for label in Label],
        corrections=[_correction_told(one, words) for one in layers.corrections],
    )


def notes_told(layers: Layers, author: str, words: Words) -> NotesTold:
    """JSON of notes.json: final notes of everybody, drafts of their own author."""
    return NotesTold(
        author=author_told(author, words),
        templates=[
            TemplateTold(id=each.name, title=words.say(each.title), text=words.say(each.hint)) for each in TEMPLATES
        ],
        notes=[_note_told(note, words) for note in shown_notes(layers, author)],
    )


def author_told(author: str, words: Words) -> str:
    """Who says something, to people: all that unlock as the family are one, a therapist has their name."""
    return words.say("replay.author_family") if is_family(author) else author


def _correction_told(one: Correction, words: Words) -> CorrectionTold:
    return CorrectionTold(
        number=one.number,
        from_s=one.from_tick / TICKS_PER_S,
        to_s=one.to_tick / TICKS_PER_S,
        label=one.label.value,
        title=_title(one.label, words),
        author=author_told(one.author, words),
        when=local_time(one.when_s)[0],
        withdrawn=one.withdrawn is not None,
    )


def _note_told(note: Note, words: Words) -> NoteTold:
    return NoteTold(
        number=note.number,
        version=note.version,
        t_s=None if note.tick is None else note.tick / TICKS_PER_S,
        text=note.text,
        template=note.template,
        shared=note.shared,
        author=author_told(note.author, words),
        when=local_time(note.when_s)[0],
        withdrawn=note.withdrawn is not None,
    )


def _title(label: Label, words: Words) -> str:
    return words.say(f"saying.label_{label.value}")
