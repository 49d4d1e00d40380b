"""What the game must know of its player to play, and how that becomes bytes.

It holds no trace of feelings over time and nothing a face or a voice could be known by; the calibration is at
most 16 named numbers (docs/privacy.md lists them). Everything starts at "no": without a record, no sensor is
allowed.
"""

import base64
import json
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from typing import TypeVar

from game.core.posterior import ANYBODY, Known, Posterior
from game.core.reading import Baseline, Scalar
from game.core.temper import AgeBand
from game.vault.errors import Unfit

Item = TypeVar("Item")

MOST_SCALARS = 16
MOST_SETTINGS_BYTES = 4096
MOST_PEOPLE = 4
MOST_DAYS = 36_500
_MOST_ITEMS = 4096
_MOST_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class Consent:
    """What was said to one sensor."""

    sensor: str
    """Its name: "camera", "microphone" ..."""
    granted: bool
    """True only after a clear yes."""
    when_s: int
    """When it was said, seconds since 1970."""
    version: int
    """Version of the words that were agreed to; other words ask again."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the player has come."""

    places_open: tuple[str, ...] = ()
    """Names of the places that have opened, in that order."""
    sittings: int = 0
    """How many sittings there were."""
    weeks: tuple[str, ...] = ()
    """Calendar weeks with a sitting, ascending: "2025-W47"."""
    practised_s: float = 0.0
    """Seconds of guided play and practice over all sittings; places open by it."""
    found: tuple[str, ...] = ()
    """Things come upon, for the journal, oldest first."""
    week_times: int = 3
    """Sittings a week to which the player is invited,"""
    week_minutes: int = 15
    """and how long each."""
    week_done: int = 0
    """Sittings in the last week of ``weeks``."""
    probed: str = ""
    """Calendar week of the last minute without a guide."""
    refused: tuple[str, ...] = ()
    """Suggestions that were refused lately, each with its calendar week: "2026-W47 humming"."""


@dataclass(frozen=True, slots=True)
class Taught:
    """How far people's corrections have moved two numbers of the posterior, so that it can be unlearnt again."""

    arousal: float = 0.0
    """The usual arousal reading,"""
    valence: float = 0.0
    """and the usual valence reading."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody to talk to, as a guardian filled in."""

    name: str
    """As the player calls them."""
    number: str
    """A telephone number, or where to find them; may be empty."""


@dataclass(frozen=True, slots=True)
class Given:
    """Something of the player's that was given to somebody."""

    whom: str
    """Who has it now."""
    when_s: int
    """When it was given, seconds since 1970."""
    sessions: int
    """How many sittings it holds."""
    until_s: int
    """When they are asked to delete it, seconds since 1970; 0 = no such wish."""


@dataclass(frozen=True, slots=True)
class Player:
    """The whole record. The defaults are a new player, who has agreed to nothing."""

    name: str = ""
    """What the player wants to be called; may be empty."""
    consent: tuple[Consent, ...] = ()
    """One per sensor that was asked about; a sensor that is not here was not granted."""
    settings: bytes = b""
    """The stage's Presentation, in its own form."""
    calibration: Baseline = ()
    """The neutral: at most 16 scalars over all sensors."""
    progress: Progress = Progress()
    """How far the player has come."""
    posterior: Posterior = ANYBODY
    """What was learnt of the player."""
    taught: Taught = Taught()
    """What of that people's corrections did."""
    people: tuple[Listed, ...] = ()
    """Who stands on the card "someone to talk to"; at most four."""
    keep_days: int | None = None
    """How many days sessions are kept; None = until somebody erases them."""
    given: tuple[Given, ...] = ()
    """What was given to whom, oldest first: the player may look at it without anybody's passphrase."""
    explores: bool = False
    """A guardian agreed that lots decide about a breathing minigame now and then."""
    age: AgeBand = AgeBand.UNKNOWN
    """Told by a guardian; unknown is bounded as the youngest."""
    avatar: str = ""
    """Id of the figure the player is known by; empty = none was chosen."""

    def grants(self, sensor: str, version: int) -> bool:
        """Whether the newest word to ``sensor`` is a yes to this version of the words."""
        said = [consent for consent in self.consent if consent.sensor == sensor]
        return bool(said) and said[-1].granted and said[-1].version == version


def encoded(player: Player) -> bytes:
    """JSON of a player's record: the one gate through which values enter it.

    Raises:
        Unfit: more than 16 scalars, a number that is not finite, a spread not above 0, a text too long.
    """
    record = asdict(player)
    record["settings"] = base64.b64encode(player.settings).decode()
    try:
        plain = json.dumps(record, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode()
        if decoded(plain) != player:
            raise ValueError("does not come back as it was")
    except (ValueError, TypeError) as error:
        raise Unfit(f"This player's record cannot be kept: {error}. Nothing was changed.") from None
    return plain


def decoded(plain: bytes) -> Player:
    """The record that ``encoded`` made.

    Raises:
        ValueError: anything else.
    """
    try:
        record = json.loads(plain)
        settings = base64.b64decode(_text(record["settings"], 2 * MOST_SETTINGS_BYTES), validate=True)
        return Player(
            name=_text(record["name"]),
            consent=_each(record["consent"], _MOST_ITEMS, _consent),
            settings=_short(settings),
            calibration=_each(record["calibration"], MOST_SCALARS, _scalar),
            progress=_progress(record["progress"]),
            posterior=_posterior(record["posterior"]),
            taught=_taught(record.get("taught")),
            people=_each(record.get("people", []), MOST_PEOPLE, _listed),
            keep_days=_days(record.get("keep_days")),
            given=_each(record.get("given", []), _MOST_ITEMS, _given),
            explores=_yes(record.get("explores", False)),
            age=AgeBand(_text(record.get("age", AgeBand.UNKNOWN.value))),
            avatar=_text(record.get("avatar", "")),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no field {error}") from None


def _text(value: object, most: int = _MOST_CHARACTERS) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise ValueError(f"a text of at most {most} characters is wanted")
    return value


def _short(settings: bytes) -> bytes:
    if len(settings) > MOST_SETTINGS_BYTES:
        raise ValueError(f"settings of at most {MOST_SETTINGS_BYTES} bytes are wanted")
    return settings


def _number(value: object) -> float:
    if not isinstance(value, float) or not math.isfinite(value):
        raise ValueError("a finite number is wanted")
    return value


def _seconds(value: object) -> float:
    seconds = _number(value)
    if seconds < 0.0:
        raise ValueError("seconds from 0 are wanted")
    return seconds


def _spread(value: object) -> float:
    spread = _number(value)
    if spread <= 0.0:
        raise ValueError("a spread above 0 is wanted")
    return spread


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("a whole number from 0 is wanted")
    return value


def _yes(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("yes or no is wanted")
    return value


def _each(values: object, most: int, make: Callable[[dict[str, object]], Item]) -> tuple[Item, ...]:
    if not isinstance(values, list) or len(values) > most:
        raise ValueError(f"at most {most} items are wanted")
    return tuple(make(value) for value in values)


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list) or len(values) > _MOST_ITEMS:
        raise ValueError(f"at most {_MOST_ITEMS} texts are wanted")
    return tuple(_text(value) for value in values)


def _consent(fields: dict[str, object]) -> Consent:
    return Consent(
        sensor=_text(fields["sensor"]),
        granted=_yes(fields["granted"]),
        when_s=_whole(fields["when_s"]),
        version=_whole(fields["version"]),
    )


def _scalar(fields: dict[str, object]) -> Scalar:
    return Scalar(_text(fields["name"]), _number(fields["mean"]), _spread(fields["spread"]))


def _listed(fields: dict[str, object]) -> Listed:
    return Listed(_text(fields["name"]), _text(fields["number"]))


def _days(value: object) -> int | None:
    if value is None:
        return None
    days = _whole(value)
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"1 to {MOST_DAYS} days are wanted")
    return days


def _given(fields: dict[str, object]) -> Given:
    return Given(
        whom=_text(fields["whom"]),
        when_s=_whole(fields["when_s"]),
        sessions=_whole(fields["sessions"]),
        until_s=_whole(fields["until_s"]),
    )


def _progress(fields: dict[str, object]) -> Progress:
    begun = Progress()  # records from before places opened by practice lack the later fields
    return Progress(
        places_open=_texts(fields["places_open"]),
        sittings=_whole(fields["sittings"]),
        weeks=_texts(fields["weeks"]),
        practised_s=_seconds(fields.get("practised_s", begun.practised_s)),
        found=_texts(fields.get("found", [])),
        week_times=_whole(fields.get("week_times", begun.week_times)),
        week_minutes=_whole(fields.get("week_minutes", begun.week_minutes)),
        week_done=_whole(fields.get("week_done", begun.week_done)),
        probed=_text(fields.get("probed", begun.probed)),
        refused=_texts(fields.get("refused", [])),
    )


def _taught(fields: object) -> Taught:
    """Records from before people could teach lack it."""
    if fields is None:
        return Taught()
    if not isinstance(fields, dict):
        raise ValueError("two numbers are wanted")
    return Taught(_number(fields["arousal"]), _number(fields["valence"]))


def _known(fields: object) -> Known:
    if not isinstance(fields, dict):
        raise ValueError("a mean and a spread are wanted")
    return Known(_number(fields["mean"]), _spread(fields["spread"]))


def _posterior(told: dict[str, object]) -> Posterior:
    """A record from before all numbers were kept lacks the later ones: those are what is believed of anybody."""
    first = ("resting_breath_hz", "comfortable_breath_hz", "arousal_baseline", "valence_baseline", "skill")
    names = [field.name for field in fields(Posterior) if field.name in first or field.name in told]
    return replace(ANYBODY, **{name: _known(told[name]) for name in names})
