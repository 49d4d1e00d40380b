"""From a writer's files to what is handed over: the manifest beside them, and all of it in one zip, in memory."""

import hashlib
import json
import zipfile
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO

from game.replay.errors import NoWriter
from game.replay.export.material import MANIFEST, Export, File, Material, iso_utc

FORM = 1
"""Version of the manifest."""
_PACKED = frozenset({"gz", "pdf", "webm"})
"""Endings of files that are packed in themselves."""
_MODE = 0o600 << 16
"""Only for whoever unpacks it."""


def make(export: Export, material: Material) -> tuple[File, ...]:
    """The files of an export, with their manifest as the last.

    Raises:
        NoWriter: the library that the format needs is not installed.
    """
    try:
        files = export.write(material)
    except ModuleNotFoundError as error:
        raise NoWriter(
            f"The library {error.name!r} is not installed. Start by scripts/play, which brings it."
        ) from None
    paths = [file.path for file in files]
    if len(set(paths)) != len(paths) or MANIFEST in paths:
        raise ValueError(f"{export.name} writes a file twice, or its own manifest")
    return (*files, File(MANIFEST, _manifest(export, material, files)))


def zipped(files: tuple[File, ...], folder: str, now_s: int) -> bytes:
    """The files in one zip, inside one folder; equal files make equal bytes.

    Args:
        files: as ``make`` gives them.
        folder: name of the folder inside.
        now_s: what they are dated, seconds since 1970.
    """
    when = datetime.fromtimestamp(max(now_s, _ZIP_BEGINS_S), UTC).timetuple()[:6]
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for file in files:
            entry = zipfile.ZipInfo(f"{folder}/{file.path}", when)
            entry.external_attr = _MODE
            stored = file.path.rpartition(".")[2] in _PACKED
            packed.writestr(entry, file.data, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def folder_name(export: Export, material: Material) -> str:
    """What an export is called: the day, the beginning of the session's name, the format; never the player."""
    day = f"{material.began:%Y-%m-%d}-" if material.began else ""
    return f"stillwater-{day}{material.lanes.session_id[:8]}-{export.name}"


_ZIP_BEGINS_S = 315_619_200
"""2 January 1980: a zip knows no earlier day."""


def _manifest(export: Export, material: Material, files: tuple[File, ...]) -> bytes:
    """JSON: what this is, of which session, and the SHA-256 of each file. Says no name of the player."""
    lanes = material.lanes
    told = {
        "form": FORM,
        "format": export.name,
        "made": iso_utc(datetime.fromtimestamp(material.now_s, UTC)),
        "made_by": f"Stillwater {_version()}",
        "language": material.words.language,
        "sealed": False,
        "player": material.pseudonym,
        "session": lanes.session_id,
        "began": material.moment(0.0),
        "length_s": round(lanes.length_s, 3),
        "ended_early": lanes.ended_early,
        "lost": [str(gap) for gap in lanes.gaps],
        "simulated": lanes.header.source != "live",
        "rules": lanes.header.fingerprint,
        "mind": lanes.header.mind,
        "files": [
            {"path": file.path, "bytes": len(file.data), "sha256": hashlib.sha256(file.data).hexdigest()}
            for file in files
        ],
    }
    return json.dumps(told, indent=2, ensure_ascii=False).encode() + b"\n"


def _version() -> str:
    """Of Stillwater; "from source" where it is not installed."""
    try:
        return version("stillwater")
    except PackageNotFoundError:
        return "from source"
