"""A player's sessions as pages show them, in the visitor's language."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from game.replay.corrections import correction_rate
from game.replay.gist import Gist, headline_of
from game.replay.happenings import headline_told
from game.replay.notes import shown_notes
from game.replay.sentences import level_title
from game.replay.shelf import Row
from game.replay.views import SessionShown, WeekShown
from game.stage.words import Words
from game.vault.layers import Layers
from game.vault.listing import Listing
from game.vault.player import Progress

_WEEK = "%G-W%V"


def shown_session(row: Row, layers: Layers, player: str, words: Words, author: str) -> SessionShown:
    """One session in a list, or above its replay; ``author`` is who looks."""
    gist = row.gist
    href = f"/p/{player}/s/{row.session_id}"
    started, when = began(row)
    places = tuple(dict.fromkeys(gist.session.places)) if gist else ()
    told = headline_of(gist) if gist else None
    return SessionShown(
        session_id=row.session_id,
        href=href,
        story_href=f"{href}/story",
        started=started,
        when=when,
        minutes=row.length_s / 60.0,
        levels=tuple(level_title(words, name) for name in places),
        headline=headline_told(told, words) if told else None,
        ended_early=not row.whole,
        simulated=gist is not None and gist.session.simulated,
        corrected=correction_rate([(layers.corrections, row.length_ticks)]),
        places=places,
        mode=gist.session.mode if gist else "",
        recovery_s=_recovery_s(gist),
        notes=sum(note.withdrawn is None for note in shown_notes(layers, author)),
    )


def rate(rows: Iterable[Row]) -> float | None:
    """Share of the time of these sessions that somebody corrected; None where there was none.

    What was never looked at does not count, and where nothing was said nothing is unpacked.
    """
    played_s = corrected_s = 0.0
    for row in rows:
        gist = row.gist if row.layered else None
        if gist is not None:
            corrected_s += gist.session.corrected_share * row.length_s
        if row.kept is not None:
            played_s += row.length_s
    return corrected_s / played_s if played_s > 0.0 else None


def week_shown(progress: Progress, now_s: float) -> WeekShown:
    """The invitation for the calendar week it is now."""
    this_week = time.strftime(_WEEK, time.localtime(now_s))
    done = progress.week_done if progress.weeks[-1:] == (this_week,) else 0
    return WeekShown(progress.week_times, progress.week_minutes, done)


def notices(listing: Listing, shut: int, words: Words) -> tuple[str, ...]:
    """What is not as it was left, a sentence each."""
    counted = {
        "gone": len(listing.gone),
        "changed": len(listing.changed),
        "unknown": len(listing.unknown),
        "unerased": len(listing.unerased),
        "index": len(listing.faults),
        "shut": shut,
    }
    return tuple(words.say(f"replay.notice_{what}", (float(count),)) for what, count in counted.items() if count)


def began(row: Row) -> tuple[str, str]:
    """When a session began, on the player's own clock as far as it is known; as ``local_time``."""
    gist = row.gist
    return local_time(row.started_s, gist.session.offset_s if gist is not None and gist.session.started_s else None)


def local_time(seconds: float, offset_s: int | None = None) -> tuple[str, str]:
    """A moment: ISO 8601, and to read; "" twice where it is not known (0).

    ``offset_s``: what the clock it is told by is ahead of UTC; None = the clock of this machine.
    """
    if seconds <= 0:
        return "", ""
    zone = None if offset_s is None else timezone(timedelta(seconds=offset_s))
    there = datetime.fromtimestamp(seconds, UTC).astimezone(zone)
    return there.strftime("%Y-%m-%dT%H:%M:%S%z"), there.strftime("%Y-%m-%d %H:%M")


def _recovery_s(gist: Gist | None) -> float | None:
    """Seconds from the tensest moment back to the usual, where it came back."""
    tensest = gist.recovery.tensest if gist is not None and gist.recovery is not None else None
    return tensest.lasted_s if tensest is not None and tensest.end == "back" else None
