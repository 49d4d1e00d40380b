"""What both papers say of a session, in the words of the house: when, where, the way back, who said what."""

import time
from collections.abc import Callable

from game.core.facts import FeelingTold
from game.core.pace import TICKS_PER_S
from game.replay.corrections import corrected_ticks
from game.replay.export.material import Material
from game.replay.export.pdf_chart import clock
from game.replay.happenings import headline_told
from game.replay.notes import is_family
from game.replay.sentences import MENUS, SECONDS_UNTIL_S, aside, begun, headed, level_title, listed, pattern_title
from game.stage.words import Words

MOSTLY, PARTLY = 0.75, 0.3
"""Shares of a session that could be read, from which it says much, and something. Assumptions."""
LEAST_SHARE = 0.005
"""A smaller share would be told as 0 %."""
_SPEECH_ENDS = ".!?。！？…"


def when_told(material: Material) -> str:
    """Day and time of day on the player's own clock: "5 January 2026, 10:00"."""
    words = material.words
    if material.began is None:
        return words.say("view.time_unknown")
    local = time.gmtime(material.session.local_s)
    return f"{day_told(material.session.local_s, words)}{words.say('lanes.clause')}{local.tm_hour}:{local.tm_min:02}"


def day_told(local_s: int, words: Words) -> str:
    """ "5 January 2026", of seconds since 1970 on somebody's own clock."""
    day = time.gmtime(local_s)
    return words.say(f"view.month_{day.tm_mon}", (day.tm_mday, day.tm_year))


def made_told(material: Material) -> str:
    """When the paper was made: "Made: 6 January 2026"."""
    words = material.words
    return headed(words, words.say("paper.made"), day_told(material.now_s + material.session.offset_s, words))


def length_told(material: Material) -> str:
    """ "20 min"; of a short session "40 s"."""
    seconds, words = material.lanes.length_s, material.words
    if seconds < SECONDS_UNTIL_S:
        return words.say("lanes.seconds", (float(round(seconds)),))
    return words.say("lanes.minutes", (round(seconds / 30.0) / 2.0,))


def places_told(material: Material) -> str:
    """The places, each once; says so where there was none."""
    names = dict.fromkeys(span.name for span in material.lanes.levels if span.name not in MENUS)
    words = material.words
    return listed(words, (level_title(words, name) for name in names)) or words.say("paper.places_none")


def way_back_told(material: Material) -> str:
    """The headline as a sentence, what was corrected left out of it."""
    words = material.words
    if material.headline is None:
        return words.say("view.headline_none")
    return sentence(words, headline_told(material.headline, words))


def meanwhile_told(material: Material) -> list[str]:
    """What ran on the way back, and after which breathing it grew calmer; a sentence where there is nothing to tell."""
    words, headline = material.words, material.headline
    told = list[str]()
    if headline is None:
        told.append(words.say("paper.meanwhile_unknown"))
    elif headline.recovery.tensest is None:
        told.append(words.say("paper.meanwhile_steady"))
    else:
        names = dict.fromkeys(span.name for span in headline.recovery.meanwhile)
        told += [begun(words.say(name)) for name in names] or [words.say("paper.meanwhile_none")]
    after = dict.fromkeys(material.session.helped)
    if after:
        patterns = listed(words, (pattern_title(words, name) for name in after))
        told.append(headed(words, words.say("paper.calmer_after"), patterns))
    return told


def own_words_told(material: Material, most: int) -> list[str]:
    """How the player said they felt, in order: "Before: good (mood), quiet (energy)"; of several the time, too.

    Of more than ``most`` (3 at least) the first and the last are told, and how many there were between.
    """
    words, told = material.words, []
    said = [(tick, fact) for tick, fact in material.lanes.facts if isinstance(fact, FeelingTold)]
    for tick, fact in said:
        moment = words.say(f"lanes.feeling_{fact.moment}")
        if sum(other.moment == fact.moment for _, other in said) > 1:
            moment = f"{clock(tick / TICKS_PER_S)} {moment}"
        told.append(headed(words, moment, felt_told(words, fact)))
    between = len(told) - most + 1
    return told if len(told) <= most else [*told[: most - 2], more_told(words)(between), told[-1]]


def felt_told(words: Words, fact: FeelingTold) -> str:
    """ "good (mood), quiet (energy)"."""
    face, energy = words.say(f"feeling.face_{fact.face}"), words.say(f"feeling.energy_{fact.energy}")
    parts = (aside(words, face, words.say("paper.mood")), aside(words, energy, words.say("paper.energy")))
    return listed(words, parts)


def corrections_told(material: Material) -> list[str]:
    """What counts where, in order: "0:20–0:30: was laughing"."""
    words = material.words
    return [
        headed(words, span_told(one.from_tick / TICKS_PER_S, one.to_tick / TICKS_PER_S), said)
        for one in material.corrected
        for said in (words.say(f"saying.label_{one.label.value}"),)
    ]


def notes_told(material: Material) -> list[str]:
    """The shared notes with their moment and who wrote them. A draft is nobody else's, so no paper holds one."""
    words, told = material.words, []
    for note in sorted(material.notes, key=lambda note: (note.tick is not None, note.tick or 0, note.number)):
        if note.shared:
            where = words.say("sitting.note_whole") if note.tick is None else clock(note.tick / TICKS_PER_S)
            author = words.say("paper.family") if is_family(note.author) else note.author
            told.append(headed(words, where, aside(words, note.text, author)))
    return told


def sure_told(material: Material) -> str:
    """How much could be read, and what that means for the rest; much of a moment is not much."""
    share = material.session.known_share
    if share < LEAST_SHARE:
        much = "none"
    elif share < PARTLY:
        much = "little"
    else:
        much = "part" if share < MOSTLY or material.headline is None else "most"
    return material.words.say(f"paper.sure_{much}", (float(round(100.0 * share)),))


def odd_told(material: Material) -> list[str]:
    """What a reader must know before they believe anything: simulated, ended early, parts lost."""
    words, lanes = material.words, material.lanes
    told = []
    if material.session.simulated:
        told.append(words.say("paper.simulated"))
    if lanes.ended_early:
        told.append(words.say("sitting.ended_early"))
    if lanes.gaps:
        told.append(words.say("paper.lost"))
    return told


def corrected_share(material: Material) -> float:
    """Share of the session that people corrected, [0, 1]."""
    ticks = round(material.lanes.length_s * TICKS_PER_S)
    return corrected_ticks(material.corrections, ticks) / ticks if ticks else 0.0


def more_told(words: Words) -> Callable[[int], str]:
    """ "and 3 more"."""
    return lambda many: words.say("paper.more", (float(many),))


def span_told(from_s: float, to_s: float) -> str:
    """ "0:20–0:30"."""
    return f"{clock(from_s)}–{clock(to_s)}"


def sentence(words: Words, told: str) -> str:
    """With a full stop behind it."""
    return told if told[-1:] in _SPEECH_ENDS else f"{told}{words.say('paper.stop')}"
