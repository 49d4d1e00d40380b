"""A session as files: which formats there are, how far one has come, and the zip, which is made in memory only."""

from threading import Lock

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from game.replay.desk import Desk, Opened
from game.replay.errors import NoWriter, Refusal, Refused
from game.replay.export.found import find_export, find_exports
from game.replay.export.gather import Asker, gather, pseudonym, sensors_of
from game.replay.export.material import Export, File, Material
from game.replay.export.pack import folder_name, make, zipped
from game.replay.fields import asked_whole, read_fields
from game.replay.ghost import GhostError
from game.replay.render import words_of
from game.replay.routes_session import BASE
from game.replay.shares import Shares, Work, answered
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
        self._shares = Shares(desk.visits)
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
        """Every format, and what share is done of the work of that number; null = there is none."""
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
        return JSONResponse(
            {"formats": formats, "share": self._shares.of(opened.cabinet, asked_whole(request, "work", 0))}
        )

    async def _stop(self, request: Request) -> Response:
        """Says whether there was anything to stop."""
        fields = await read_fields(request)
        cabinet, _ = self._desk.player(request)
        return JSONResponse({"stopped": self._shares.stop(cabinet, fields.whole("work"))})

    async def _export(self, request: Request) -> Response:
        fields = await read_fields(request)
        cabinet, _ = self._desk.player(request)
        with self._shares.working(cabinet, fields.whole("work")) as work:
            return await answered(request, work, lambda: self._exported(request, fields.text("format", 64), work))

    def _exported(self, request: Request, name: str, work: Work) -> Response:
        """The zip. One is made at a time: two would need twice the memory and take no less time."""
        export = find_export(name)
        if export is None:
            raise Refused(Refusal.UNFIT, "export.unknown")
        opened = self._desk.session(request)  # once: what is asked by its cookie is not, if that is replaced meanwhile
        asker = self._asker(request, opened, work)
        with work.turn(self._turn):
            material = self._material(opened, asker, work)
            data = zipped(files_of(export, material), folder_name(export, material), material.now_s)
        work.tell(1.0)  # nothing comes of what was stopped, nor for a browser that was locked
        self._desk.noted(opened.unlocked, Act.EXPORTED, f"{material.lanes.session_id} as {export.name}")
        named = f'attachment; filename="{folder_name(export, material)}.zip"'
        return Response(data, media_type="application/zip", headers={"content-disposition": named})

    def _asker(self, request: Request, opened: Opened, work: Work) -> Asker:
        session = opened.session
        return Asker(
            author=opened.unlocked.who,
            called=self._desk.shown(request, session.player).called,
            pseudonym=pseudonym(self._desk.home.device, session.player, PLACE),
            words=words_of(request),
            now_s=int(self._desk.now()),
            progress=work.part(SENSING, 1.0),
        )

    def _material(self, opened: Opened, asker: Asker, work: Work) -> Material:
        """What the writer is given. What takes long of it is made once for all formats of the session that was asked
        for last, and forgotten when the visit locks."""
        session = opened.session
        reader = session.reader
        sensors = opened.cabinet.once(
            (session.player, "sensors of exports"),
            (session.session_id, reader.file_bytes),
            lambda: sensors_of(reader.records(), reader.record_count, work.part(0.0, SENSING)),
        )
        return gather(session.lanes, reader, sensors, self._desk.layers(opened), asker)


def files_of(export: Export, material: Material) -> tuple[File, ...]:
    """The files of an export, with their manifest.

    Raises:
        Refused: the library it needs is not installed, or what paints its pictures is gone.
    """
    try:
        return make(export, material)
    except NoWriter:
        raise Refused(Refusal.FAILED, "export.no_writer") from None
    except GhostError as error:
        raise Refused(Refusal.NO_PICTURE, error.key) from None
