"""Sittings made by hand, sealed and indexed as play does it."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from game.commands.household import Household
from game.core.belief import Belief, Estimate
from game.core.facts import Caught, ConsentGiven, FeelingTold
from game.core.inputs import NOTHING
from game.core.reading import SCALES, Quantity
from game.core.setup import Setup
from game.core.tape import encode
from game.core.trace import (
    Header,
    Kind,
    Summary,
    Written,
    encode_estimate,
    encode_fact,
    encode_header,
    encode_summary,
    encode_words,
)
from game.vault.home import FIRST_PLAYER, open_home
from game.vault.index import note_begin, note_end
from game.vault.listing import closing_line
from game.vault.writer import Writer

HEADER = Header(Setup(3, "tide", found=("tide.heron",)), "tests", "tests", "", "2026-01-05T10:00:00+0000", "live")
SENTENCE = "the heron stood still"
SUMMARY = Summary(ticks=240, levels=("tide",), caught=3, minigames=1, follow=0.5, breath_hz=0.1)
AROUSAL = 0.25
PRIOR = Estimate(**{q.value: Belief(SCALES[q].prior_mean, SCALES[q].prior_sd ** 2) for q in Quantity})
SURE = replace(PRIOR, arousal=Belief(AROUSAL, 0.01), valence=Belief(-0.5, 0.01), breath_hz=Belief(0.125, 0.0001))


def records(summary: Summary = SUMMARY) -> list[tuple[int, bytes]]:
    """What a sitting leaves: ticks, a level, feelings told, things caught, consent, estimates, words, a summary."""
    facts = (FeelingTold("before", 2, 3), ConsentGiven("camera", True), Caught(3), FeelingTold("after", 4, 1))
    made = [(int(Kind.LEVEL), b"tide")]
    made += [(int(Kind.FACT), encode_fact(60, fact)) for fact in facts]
    for tick in range(240):
        made.append((int(Kind.TICK), encode(NOTHING)))
        if tick % 30 == 0:
            made.append((int(Kind.ESTIMATE), encode_estimate(tick, SURE)))
    made.append((int(Kind.WORDS), encode_words(200, Written("journal", SENTENCE))))
    made.append((int(Kind.SUMMARY), encode_summary(summary)))
    return made


def sit(
    home: Path,
    name: str = FIRST_PLAYER,
    started: str = HEADER.started,
    summary: Summary = SUMMARY,
    source: str = "live",
) -> str:
    """One closed sitting of a player, begun at ``started``; its name."""
    household = Household(open_home(home), print, name)
    started_s = int(datetime.strptime(started, "%Y-%m-%dT%H:%M:%S%z").timestamp())
    header = replace(HEADER, started=started, source=source)
    device = household.home.device
    with Writer(household.sessions, household.public, encode_header(header)) as writer:
        note_begin(household.folder, device, writer.session_id, started_s)
        for kind, payload in records(summary):
            writer.append(kind, payload)
    line = closing_line(household.folder, writer.session_id, started_s, 4.0, encode_summary(summary))
    note_end(household.folder, device, line)
    return writer.session_id
