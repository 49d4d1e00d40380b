"""Breath recordings with their labels, as a folder laid out like ../shared/data/breath lists them."""

import csv
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from numpy.typing import NDArray

from affect.breath_model import EXHALE, INHALE, PAUSE
from affect.errors import CorpusError
from affect.sensor import RATE_HZ
from affect.spectrum import Doubles, Floats
from affect.training.voice_data import at_rate

FRAME_S: Final = 0.02
"""Labels are per 20 ms."""
_NAMES: Final = {"inhale": INHALE, "exhale": EXHALE, "pause": PAUSE}


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """One, with its truth."""

    person: str
    """Of whom; empty = not known."""
    groups: tuple[str, ...]
    """"corpus=rendered", "member=snr20", "sex=F" ..."""
    sound: Floats
    """float32 (n,), mono, 16 kHz."""
    label: NDArray[np.int64]
    """(n // 320,): PAUSE, INHALE or EXHALE of every 20 ms."""
    inhales_s: Doubles
    """Starts of the inhales, seconds."""
    exhales_s: Doubles
    """Starts of the exhales."""


def read_recordings(folder: Path) -> list[Recording]:
    """All whose label is a file of ``ann/``.

    Raises:
        CorpusError: there are none, or one cannot be read.
    """
    found: list[Recording] = []
    archives: dict[str, zipfile.ZipFile] = {}
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if (row.get("label") or "").startswith("ann/")]
    for row in rows:
        try:
            if row["archive"] not in archives:
                archives[row["archive"]] = zipfile.ZipFile(folder / row["archive"])
            found.append(_read(row, archives[row["archive"]]))
        except (OSError, KeyError, ValueError, zipfile.BadZipFile, soundfile.LibsndfileError) as error:
            raise CorpusError(f"{row.get('member')} of {folder} cannot be read ({error}).") from error
    if not found:
        raise CorpusError(f"{folder / 'manifest.csv'} lists no recording whose label is a file of ann/.")
    return found


def _read(row: dict[str, str], archive: zipfile.ZipFile) -> Recording:
    samples, rate = soundfile.read(io.BytesIO(archive.read(row["member"])), dtype="float32")
    sound = at_rate(samples, rate)
    label = np.full(len(sound) * 50 // RATE_HZ, PAUSE, np.int64)
    begun: dict[int, list[float]] = {INHALE: [], EXHALE: [], PAUSE: []}
    for line in csv.DictReader(io.StringIO(archive.read(row["label"]).decode())):
        name, start, end = _NAMES[line["phase"]], float(line["start_s"]), float(line["end_s"])
        label[round(start / FRAME_S) : round(end / FRAME_S)] = name
        begun[name].append(start)
    person = row.get("person") or row.get("subject") or row.get("speaker") or ""
    inhales, exhales = (np.array(sorted(begun[half])) for half in (INHALE, EXHALE))
    return Recording(person, _groups(row), sound, label, inhales, exhales)


def _groups(row: dict[str, str]) -> tuple[str, ...]:
    """Corpus, sex, age band, language, and the first word of the member's name."""
    word = Path(row["member"]).stem.split("-")[0]
    named = {
        "corpus": row.get("corpus") or Path(row["archive"]).stem,
        "sex": row.get("sex") or "",
        "age": age_band(row.get("age") or ""),
        "language": row.get("language") or "",
        "member": word,
    }
    return tuple(f"{name}={value}" for name, value in named.items() if value)


def age_band(age: str) -> str:
    """ "<13", "13-17", "18-39", "40+"; "" where it is not known."""
    try:
        years = float(age)
    except ValueError:
        return ""
    return "<13" if years < 13 else "13-17" if years < 18 else "18-39" if years < 40 else "40+"
