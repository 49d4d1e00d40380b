"""The material of an opened session, gathered once for whichever format is asked for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from game.replay.events import headline
from game.replay.export.material import Material, silent
from game.replay.gist import believed
from game.replay.lanes import Lanes, Sitting
from game.replay.notes import shown_notes
from game.replay.sensed import Quality, Sensors, read_sensors
from game.replay.summing import session_of
from game.stage.words import Words
from game.vault.device import DeviceKey
from game.vault.layers import Layers
from game.vault.layout import Record

_TOLD_RECORDS = 1024
"""How far it went is told once in so many records."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for an export, and how they want it."""

    author: str
    """As whom they opened the player, which says whose drafts they may see: "passphrase", a therapist's name."""
    called: str
    """What the player is called."""
    pseudonym: str
    """What stands for the player in files for tools (see ``pseudonym``)."""
    words: Words
    """Messages in their language."""
    now_s: int
    """When they ask, seconds since 1970."""
    progress: Callable[[float], None] = silent
    """Is told how far the writer went."""


def gather(lanes: Lanes, sitting: Sitting, sensors: Sensors, layers: Layers, asker: Asker) -> Material:
    """Everything a writer may use of one session.

    Args:
        lanes: of the session.
        sitting: the opened session they were read from.
        sensors: what its sensors said (see ``sensors_of``).
        layers: what people said of it.
        asker: for whom.
    """
    told = believed(lanes, layers.corrections)
    return Material(
        lanes=lanes,
        sensors=sensors,
        corrections=layers.corrections,
        notes=tuple(note for note in shown_notes(layers, asker.author) if note.withdrawn is None),
        session=session_of(lanes, layers.corrections),
        headline=headline(told),
        who=asker.called,
        pseudonym=asker.pseudonym,
        words=asker.words,
        now_s=asker.now_s,
        sitting=sitting,
        progress=asker.progress,
    )


def sensors_of(records: Iterable[Record], count: int, progress: Callable[[float], None] = silent) -> Sensors:
    """What the sensors of a session said: the slow part, since every tick is decoded.

    Seconds that are lost have no quality: nobody knows whether a sensor was silent in them.

    Args:
        records: of the session.
        count: how many there are.
        progress: is told what share was read.

    Raises:
        TapeError: a tick is none. VaultError: a chunk that was sealed wrongly.
    """

    def told() -> Iterator[Record]:
        for place, record in enumerate(records):
            if place % _TOLD_RECORDS == 0:
                progress(place / max(count, 1))
            yield record

    sensors = read_sensors(told())
    quality = ((sensor, _without(one, sensors.lost)) for sensor, one in sensors.quality)
    return replace(sensors, quality=tuple(quality))


def _without(quality: Quality, lost: tuple[tuple[float, float], ...]) -> Quality:
    """The seconds that do not lie wholly in a lost stretch."""
    kept = [
        (t_s, value)
        for t_s, value in zip(quality.t_s, quality.value, strict=True)
        if not any(from_s <= t_s and t_s + 1.0 <= to_s for from_s, to_s in lost)
    ]
    return Quality(tuple(t_s for t_s, _ in kept), tuple(value for _, value in kept))


def pseudonym(device: DeviceKey, player: str, place: str) -> str:
    """What stands for a player in files for tools: the same at one place always, and unlike that at any other.

    Without this machine's key nobody can tell whose it is, nor that two of two places are one player's.

    Args:
        device: the machine's key.
        player: name of the player's folder.
        place: where the export goes: a folder, or "page".
    """
    return f"P{device.derived(f'export pseudonym of {player}', place.encode())[:4].hex()}"
