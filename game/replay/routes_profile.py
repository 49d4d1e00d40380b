"""The usual picture of one player: what their sessions mostly look like, in words and in bands."""

from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from affect.trends.profile import LAST, Taught, shipped
from game.replay.desk import Desk
from game.replay.many import read_courses, read_many
from game.replay.profile_told import profile_shown
from game.replay.render import words_of


class ProfileRoutes:
    """The route of the usual picture."""

    def __init__(self, desk: Desk) -> None:
        """``desk`` has all it needs."""
        self._desk = desk

    @property
    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [Route("/p/{player}/profile", self._page)]

    def _page(self, request: Request) -> Response:
        cabinet, unlocked = self._desk.player(request)
        device = self._desk.home.device
        many = read_many(unlocked, device, self._desk.now())
        played = [name for session, name in zip(many.sessions, many.names, strict=True) if not session.simulated]
        view = profile_shown(
            whose=self._desk.shown(request, request.path_params["player"]),
            sessions=tuple(zip(many.sessions, many.names, strict=True)),
            courses=read_courses(unlocked, device, played, LAST + 1),  # the last lies over the bands of those before
            taught=_taught(),
            words=words_of(request),
            now_s=self._desk.now(),
            waiting=max(many.waiting - len(cabinet.shut()), 0),  # what does not open is not waited for
        )
        return self._desk.pages.page(request, "profile.html", view)


@cache
def _taught() -> Taught:
    return shipped()
