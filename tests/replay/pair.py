"""Sessions to be laid over each other: written by hand, with a tensest moment where one is wanted, and sealed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from math import exp
from pathlib import Path

from game.core.belief import UNKNOWN, Belief
from game.core.facts import Fact, MinigameBegan, MinigameEnded
from game.core.inputs import NOTHING
from game.core.observe import rate_to_unit
from game.core.pace import TICKS_PER_S
from game.core.setup import Setup
from game.core.tape import encode
from game.core.trace import (
    ESTIMATE_TICKS,
    Decision,
    Header,
    Kind,
    encode_digest,
    encode_estimate,
    encode_header,
)
from game.core.world import DIGEST_TICKS
from game.vault.home import Home, player_folder, sessions_folder
from game.vault.index import note_begin, note_end
from game.vault.keys import read_public_key
from game.vault.layout import Record
from game.vault.listing import closing_line
from game.vault.writer import Writer
from tests.replay.lanes_made import AS_SEEN, SEEN, Made, decision, fact, level, summed

GUIDE_PER_MIN = 8.0
DECIDED_S = 5
PATTERN = "longer_exhale"
FADES_S = 45.0
"""In so long a tense moment passes."""


def made(
    seconds: int = 300,
    peak_s: float | None = 120.0,
    above: float = 0.8,
    sd: float = 0.05,
    breath_per_min: float = 8.0,
    games: Iterable[tuple[int, int]] = ((150, 180),),
    started: str = "2026-01-05T10:00:00+0000",
    place: str = "tide",
) -> Made:
    """A session in one place.

    Args:
        seconds: its length.
        peak_s: when it was tensest; None = it never was tense.
        above: how far above the usual that was.
        sd: of what is believed of arousal.
        breath_per_min: how the breath went throughout; the guide goes at ``GUIDE_PER_MIN``.
        games: from when to when breathing games ran, in seconds.
        started: its wall clock.
        place: where it was played.
    """
    setup = Setup(3, place)
    usual = setup.posterior.arousal_baseline.mean
    seen = replace(SEEN, guide=rate_to_unit(GUIDE_PER_MIN / 60.0))
    ran: dict[float, Fact] = {from_s: MinigameBegan(PATTERN) for from_s, _ in games}
    ran |= {to_s: MinigameEnded(PATTERN, skipped=False) for _, to_s in games}
    breath = Belief(breath_per_min / 60.0, (0.2 / 60.0) ** 2)
    kept = [level(place)]
    for tick in range(1, seconds * TICKS_PER_S + 1):
        t_s = tick / TICKS_PER_S
        kept.append(Record(int(Kind.TICK), encode(NOTHING)))
        if tick % ESTIMATE_TICKS == 0:
            shape = 0.0 if peak_s is None else exp(-(((t_s - peak_s) / FADES_S) ** 2))
            believed = replace(UNKNOWN, arousal=Belief(usual + above * shape, sd * sd), breath_hz=breath)
            kept.append(Record(int(Kind.ESTIMATE), encode_estimate(tick, believed)))
        if tick % (DECIDED_S * TICKS_PER_S) == 0:
            kept.append(decision(Decision(tick, seen, AS_SEEN, AS_SEEN, (), AS_SEEN)))
        if tick % DIGEST_TICKS == 0:
            kept.append(Record(int(Kind.DIGEST), encode_digest(tick, bytes(8))))
        if t_s in ran:
            kept.append(fact(tick, ran[t_s]))
    kept.append(summed(seconds * TICKS_PER_S))
    return Made(encode_header(Header(setup, "tests", "rules", "", started, "live")), kept)


def seal(home: Home, told: Made, started: str) -> str:
    """Seal a session for the first player, as play does it; its name."""
    folder: Path = player_folder(home)
    started_s = int(datetime.fromisoformat(started).timestamp())
    with Writer(sessions_folder(folder), read_public_key(folder), told.setup) as writer:
        note_begin(folder, home.device, writer.session_id, started_s)
        for kind, payload in told.records():
            writer.append(kind, payload)
    length_s = sum(kind == Kind.TICK for kind, _ in told.records()) / TICKS_PER_S
    note_end(folder, home.device, closing_line(folder, writer.session_id, started_s, length_s, told.kept[-1].payload))
    return writer.session_id
