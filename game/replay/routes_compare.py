"""Two sessions of one player side by side: the choice of them, and both laid over each other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from game.replay.compare import laid
from game.replay.compare_told import day_told, pair_shown
from game.replay.desk import Desk, Opened
from game.replay.errors import Refusal, Refused
from game.replay.render import words_of
from game.replay.sentences import level_title, listed
from game.replay.shelf import Row, read_shelf, row_of
from game.replay.shown import began, shown_session
from game.replay.views import Choice, SessionShown
from game.replay.views_compare import CompareView, PairShown
from game.stage.words import Words
from game.vault.layers import Layers
from game.vault.layout import is_id

MOST_CHOICES = 200
"""So many of the newest sessions are offered, as on a page of their list; any two can be asked for."""


class CompareRoutes:
    """The route of two sessions side by side."""

    def __init__(self, desk: Desk) -> None:
        """``desk`` has all it needs."""
        self._desk = desk

    @property
    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [Route("/p/{player}/compare", self._page)]

    def _page(self, request: Request) -> Response:
        _, unlocked = self._desk.player(request)
        first, second = _asked(request, "a"), _asked(request, "b")
        rows = read_shelf(unlocked, self._desk.home.device).rows
        both = bool(first and second) and first != second
        view = CompareView(
            player=self._desk.shown(request, request.path_params["player"]),
            choices=tuple(_choices(rows, (first, second), words_of(request))),
            chosen=_chosen([row.session_id for row in rows], first, second),
            same=bool(first) and first == second,
            pair=self._pair(request, (first, second)) if both else None,
        )
        return self._desk.pages.page(request, "compare.html", view)

    def _pair(self, request: Request, names: tuple[str, str]) -> PairShown:
        """Two sessions laid over each other, the earlier one first. Raises Refused, VaultError."""
        words = words_of(request)
        both = sorted((self._read(request, name) for name in names), key=lambda one: one.row.started_s)
        earlier, later = both
        pair = laid(
            (earlier.opened.session.lanes, earlier.layers.corrections),
            (later.opened.session.lanes, later.layers.corrections),
        )
        return pair_shown(pair, (earlier.shown(words), later.shown(words)), words)

    def _read(self, request: Request, name: str) -> "_Read":
        opened = self._desk.named(request, name)
        layers = self._desk.layers(opened)
        return _Read(opened, layers, row_of(opened.session, layers))


@dataclass(frozen=True, slots=True)
class _Read:
    """A session that is open, with what was said of it."""

    opened: Opened
    """It, and who looks."""
    layers: Layers
    """What was said of it."""
    row: Row
    """Its row in the list."""

    def shown(self, words: Words) -> SessionShown:
        """The session as the list shows it."""
        return shown_session(self.row, self.layers, self.opened.session.player, words, self.opened.unlocked.who)


def _asked(request: Request, name: str) -> str:
    """The name of a session that is asked for; "" = none is. Raises Refused."""
    asked = request.query_params.get(name, "")
    if asked and not is_id(asked):
        raise Refused(Refusal.NOT_THERE)
    return asked


def _chosen(newest: Sequence[str], first: str, second: str) -> tuple[str, str]:
    """The two that stand chosen: those asked for; beside one alone the one before it; else the newest two."""
    if not first:
        first = next((name for name in newest if name != second), "")
    if not second:
        older = newest[newest.index(first) + 1 :] if first in newest else ()
        second = next((name for name in (*older, *newest) if name != first), "")
    return first, second


def _choices(rows: Iterable[Row], always: Sequence[str], words: Words) -> Iterator[Choice]:
    """Sessions to choose from: the newest, and whichever are asked for."""
    for place, row in enumerate(rows):
        if place < MOST_CHOICES or row.session_id in always:
            yield Choice(row.session_id, _choice_told(row, words))


def _choice_told(row: Row, words: Words) -> str:
    """ "22 November 2026, 17:05 · Tide · 12 min"."""
    started, gist = began(row)[0], row.gist
    places = dict.fromkeys(gist.session.places) if gist else ()
    parts = [
        f"{day_told(started, words)}, {started[11:16]}" if started else day_told(started, words),
        listed(words, (level_title(words, place) for place in places)),
        words.say("view.minutes", (round(row.length_s / 60.0),)),
    ]
    return " · ".join(part for part in parts if part)
