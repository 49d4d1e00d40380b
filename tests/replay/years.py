"""A home whose player has played for months: small sealed sessions, with what they amount to kept beside them.

    python -m tests.replay.years FOLDER [--sessions 365] [--seed 1]

Then ``STILLWATER_HOME=FOLDER scripts/play replay`` shows the pages; the passphrase is printed. What the sessions amount
to is planted (affect/trends/simulate.py), not read out of them: opened, each shows a quarter of an hour in which
nothing was sensed. In what is planted the breath comes nearer to the guide for good after three fifths of the time,
calm comes back sooner with one practice, three sessions are far out, nobody played for three weeks, and the newest
session was tense and long in calming down.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from affect.trends.profile_curve import POINTS, Curve, encode_curve
from affect.trends.recovery import Recovery, Span, Stretch
from affect.trends.session import DAY_S, Measure, Session
from affect.trends.simulate import PATTERNS, Habit, Planted, simulate
from game.core.facts import FeelingTold
from game.core.inputs import NOTHING
from game.core.pace import TICKS_PER_S
from game.core.setup import Setup
from game.core.tape import encode
from game.core.temper import AgeBand
from game.core.trace import (
    Header,
    Kind,
    Summary,
    encode_digest,
    encode_fact,
    encode_header,
    encode_summary,
)
from game.replay.gist import METHOD, Gist, encode_gist
from game.vault.calls import Calls, through
from game.vault.home import Home, open_home, player_folder, sessions_folder
from game.vault.index import Line, read_index, write_index
from game.vault.keys import read_public_key, set_passphrase, unlock
from game.vault.listing import closing_line
from game.vault.passphrase import Passphrase
from game.vault.player import Player, Progress
from game.vault.players import save
from game.vault.sums import Cache, Sum, keep_sums
from game.vault.writer import Writer
from tests.replay.visiting import PASSPHRASE

PER_WEEK = 5.0
HELPS = PATTERNS[0]
"""The practice with which calm comes back sooner,"""
HELPS_TIMES = 0.6
"""by so much."""
PEAK_S = 300.0
"""When the tensest moment of each session was."""
LONGEST_S = 540.0
"""No way back to the usual is told as longer, so that it ends within the session."""


@dataclass(frozen=True)
class Year:
    """What was made."""

    home: Home
    """The home; its first player's passphrase is ``visiting.PASSPHRASE``."""
    folder: Path
    """The player's."""
    sessions: tuple[Session, ...]
    """What each session amounts to, in the order of time."""
    names: tuple[str, ...]
    """Name of each."""


class Unsynced(Calls):
    """Does not wait for the disk: nobody misses these files after a power cut."""

    def sync(self, descriptor: int) -> None:
        """Do not wait."""


def a_year(root: Path, count: int = 365, seed: int = 1, until_s: float | None = None) -> Year:
    """Make the home; the same arguments give the same numbers (names and keys are new each time).

    Args:
        root: its folder, made new.
        count: sessions.
        seed: of everything that is drawn.
        until_s: the newest session is of the day before, seconds since 1970; None = now.
    """
    home = open_home(root)
    folder = player_folder(home)
    sessions = planted(count, seed, time.time() if until_s is None else until_s)
    dice = np.random.default_rng([88, seed])
    with through(Unsynced()):
        set_passphrase(folder, home.device, Passphrase(PASSPHRASE), sessions[0].started_s)
        progress = Progress(places_open=("tide",), sittings=count)
        save(folder, home.device, Player(name="Mira", age=AgeBand.ADULT, progress=progress))
        lines = tuple(_sealed(home, folder, one) for one in sessions)
        index = read_index(folder, home.device, unlock(folder, home.device, Passphrase(PASSPHRASE)))
        write_index(folder, home.device, lines, index.end)
        named = list(zip(lines, sessions, strict=True))
        courses = [_kept(line, encode_curve(curve(one, dice))) for line, one in named]
        keep_sums(folder, Cache.COURSES, home.device, *courses)
        gists = [_kept(line, encode_gist(Gist(one, _recovery(one)))) for line, one in named]
        keep_sums(folder, Cache.SUMS, home.device, *gists)
    return Year(home, folder, sessions, tuple(line.session_id for line in lines))


def planted(count: int, seed: int, until_s: float) -> tuple[Session, ...]:
    """So many sessions until ``until_s``, in the order of time."""
    weeks = max(int(count / PER_WEEK * 1.2) + 8, 12)
    first = max(weeks - count / PER_WEEK, 0.0)
    happens = Planted(
        Measure.APART,
        step=-1.5,
        step_week=first + 0.6 * (weeks - first),
        gap_week=first + 0.35 * (weeks - first),
        gap_weeks=3.0 if count > 60 else 0.0,
        outliers=3 if count > 60 else 0,
    )
    sessions = simulate(Habit(weeks=weeks, per_week=PER_WEEK), happens, seed).sessions[-count:]
    days = int((until_s - sessions[-1].started_s) // DAY_S)
    told = [_practised(replace(one, started_s=one.started_s + days * DAY_S)) for one in sessions]
    told[-1] = replace(told[-1], recovery_s=420.0, tensest=0.75, calm_share=0.2, follow=0.25)
    return tuple(told)


def _practised(session: Session) -> Session:
    """The session, in which one practice helps."""
    if session.recovery_s is None:
        return session
    times = HELPS_TIMES if HELPS in session.minigames else 1.0
    return replace(session, recovery_s=min(times * session.recovery_s, LONGEST_S))


def curve(session: Session, dice: np.random.Generator) -> Curve:
    """A course that fits a session: tense at first, then calmer; now and then nothing is known."""
    clock = (np.arange(POINTS) + 0.5) / POINTS
    tense = 0.35 if session.tensest is None else session.tensest
    apart = 1.5 if session.breath_per_min is None else session.breath_per_min - (session.guide_per_min or 6.0)
    went = 0.55 if session.performance is None else session.performance
    rows = np.stack(
        (
            tense * np.exp(-((clock - 0.35) ** 2) / 0.03) - 0.05 * clock,
            0.05 + 0.15 * clock,
            4.0 + (apart - 4.0) * np.minimum(2.0 * clock, 1.0),
            went + 0.1 * (clock - 0.5),
        )
    )
    rows += dice.normal(0.0, (0.04, 0.04, 0.4, 0.04), (POINTS, 4)).T
    rows[:3, dice.random(POINTS) < 0.08] = np.nan
    rows[3] = rows[3].clip(0.0, 1.0)
    return Curve(rows)


def _recovery(session: Session) -> Recovery:
    """How the tensest moment passed, as the session's numbers have it."""
    known_s = session.known_share * session.length_s
    if session.recovery_s is None:
        return Recovery(known_s, None, ())
    end_s = PEAK_S + session.recovery_s
    above = 0.4 if session.tensest is None else session.tensest
    tensest = Stretch(PEAK_S - 20.0, PEAK_S, above, 0.1, "back", end_s, at_most=False, stayed_s=60.0)
    ran = tuple(Span(f"pattern.{name}", PEAK_S + 5.0, PEAK_S + 65.0) for name in session.minigames)
    return Recovery(known_s, tensest, ran)


def _kept(line: Line, data: bytes) -> Sum:
    return Sum(line.session_id, METHOD, line.file_bytes, data)


def _sealed(home: Home, folder: Path, session: Session) -> Line:
    """Seal a session; its line for the index."""
    started = datetime.fromtimestamp(session.started_s, UTC).isoformat()
    header = encode_header(Header(Setup(3, "tide"), "tests", "rules", "", started, "live"))
    ticks = int(session.length_s * TICKS_PER_S)
    breath_hz = (session.breath_per_min or 0.0) / 60.0
    summary = encode_summary(Summary(ticks, ("tide",), 12, len(session.minigames), session.follow or 0.0, breath_hz))
    with Writer(sessions_folder(folder), read_public_key(folder), header) as writer:
        writer.append(Kind.LEVEL, b"tide")
        writer.append(Kind.TICK, encode(NOTHING))
        for moment, felt in (("before", session.felt_before), ("after", session.felt_after)):
            if felt is not None:
                writer.append(Kind.FACT, encode_fact(1, FeelingTold(moment, 3 + round(2.0 * felt), 2)))
        writer.append(Kind.DIGEST, encode_digest(ticks, bytes(8)))
        writer.append(Kind.SUMMARY, summary)
    return closing_line(folder, writer.session_id, session.started_s, session.length_s, summary)


def main(words: Sequence[str] | None = None) -> int:
    """Make a home. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.replay.years", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the home is made")
    parser.add_argument("--sessions", type=int, default=365, help="how many there are")
    parser.add_argument("--seed", type=int, default=1, help="of everything that is drawn")
    arguments = parser.parse_args(words)
    if arguments.folder.exists():
        parser.error(f"{arguments.folder} is there already: name a new folder")
    began = time.perf_counter()
    year = a_year(arguments.folder, arguments.sessions, arguments.seed)
    print(f"{len(year.names)} sessions in {arguments.folder} ({time.perf_counter() - began:.1f} s)")
    print(f'The passphrase is "{PASSPHRASE}".')
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
