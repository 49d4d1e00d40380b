"""Who may look: visits that somebody unlocked, tokens of pages, and how often a wrong secret may be tried.

A cookie is 256 random bits. Before unlocking it stands for nothing but itself: the token of a page is made from it
and from a secret of this process, so a page of somebody else cannot know it, and nothing has to be kept for it.
"""

import hmac
import re
import secrets
import sys
import time
from collections import deque
from collections.abc import Callable
from threading import Lock

from game.replay.cabinet import Cabinet

Clock = Callable[[], float]
"""Seconds that only ever go forward."""

IDLE_S = 600.0
"""A visit that nobody used for so long is locked."""
MOST_VISITS = 8
"""Browsers that are unlocked at once; the one that was used least lately makes room."""
TRIES = 5
"""Wrong secrets in a row before the door rests."""
REST_S = 60.0
"""How long it rests first; after each further wrong one twice as long,"""
LONGEST_REST_S = 900.0
"""and never longer than this. As long again without a wrong one, and all are forgotten."""
_COOKIE = re.compile("[A-Za-z0-9_-]{43}")
_REMEMBERED = 64


class Tokens:
    """What stands in our pages, so that nobody else's page can send what ours can."""

    def __init__(self) -> None:
        """Draw the secret of this process."""
        self._secret = secrets.token_bytes(32)

    def token(self, cookie: str) -> str:
        """What stands in the pages of this cookie, and must come back with everything that changes something."""
        return hmac.new(self._secret, cookie.encode(), "sha256").hexdigest()

    def fits(self, cookie: str, token: str) -> bool:
        """Whether a token is the one of this cookie; takes as long for any wrong one."""
        return hmac.compare_digest(self.token(cookie).encode(), token.encode())


class Visits:
    """Every visit there is now. Threads may use it."""

    def __init__(self, clock: Clock) -> None:
        """``clock`` tells seconds; nothing here asks for the time itself."""
        self._clock = clock
        self._open: dict[str, tuple[Cabinet, float]] = {}
        self._expired: deque[str] = deque(maxlen=_REMEMBERED)
        self._lock = Lock()

    def find(self, cookie: str) -> Cabinet | None:
        """What this cookie has unlocked; does not count as use. A visit that was idle for too long is locked here."""
        with self._lock:
            found = self._open.get(cookie)
            if found is None:
                return None
            if not self._idle(found[1]):
                return found[0]
        self.sweep()
        return None

    def use(self, cookie: str) -> None:
        """Somebody is there: the visit stays open for another while; one that was idle for too long is over."""
        with self._lock:
            found = self._open.get(cookie)
            if found is not None and not self._idle(found[1]):
                self._open[cookie] = (found[0], self._clock())

    def left_s(self, cabinet: Cabinet) -> float:
        """Seconds until the visit of this cabinet locks itself, whatever its cookie is now; 0 where it is locked."""
        with self._lock:
            used_s = [used_s for held, used_s in self._open.values() if held is cabinet]
        return max(used_s[0] + IDLE_S - self._clock(), 0.0) if used_s else 0.0

    def expired(self, cookie: str) -> bool:
        """Whether it was locked because nobody used it."""
        return cookie in self._expired

    def open(self, before: str, cabinet: Cabinet) -> str:
        """Let a fresh cookie stand for ``cabinet``; the one before stands for nothing any more."""
        fresh = fresh_cookie()
        with self._lock:
            self._open.pop(before, None)
            self._open[fresh] = (cabinet, self._clock())
            crowded = sorted(self._open, key=lambda cookie: self._open[cookie][1])[:-MOST_VISITS]
            dropped = [self._open.pop(cookie)[0] for cookie in crowded]
        _close(dropped)
        return fresh

    def close(self, cookie: str) -> None:
        """Lock a visit: its keys and its ghost are gone."""
        with self._lock:
            found = self._open.pop(cookie, None)
        _close([found[0]] if found else [])

    def sweep(self, everything: bool = False) -> None:
        """Lock every visit that nobody used for a while, or all of them; let ghosts go that nobody asks for."""
        with self._lock:
            over = [cookie for cookie, (_, used_s) in self._open.items() if everything or self._idle(used_s)]
            self._expired.extend(over)
            dropped = [self._open.pop(cookie)[0] for cookie in over]
            stay = [cabinet for cabinet, _ in self._open.values()]
        _close(dropped)
        for cabinet in stay:
            cabinet.seat.rest()

    def _idle(self, used_s: float) -> bool:
        return self._clock() - used_s >= IDLE_S


class Tries:
    """How often a wrong secret may still be tried, over all visits of this process."""

    def __init__(self, clock: Clock) -> None:
        """``clock`` tells seconds."""
        self._clock = clock
        self._wrong = 0
        self._last_s = 0.0

    def wait_s(self) -> float:
        """Seconds until the next try; 0 = now."""
        if self._wrong and self._clock() - self._last_s >= self._rest_s() + LONGEST_REST_S:
            self._wrong = 0
        return max(self._last_s + self._rest_s() - self._clock(), 0.0) if self._wrong else 0.0

    def wrong(self) -> None:
        """One more was wrong. A right one forgives none: it may be another player's."""
        self._wrong += 1
        self._last_s = self._clock()

    def _rest_s(self) -> float:
        """How long the door rests after the last wrong one."""
        over = self._wrong - TRIES
        return 0.0 if over < 0 else min(REST_S * 2.0 ** min(over, 8), LONGEST_REST_S)


def lasting_s() -> float:
    """Seconds that also go on while the machine sleeps: a notebook that was closed for an hour was idle for an hour."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()


def fresh_cookie() -> str:
    """256 random bits, 43 characters."""
    return secrets.token_urlsafe(32)


def is_cookie(text: str) -> bool:
    """Whether this could be one of ours."""
    return _COOKIE.fullmatch(text) is not None


def _close(cabinets: list[Cabinet]) -> None:
    for cabinet in cabinets:
        cabinet.close()
