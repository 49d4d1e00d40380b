"""What a sitting begins with, and its bytes."""

import json
from dataclasses import dataclass, fields
from enum import StrEnum

from game.core.posterior import ANYBODY, Known, Posterior
from game.core.temper import AgeBand, BreathLimits


class Mode(StrEnum):
    """What the world may do when the player is tense."""

    SOOTHE = "soothe"
    """It eases; never worse than neutral."""
    TRAIN = "train"
    """It may show mist; the level may press a little (capped in core)."""


@dataclass(frozen=True, slots=True)
class Week:
    """An invitation for the week: never counted against anybody."""

    times: int = 3
    """Sittings that were planned."""
    minutes: int = 15
    """Length of each."""
    done: int = 0
    """Sittings so far."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a sitting begins with: all that ``step`` may depend on besides Inputs."""

    seed: int
    """Seed of all dice, [0, 2**32)."""
    level: str
    """Name of the first level."""
    mode: Mode = Mode.SOOTHE
    """Soothe or Train."""
    limits: BreathLimits = BreathLimits()
    """What bounds the breath guide."""
    posterior: Posterior = ANYBODY
    """What is known of the player."""
    minutes: float = 5.0
    """Wished length of a level, [1, 8]."""
    places: tuple[str, ...] = ("tide",)
    """Names of the places there are; those that are open are told by ``journey``."""
    due: tuple[str, ...] = ()
    """What is due in this sitting: "consent", "calibration", "probe"."""
    devices: tuple[str, ...] = ()
    """Devices the player could be asked about: "camera", "microphone", "heart", "streams"."""
    practised_s: float = 0.0
    """Seconds of play and practice before this sitting: places open by it."""
    found: tuple[str, ...] = ()
    """Things found before, for the journal."""
    week: Week = Week()
    """What was planned for this week, and what was done of it."""
    avatars: tuple[str, ...] = ()
    """Figures of the players to choose from; in a player's own sitting their figure, () where nobody else plays."""

    def __post_init__(self) -> None:
        """The gate: no level asks again whether it can divide by its length."""
        if not 0 <= self.seed < 2**32:
            raise ValueError(f"a seed lies in [0, 2**32), not {self.seed}")
        if not 1.0 <= self.minutes <= 8.0:
            raise ValueError(f"a level lasts 1 to 8 minutes, not {self.minutes}")


def encode_setup(setup: Setup) -> bytes:
    """JSON, UTF-8, keys sorted."""
    return json.dumps(
        {
            "version": 3,
            "seed": setup.seed,
            "level": setup.level,
            "mode": setup.mode.value,
            "age": setup.limits.age.value,
            "comfort_hz": setup.limits.comfort_hz,
            "sittings": setup.limits.sittings,
            "posterior": {name: [known.mean, known.spread] for name, known in _known(setup.posterior)},
            "minutes": setup.minutes,
            "places": list(setup.places),
            "due": list(setup.due),
            "devices": list(setup.devices),
            "practised_s": setup.practised_s,
            "found": list(setup.found),
            "week": [setup.week.times, setup.week.minutes, setup.week.done],
            "avatars": list(setup.avatars),
        },
        sort_keys=True,
    ).encode()


def decode_setup(data: bytes) -> Setup:
    """The inverse of ``encode_setup``. Raises ValueError on anything else."""
    try:
        told = json.loads(data)
        if told["version"] == 1:  # before places opened by practice
            told |= {"version": 2, "practised_s": 0.0, "found": [], "week": [3, 15, 0]}
        if told["version"] == 2:  # before each number said how sure it is
            told["posterior"] = _from_means(told)
        elif told["version"] != 3:
            raise ValueError(f"a setup of version {told['version']} was written by a newer Stillwater")
        return Setup(
            seed=int(told["seed"]),
            level=str(told["level"]),
            mode=Mode(told["mode"]),
            limits=BreathLimits(AgeBand(told["age"]), float(told["comfort_hz"]), int(told["sittings"])),
            posterior=Posterior(
                **{name: Known(float(mean), float(spread)) for name, (mean, spread) in told["posterior"].items()}
            ),
            minutes=float(told["minutes"]),
            places=tuple(str(place) for place in told["places"]),
            due=tuple(str(thing) for thing in told["due"]),
            devices=tuple(str(device) for device in told["devices"]),
            practised_s=float(told["practised_s"]),
            found=tuple(str(thing) for thing in told["found"]),
            week=Week(*(int(number) for number in told["week"])),
            avatars=tuple(str(avatar) for avatar in told.get("avatars", ())),  # before several could play: none
        )
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("this is no setup of a Stillwater sitting") from error


def _known(posterior: Posterior) -> tuple[tuple[str, Known], ...]:
    """Every number of it, by name."""
    return tuple((field.name, getattr(posterior, field.name)) for field in fields(posterior))


def _from_means(told: dict[str, float]) -> dict[str, list[float]]:
    """The numbers of an older setup; what was not measured then (a rate of 0) is what is believed of anybody."""
    known = {name: [known.mean, known.spread] for name, known in _known(ANYBODY)}
    for name in ("resting_breath_hz", "arousal_baseline", "valence_baseline"):
        if told[name] or name != "resting_breath_hz":
            known[name][0] = float(told[name])
    return known
