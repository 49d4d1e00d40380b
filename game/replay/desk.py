"""What every route has at hand, and what each asks first: which visit, which player, which session."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request

from game.core.gathering import AVATARS
from game.core.pace import TICKS_PER_S
from game.replay.cabinet import Cabinet, Session, Unlocked
from game.replay.errors import Refusal, Refused
from game.replay.guard import cookie_of
from game.replay.render import Pages, words_of
from game.replay.views import PlayerShown
from game.replay.visits import Visits
from game.vault.audit import Act, Line, note
from game.vault.errors import NotWritten
from game.vault.home import Home, find_player, player_names
from game.vault.keys import is_guarded
from game.vault.layers import Layers, read_layers
from game.vault.layout import is_id
from game.vault.players import read_record

LOG = logging.getLogger("stillwater.replay")


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that a request is about, and who asks."""

    cabinet: Cabinet
    """What this visit has at hand."""
    unlocked: Unlocked
    """The player's folder and keys, and by whom they were unlocked."""
    session: Session
    """The session."""

    @property
    def length_ticks(self) -> int:
        """How long the session is."""
        return round(self.session.lanes.length_s * TICKS_PER_S)


@dataclass(frozen=True, slots=True)
class Desk:
    """The app's own things. Routes are given it, and nothing else."""

    home: Home
    """Where players are."""
    fingerprint: str
    """Of the rules of today."""
    visits: Visits
    """Who may look."""
    pages: Pages
    """Templates."""
    new_cabinet: Callable[[], Cabinet]
    """An empty cabinet for somebody who has just unlocked a player."""
    now: Callable[[], float]
    """The wall clock, seconds since 1970."""

    def known(self, name: str) -> str:
        """The name of a player there is. Raises Refused."""
        if name not in player_names(self.home):
            raise Refused(Refusal.NOT_THERE)
        return name

    def player(self, request: Request) -> tuple[Cabinet, Unlocked]:
        """The visit's cabinet, and what opens the player of this address; counts as use.

        Raises:
            Refused: not unlocked here, or not any more; or erased meanwhile.
        """
        cookie = cookie_of(request.scope)
        cabinet = self.visits.find(cookie)
        unlocked = cabinet.unlocked(request.path_params["player"]) if cabinet else None
        if cabinet is None or unlocked is None:
            raise Refused(Refusal.EXPIRED if self.visits.expired(cookie) else Refusal.LOCKED)
        if not unlocked.folder.is_dir():
            raise Refused(Refusal.NOT_THERE)
        self.visits.use(cookie)
        return cabinet, unlocked

    def session(self, request: Request) -> Opened:
        """The session of this address. Raises as ``named``."""
        return self.named(request, request.path_params["session_id"])

    def named(self, request: Request, session_id: str) -> Opened:
        """A session of this address's player; the first opening of a visit is noted in the player's audit.

        Raises:
            Refused: as ``player``; or there is no such session. VaultError: it does not open.
        """
        cabinet, unlocked = self.player(request)
        if not is_id(session_id):
            raise Refused(Refusal.NOT_THERE)
        session, fresh = cabinet.session(request.path_params["player"], session_id)
        if fresh:
            self.noted(unlocked, Act.OPENED, session_id)
        return Opened(cabinet, unlocked, session)

    def layers(self, opened: Opened) -> Layers:
        """What was said of a session until now. Raises VaultError."""
        unlocked = opened.unlocked
        return read_layers(unlocked.folder, self.home.device, unlocked.private, opened.session.session_id)

    def noted(self, unlocked: Unlocked, act: Act, about: str) -> None:
        """Note in the player's audit what was done, and by whom; a copy that is to be read only goes without."""
        try:
            note(unlocked.folder, self.home.device, Line(int(self.now()), act, about, unlocked.who))
        except NotWritten:
            LOG.warning("Not noted in the audit: the folder does not let us write.")

    def shown(self, request: Request, name: str) -> PlayerShown:
        """A player as a page shows them: their name is private until they are unlocked here. Raises VaultError."""
        cabinet = self.visits.find(cookie_of(request.scope))
        unlocked = cabinet is not None and cabinet.unlocked(name) is not None
        number = int(name.rpartition("-")[2])
        folder = find_player(self.home, name)
        player = read_record(folder, self.home.device)
        stranger = words_of(request).say("replay.player", (float(number),))
        return PlayerShown(
            name=name,
            called=(player.name if unlocked else "") or stranger,
            figure=player.avatar if player.avatar in AVATARS else AVATARS[(number - 1) % len(AVATARS)],
            guarded=is_guarded(folder),
            unlocked=unlocked,
            href=f"/p/{name}" if unlocked else f"/unlock?player={name}",
        )
