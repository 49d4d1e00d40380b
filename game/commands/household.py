"""One player at home: their record, their keys, and what a sitting of theirs begins with."""

import os
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from adaptation.posterior import forget
from game.commands.comfort import comfort_hz
from game.commands.practice import probe_is_due, sat, this_week, week_of, weeks_away
from game.core.posterior import Posterior
from game.core.reading import Baseline
from game.core.setup import Mode, Setup
from game.core.temper import AgeBand, BreathLimits
from game.stage.errors import StageError
from game.stage.presentation import Presentation, decode
from game.vault.audit import Act, Line, note
from game.vault.errors import not_written
from game.vault.home import (
    FIRST_PLAYER,
    Home,
    home_folder,
    open_home,
    player_folder,
    player_names,
    sessions_folder,
)
from game.vault.keys import PublicKey, read_public_key
from game.vault.player import Consent, Player, Progress
from game.vault.players import change, load

Learn = Callable[[Posterior], Posterior]
"""What is known after a sitting, of somebody of whom so much is known."""
PICTURES = "pictures"
"""Folder of the pictures a player took along, beside their keys."""
CONSENT_VERSION = 2
"""Version of the words of levels/consent: other words ask again."""


class Household:
    """The record of one player, loaded, changed and saved."""

    keeps = True
    """What happens here is the player's own."""

    def __init__(self, home: Home, tell: Callable[[str], None], name: str = FIRST_PLAYER) -> None:
        """Open the folder of the player ``name``, made new where there is none. Raises VaultError with what to do."""
        self.home = home
        self.folder = player_folder(home, name)
        loaded = load(self.folder, home.device)
        self.player: Player = loaded.player
        self.set_aside = loaded.set_aside is not None
        """The record could not be read: what is kept of the player starts anew."""
        if loaded.set_aside:
            tell(
                f"The record of {name} could not be read; it was kept as {loaded.set_aside}. "
                "Settings and consent start anew; sealed sessions are untouched."
            )

    @property
    def sessions(self) -> Path:
        """Folder of the sealed sessions."""
        return sessions_folder(self.folder)

    @property
    def public(self) -> PublicKey:
        """Whom sessions are sealed to."""
        return read_public_key(self.folder)

    def presentation(self) -> Presentation:
        """How the player wants to see and hear, and in whose words; the usual way where nothing (readable) is kept."""
        try:
            kept = decode(self.player.settings) if self.player.settings else Presentation()
        except StageError:
            kept = Presentation()
        return replace(kept, child=self.player.age is AgeBand.UNDER_13)

    def keep(self, how: Callable[[Player], Player], about: str) -> None:
        """Keep what a guardian set, and note it; what is as it was is not noted anew.

        Args:
            how: sets it in a record.
            about: what it is, in plain words for the audit log; never a name, a number or another private text.
        """
        differs = False

        def kept(player: Player) -> Player:
            nonlocal differs
            after = how(player)
            differs = after != player
            return after

        self._save(kept)
        if differs:  # from the record as it is now: another door may have changed it since this one looked
            self.noted(Act.SETTING_CHANGED, about)

    def granted(self, device: str) -> bool:
        """The newest word on this device is a yes to the words in use."""
        return self.player.grants(device, CONSENT_VERSION)

    def asked(self, device: str) -> bool:
        """The device was asked about, in the words in use."""
        return any(said.sensor == device and said.version == CONSENT_VERSION for said in self.player.consent)

    def consent(self, device: str, granted: bool) -> None:
        """Keep a yes or no, with its date."""
        said = Consent(device, granted, int(time.time()), CONSENT_VERSION)

        def answered(player: Player) -> Player:
            others = (other for other in player.consent if other.sensor != device)
            return replace(player, consent=(*others, said))

        self._save(answered)
        self.noted(Act.CONSENT_GIVEN if granted else Act.CONSENT_WITHDRAWN, device)

    def noted(self, act: Act, about: str, whom: str = "") -> None:
        """Note in the player's audit log what was done. Raises VaultError."""
        note(self.folder, self.home.device, Line(int(time.time()), act, about, whom))

    def present(self, presentation: Presentation) -> None:
        """Keep how the player wants to see and hear."""
        self._save(lambda player: replace(player, settings=presentation.encode()))

    def calibrate(self, baseline: Baseline) -> None:
        """Keep the neutral that was learnt; scalars learnt earlier and not now stay."""

        def learnt(player: Player) -> Player:
            scalars = {scalar.name: scalar for scalar in (*player.calibration, *baseline)}
            return replace(player, calibration=tuple(scalars.values()))

        self._save(learnt)

    def sat(self, learn: Learn) -> None:
        """One sitting more, and what is known of the player after it.

        Args:
            learn: what the sitting taught, laid upon what is known when it is over: meanwhile a guardian may have let
                that be forgotten, or corrections have taught, and both stay.
        """
        week = this_week()

        def after(player: Player) -> Player:
            return replace(player, progress=sat(player.progress, week), posterior=learn(_known(player, week)))

        self._save(after)

    def practise(self, how: Callable[[Progress], Progress]) -> None:
        """Keep how far the player has come: ``how`` makes it out of what is kept."""
        self._save(lambda player: replace(player, progress=how(player.progress)))

    def pictures(self) -> Path:
        """Folder of the pictures taken along; made when it is asked for. Raises NotWritten."""
        folder = self.folder / PICTURES
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise not_written(error, folder) from error
        return folder

    def setup(
        self,
        level: str,
        devices: tuple[str, ...],
        age: AgeBand | None,
        mode: Mode,
        minutes: float,
        places: tuple[str, ...] = ("tide",),
        avatars: tuple[str, ...] = (),
    ) -> Setup:
        """What a sitting of this player begins with; the seed is drawn here, once.

        Args:
            level: to begin with.
            devices: the player could be asked about.
            age: band for this sitting only; None = the one a guardian told.
            mode: soothe or train.
            minutes: wished length of a level.
            places: those there are.
            avatars: the player's own figure where somebody else may play.
        """
        progress = self.player.progress
        posterior = _known(self.player, this_week())
        consent = () if all(self.asked(device) for device in devices) else ("consent",)
        probe = ("probe",) if probe_is_due(progress, this_week()) else ()
        return Setup(
            seed=secrets.randbits(32),
            level=level,
            mode=mode,
            limits=BreathLimits(age or self.player.age, comfort_hz(posterior), progress.sittings),
            posterior=posterior,
            minutes=minutes,
            places=places,
            due=consent + probe,
            devices=devices,
            practised_s=progress.practised_s,
            found=progress.found,
            week=week_of(progress, this_week()),
            avatars=avatars,
        )

    def _save(self, how: Callable[[Player], Player]) -> None:
        """Change the record that is there now; here it holds also where the disk takes nothing. Raises VaultError."""
        self.player = how(self.player)
        self.player = change(self.folder, self.home.device, how)


def _known(player: Player, week: str) -> Posterior:
    """What is known of the player in this week: less, the longer they were away."""
    return forget(player.posterior, weeks=weeks_away(player.progress, week))


class Visit(Household):
    """A sitting of somebody who is not the player: what they say and learn is never kept as the player's."""

    keeps = False

    def noted(self, act: Act, about: str, whom: str = "") -> None:
        """Nothing is noted."""

    def _save(self, how: Callable[[Player], Player]) -> None:
        self.player = how(self.player)


def open_visit(tell: Callable[[str], None], name: str = "") -> Visit:
    """The household as a visitor sees it; ``name`` as for ``open_household``. Raises VaultError with what to do."""
    home = this_home()
    return Visit(home, tell, name or first_player(home))


def open_household(tell: Callable[[str], None], name: str = "") -> Household:
    """The household of a player on this machine; "" = the first. Raises VaultError with what to do."""
    home = this_home()
    return Household(home, tell, name or first_player(home))


def this_home() -> Home:
    """The home on this machine. Raises VaultError with what to do."""
    return open_home(home_folder(os.environ))


def first_player(home: Home) -> str:
    """Who is meant where nobody is named: the first there is."""
    return next(iter(player_names(home)), FIRST_PLAYER)
