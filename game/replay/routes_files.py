"""Files anybody may have: our styles and scripts, plotly's script out of its wheel, pictures of places and figures."""

import hashlib
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from game.replay.errors import Refusal, Refused
from game.stage.assets import asset, read

DAY = "private, max-age=86400"
CHECKED = "private, no-cache"
"""Kept, but asked for anew each time by its tag: after an update nobody looks at old scripts."""
FOLDERS = {"plates": ".webp", "sprites": ".webp"}
"""Folders of the game's assets that pages show, and the one kind of file in each."""


class _Static(StaticFiles):
    """Our own files, from the package they are in."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        """The file, with word that it may be kept."""
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["cache-control"] = CHECKED
        return response


def file_routes() -> list[BaseRoute]:
    """All of them."""
    return [
        Mount("/static", _Static(packages=[("game.replay", "static")])),
        Route("/favicon.ico", _icon),
        Route("/plotly.min.js", _plotly),
        *(Route(f"/{folder}/{{name}}", _picture, name=folder) for folder in FOLDERS),
    ]


def _icon(request: Request) -> Response:
    return _kept(request, _static("icon.svg"), "image/svg+xml", DAY)


def _plotly(request: Request) -> Response:
    return _kept(request, _plotly_script(), "text/javascript; charset=utf-8", DAY)


def _picture(request: Request) -> Response:
    """A picture of the closed list of those that a folder of assets holds."""
    folder, name = request.url.path.split("/")[1], request.path_params["name"]
    if name not in _names(folder):
        raise Refused(Refusal.NOT_THERE)
    return _kept(request, read(folder, name) or b"", "image/webp", DAY)


def _kept(request: Request, data: bytes, media_type: str, caching: str) -> Response:
    """What a browser may keep; nothing but "it is as it was" where it has it already."""
    headers = {"etag": f'"{hashlib.sha256(data).hexdigest()[:32]}"', "cache-control": caching}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=media_type, headers=headers)


@cache
def _names(folder: str) -> frozenset[str]:
    return frozenset(entry.name for entry in asset(folder).iterdir() if entry.name.endswith(FOLDERS[folder]))


@cache
def _plotly_script() -> bytes:
    return files("plotly").joinpath("package_data", "plotly.min.js").read_bytes()


def _static(name: str) -> bytes:
    return files("game.replay").joinpath("static", name).read_bytes()
