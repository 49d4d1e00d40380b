"""A session as files: which formats there are, how far one has come, and the zip, which is made in memory only."""

from collections.abc import Callable
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from game.replay.desk import Desk, Opened
from game.replay.errors import NoWriter, Refusal, Refused
from game.replay.export.found import find_export, find_exports
from game.replay.export.gather import Asker, gather, pseudonym, sensors_of
from game.replay.export.material import Export, File, Material
from game.replay.export.pack import folder_name, make, zipped
from game.replay.fields import Fields, read_fields
from game.replay.render import words_of
from game.replay.routes_session import BASE
from game.replay.sensed import Sensors
from game.replay.shares import Shares
from game.vault.audit import Act

PLACE = "page"
"""Where exports of the page go, for the pseudonym: all of them belong together."""
SENSING = 0.4
"""Share of the wait that reading the sensors may take, about; the writer has the rest."""


class ExportRoutes:
    """The routes by which a session is taken along."""

    def __init__(self, desk: Desk) -> None:
        """``desk`` has all they need."""
        self._desk = desk
        self._shares = Shares(desk)
        self._turn = Lock()

    @property
    def routes(self) -> list[BaseRoute]:
        """All of them."""
        return [
            Route(f"{BASE}/export.json", self._formats, methods=["GET"]),
            Route(f"{BASE}/export", self._export, methods=["POST"]),
            Route(f"{BASE}/export/stop", self._stop, methods=["POST"]),
        ]

    def _formats(self, request: Request) -> Response:
        """Every format, and what share is done of the one that is being made for this visit; null = none is."""
        opened, words = self._desk.session(request), words_of(request)
        length_s = opened.session.lanes.length_s
        formats = [
            {
                "name": one.name,
                "title": words.say(one.title),
                "about": words.say(one.about),
                "holds": words.say(one.holds),
                "names": words.say("export.named" if one.for_people else "export.unnamed"),
                "bytes": one.size.of(length_s),
            }
            for one in find_exports()
        ]
        return JSONResponse({"formats": formats, "share": self._shares.of(request)})

    def _stop(self, request: Request) -> Response:
        self._desk.session(request)
        self._shares.stop(request)
        return JSONResponse({})

    async def _export(self, request: Request) -> Response:
        fields = await read_fields(request)
        return await run_in_threadpool(self._exported, request, fields)

    def _exported(self, request: Request, fields: Fields) -> Response:
        """The zip. One is made at a time: two would need twice the memory and take no less time."""
        export = find_export(fields.text("format", 64))
        if export is None:
            raise Refused(Refusal.UNFIT, "export.unknown")
        with self._shares.working(request), self._turn:
            material = self._material(request)
            data = zipped(_made(export, material), folder_name(export, material), material.now_s)
        _, unlocked = self._desk.player(request)  # nothing is handed to a browser that was locked meanwhile
        self._desk.noted(unlocked, Act.EXPORTED, f"{material.lanes.session_id} as {export.name}")
        named = f'attachment; filename="{folder_name(export, material)}.zip"'
        return Response(data, media_type="application/zip", headers={"content-disposition": named})

    def _material(self, request: Request) -> Material:
        """What the writer is given; what takes long of it is made once for all formats of a session."""
        opened = self._desk.session(request)
        session, unlocked = opened.session, opened.unlocked
        asker = Asker(
            author=unlocked.who,
            called=self._desk.shown(request, session.player).called,
            pseudonym=pseudonym(self._desk.home.device, session.player, PLACE),
            words=words_of(request),
            now_s=int(self._desk.now()),
            progress=self._shares.teller(request, SENSING, 1.0),
        )
        sensors = _sensors(opened, self._shares.teller(request, 0.0, SENSING))
        return gather(session.lanes, session.reader, sensors, self._desk.layers(opened), asker)


def _made(export: Export, material: Material) -> tuple[File, ...]:
    try:
        return make(export, material)
    except NoWriter:
        raise Refused(Refusal.FAILED, "export.no_writer") from None


def _sensors(opened: Opened, progress: Callable[[float], None]) -> Sensors:
    """What the sensors said, of the session that was asked for last; forgotten when the visit locks."""
    session = opened.session
    reader = session.reader
    return opened.cabinet.once(
        (session.player, "sensors of exports"),
        session.session_id,
        lambda: sensors_of(reader.records(), reader.record_count, progress),
    )
