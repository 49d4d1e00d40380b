"""Who does what a sitting asks of the house: consent turns a device on or off, wishes change sound and letters."""

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from affect.sensor import Device
from game.commands.household import Household, Learn
from game.commands.wish import DEVICES, Wish
from game.commands.words import OwnWords
from game.core.facts import (
    Asked,
    CalibrationReached,
    ConsentGiven,
    Fact,
    Ignored,
    LevelEnded,
    NotMe,
    SentenceTold,
    WordsAsked,
    WordsLetGo,
)
from game.core.reading import Baseline, CalibrationStage
from game.stage.keys import rebound
from game.stage.presentation import ACTIONS, LANGUAGES, TEXT_SCALES, Presentation
from game.stage.theatre import Theatre
from game.vault.errors import VaultError

if TYPE_CHECKING:
    from affect.report import Status
    from game.commands.sources import Sensors
    from game.commands.streams import Streams

VOLUME_STEP = 0.1
SAID_OF = ("face", "voice", "breath")
"""Sensors a player knows by name: what is done about them is said."""
_UNKEPT_NOES: Final[set[tuple[Path, str]]] = set()
"""Whose folder, and the device, where the disk took no "no": the record still says yes, and is not believed for as long
as this process lives, or until the disk takes it."""
Value = TypeVar("Value")


class Housekeeper:
    """Acts on facts, for one sitting at one theatre."""

    def __init__(self, wish: Wish, household: Household, theatre: Theatre, words: OwnWords) -> None:
        self.words = words
        """The player's own words, until it is said what becomes of them."""
        self._wish = wish
        self._household = household
        self._theatre = theatre
        self.sensors: Sensors | None = None
        """The children that listen; None = nothing may."""
        self.streams: Streams | None = None
        """What others may read along; None = nobody may."""
        self._learning = False
        self._learnt = False

    def greet(self) -> None:
        """Turn on what was agreed to earlier, and say which sensors are read in this sitting, also when none is."""
        granted = self._granted()
        for device in granted:
            self._turn(device, on=True)
        shown = tuple(dict.fromkeys(DEVICES + self._wish.devices))
        signs = tuple(f"sense_{device}{'' if device in granted else '_off'}" for device in shown)
        usual = "_".join(device for device in granted if device in DEVICES) or "none"
        more = "_more" if any(device not in DEVICES for device in granted) else ""
        self._theatre.say(f"sensor.reading_{usual}{more}", signs=signs)

    def heard_of(self, status: "Status") -> None:
        """A device changed: say so on the stage, and what to do next on the error stream."""
        if status.message_id:
            self._theatre.say(status.message_id)
        if status.text:
            print(f"stillwater: {status.text}", file=sys.stderr)

    @property
    def baseline(self) -> Baseline:
        """The player's neutral as kept."""
        return self._household.player.calibration

    def may_use(self, device: str) -> bool:
        """A yes was given, and no "no" since; headless none is needed, where nobody is looked at or listened to."""
        if self._wish.headless:
            return self._wish.is_nobodys(device)
        return self._household.granted(device) and (self._household.folder, device) not in _UNKEPT_NOES

    def calibration_due(self) -> bool:
        """Something listens, and this player's neutral is not known yet."""
        learns = any(device in DEVICES for device in self._granted())
        known = self._learnt or bool(self._household.player.calibration)
        return self.sensors is not None and learns and not known

    def act(self, fact: Fact) -> None:
        """Do what a fact asks for."""
        if isinstance(fact, ConsentGiven):
            self._answered(fact.device, fact.granted)
        elif isinstance(fact, CalibrationReached):
            self._calibrate(fact.stage)
        elif isinstance(fact, LevelEnded):
            self._keep_noes()
            self._keep_neutral()
            self.words.act(fact)
        elif isinstance(fact, Asked):
            self.present(fact.wish)
        elif isinstance(fact, WordsAsked | SentenceTold | WordsLetGo):
            self.words.act(fact)
        elif isinstance(fact, NotMe):
            self._theatre.say("said.not_me")
        elif isinstance(fact, Ignored) and fact.sensor in SAID_OF:
            self._theatre.say(f"said.{'ignored' if fact.ignored else 'heard'}_{fact.sensor}")

    def sat(self, learn: Learn) -> None:
        """The player sat down to it: one sitting more, and what it taught (see ``Household.sat``)."""
        self._keep_noes()
        self._guarded(lambda: self._household.sat(learn))

    def _granted(self) -> tuple[str, ...]:
        return tuple(device for device in self._wish.devices if self.may_use(device))

    def _answered(self, device: str, granted: bool) -> None:
        """Somebody said yes or no to a device: keep it and do it. A no is done first, for a disk may be slow, and holds
        also where it cannot be kept."""
        if not granted:
            self._turn(device, on=False)
        kept = self._guarded(lambda: self._household.consent(device, granted))
        (_UNKEPT_NOES.discard if granted or kept else _UNKEPT_NOES.add)((self._household.folder, device))
        if granted:
            self._turn(device, on=self.may_use(device))

    def _keep_noes(self) -> None:
        """Try again to keep what the disk did not take: there may be room by now. What failed was said before."""
        for folder, device in sorted(_UNKEPT_NOES):
            if folder == self._household.folder:
                with suppress(VaultError):
                    self._household.consent(device, granted=False)
                    _UNKEPT_NOES.discard((folder, device))

    def _turn(self, device: str, on: bool) -> None:
        switch = self.streams if device == Device.STREAMS else self.sensors
        if switch is None or device not in self._wish.devices:
            return
        switch.turn(Device(device), on)
        if device == "microphone":
            self._theatre.voice.listening(on)

    def _calibrate(self, stage: CalibrationStage) -> None:
        if self.sensors is None:
            return
        self.sensors.ask(stage)
        self._learning = stage is not CalibrationStage.NONE or self._learning

    def _keep_neutral(self) -> None:
        """The level in which the sensors learnt is over: keep what they know now, where the sitting is kept."""
        if self.sensors is None or not self._learning:
            return
        self._learning = False
        baseline = self.sensors.baseline
        self._learnt = bool(baseline)
        if baseline and self._wish.keep:
            self._guarded(lambda: self._household.calibrate(baseline))

    def present(self, wish: str) -> None:
        """Look or sound otherwise from now on, and keep it."""
        now = self._theatre.screen.presentation
        kind, _, action = wish.partition(":")
        if kind == "key" and action in ACTIONS:
            self._theatre.ask_key(f"settings.key_{action}", lambda key: self._rebind(key, action))
        else:
            self._shown(now, changed(now, wish), wish)

    def _rebind(self, key: int, action: str) -> None:
        """From now on this key means ``action``."""
        now = self._theatre.screen.presentation
        self._shown(now, replace(now, keys=rebound(now.keys, key, action)), "key_kept")

    def _shown(self, now: Presentation, after: Presentation, wish: str) -> None:
        if after == now:
            return
        self._theatre.present(after)
        self._theatre.say(_said_about(wish, after), 100.0 * after.volume, 100.0 * after.text_scale)
        self._guarded(lambda: self._household.present(after))

    def _guarded(self, save: Callable[[], None]) -> bool:
        """What cannot be kept is said; the game goes on. Returns whether it is kept."""
        try:
            save()
        except VaultError as error:
            self._theatre.say("said.not_kept")
            print(f"stillwater: {error}", file=sys.stderr)
            return False
        return True


def changed(now: Presentation, wish: str) -> Presentation:
    """The presentation after a wish; the same where the wish is not about it."""
    louder = round(min(now.volume + VOLUME_STEP, 1.0), 2)
    softer = round(max(now.volume - VOLUME_STEP, 0.0), 2)
    wishes: dict[str, Callable[[], Presentation]] = {
        "volume_up": lambda: replace(now, volume=louder),
        "volume_down": lambda: replace(now, volume=softer),
        "sound": lambda: replace(now, volume=0.0 if now.volume > 0.0 else 0.8),
        "language": lambda: replace(now, language=following(LANGUAGES, now.language)),
        "text_size": lambda: _larger_letters(now),
        "motion": lambda: _less_motion(now),
        "captions": lambda: replace(now, captions=not now.captions),
        "fullscreen": lambda: replace(now, fullscreen=not now.fullscreen),
        "toggle": lambda: replace(now, hold_to_toggle=not now.hold_to_toggle),
        "keys_usual": lambda: replace(now, keys=()),
        "why": lambda: replace(now, why=not now.why),
    }
    return wishes[wish]() if wish in wishes else now


def _larger_letters(now: Presentation) -> Presentation:
    """Larger and larger; after the largest, plain again and in high contrast (and then back)."""
    scale = following(TEXT_SCALES, now.text_scale)
    turned = scale == TEXT_SCALES[0]
    return replace(now, text_scale=scale, high_contrast=now.high_contrast != turned)


def _less_motion(now: Presentation) -> Presentation:
    """Full motion, reduced motion, reduced motion and fewer things to look at."""
    if now.focus:
        return replace(now, reduced_motion=False, focus=False)
    return replace(now, focus=True) if now.reduced_motion else replace(now, reduced_motion=True)


def _said_about(wish: str, now: Presentation) -> str:
    """The message that tells what a wish has changed."""
    if wish == "motion":
        return "said.motion_focus" if now.focus else f"said.motion_{'reduced' if now.reduced_motion else 'full'}"
    if wish == "text_size":
        return f"said.text_size{'_contrast' if now.high_contrast else ''}"
    if wish == "captions":
        return f"said.captions_{'on' if now.captions else 'off'}"
    if wish == "toggle":
        return f"said.toggle_{'on' if now.hold_to_toggle else 'off'}"
    if wish == "why":
        return f"said.why_{'on' if now.why else 'off'}"
    return f"said.{wish}"


def following(values: tuple[Value, ...], value: Value) -> Value:
    """The next of some values; after the last the first."""
    return values[(values.index(value) + 1) % len(values)]
