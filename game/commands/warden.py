"""Who acts behind the guardian's door: asks for passphrase and names, keeps what is set, erases, tells the stage."""

import sys
from collections.abc import Callable

from game.commands import roster
from game.commands.household import Household
from game.commands.housekeeper import following
from game.commands.roster import Tell, avatar, called
from game.core.facts import Asked, Fact
from game.core.gathering import AVATARS
from game.core.temper import AgeBand
from game.stage.presentation import LANGUAGES
from game.stage.talk import MOST, Contact
from game.stage.telling import Telling
from game.stage.theatre import Theatre
from game.vault.erasure import erase_player
from game.vault.errors import VaultError
from game.vault.home import Home
from game.vault.keys import is_guarded, unlock
from game.vault.passphrase import Passphrase
from game.vault.player import Listed

TIMES = (1, 2, 3, 4, 5, 7)
MINUTES = (5, 10, 15, 20, 30)
"""Sittings a week, and minutes of each, that can be chosen here; the command line takes others too."""


class Warden:
    """Acts on the wishes of ``levels/gate`` and ``levels/guardian``."""

    def __init__(self, home: Home, theatre: Theatre, tell: Tell) -> None:
        self._home = home
        self._theatre = theatre
        self._tell = tell
        self.there: tuple[Household, ...] = roster.open_roster(home, tell)
        """Everybody, as they stand on the lake."""
        self._opened = set[str]()
        """Folders of the guarded players whose passphrase was given in this visit."""
        self._open: int | None = None
        """Whose pages are open."""
        self._choices: tuple[str, ...] = ()

    @property
    def guarded(self) -> bool:
        """A passphrase guards somebody's sittings here: it is asked for at the door."""
        return any(is_guarded(household.folder) for household in self.there)

    @property
    def avatars(self) -> tuple[str, ...]:
        """Figures of everybody."""
        return tuple(avatar(household) for household in self.there)

    def take(self) -> tuple[str, ...]:
        """What became known since the last tick: the door opens, or other people are there. One thing a tick."""
        choices, self._choices = self._choices, ()
        return choices

    def act(self, fact: Fact) -> None:
        """Do what the pages ask for; what the disk refuses is said."""
        if not isinstance(fact, Asked) or not fact.wish.startswith("guard:"):
            return
        what, _, number = fact.wish.removeprefix("guard:").partition(":")
        self._guarded(lambda: self._wish(what, int(number or 1) - 1))

    def tell_all(self) -> None:
        """Tell the stage everybody's name, and what is set of who is open."""
        tellings = {f"name:{index}": called(household) for index, household in enumerate(self.there)}
        if self._open is not None:
            tellings |= _values(self.there[self._open])
        self._theatre.screen.tell(tellings)

    def _wish(self, what: str, index: int) -> None:
        if what == "passphrase":
            self._theatre.ask_passphrase("gate.passphrase", self._at_the_door)
        elif what == "add":
            self._theatre.ask_words("guardian.new_name", self._added)
        elif self._is_shut(self.there[index]):
            self._theatre.ask_passphrase("guardian.passphrase", lambda typed: self._at_the_pages(index, typed))
        else:
            self._do(what, index)

    def _do(self, what: str, index: int) -> None:
        """What is wished of a player whose pages may be opened."""
        self._open = index
        household = self.there[index]
        if what == "open":
            self._choices = ("guardian:open",)
            self.tell_all()
        elif what == "erase":
            erase_player(self._home, household.folder.name)
            self._open = None
            self._theatre.say("said.guard_erased")
            self._met()
        elif what in ("name", "person"):
            self._ask(what, household)
        else:
            _turn(household, what)
            self._met()

    def _ask(self, what: str, household: Household) -> None:
        if what == "name":
            self._theatre.ask_words("guardian.new_name", lambda text: self._renamed(household, text))
        elif len(household.player.people) >= MOST:
            self._theatre.say("said.guard_full")
        else:
            self._theatre.ask_words("guardian.person_name", lambda text: self._person(household, text))

    def _at_the_door(self, typed: str | None) -> None:
        """Whoever's passphrase it is: the door opens, and that player's pages with it."""
        opened = any(self._opens(household, typed) for household in self.there)
        self._choices = ("gate:open",) if opened else ("gate:shut",)
        self._say_if_shut(opened, typed)

    def _at_the_pages(self, index: int, typed: str | None) -> None:
        """Only this player's own passphrase opens their pages."""
        opened = self._opens(self.there[index], typed)
        if opened:
            self._do("open", index)
        self._say_if_shut(opened, typed)

    def _say_if_shut(self, opened: bool, typed: str | None) -> None:
        if typed is not None and not opened:
            self._theatre.say("said.guard_shut")

    def _is_shut(self, household: Household) -> bool:
        return is_guarded(household.folder) and household.folder.name not in self._opened

    def _opens(self, household: Household, typed: str | None) -> bool:
        """Whether it is this player's passphrase; it then counts for the whole visit."""
        if typed is None or not is_guarded(household.folder):
            return False
        try:
            unlock(household.folder, self._home.device, Passphrase(typed))
        except VaultError:
            return False
        self._opened.add(household.folder.name)
        return True

    def _added(self, name: str | None) -> None:
        if name is not None:
            self._guarded(lambda: roster.new_player(self._home, self._tell, name[: roster.MOST_NAME]))
            self._met()

    def _renamed(self, household: Household, name: str | None) -> None:
        if name is not None:
            self._guarded(lambda: roster.rename(household, name[: roster.MOST_NAME]))
            self._met()

    def _person(self, household: Household, name: str | None) -> None:
        """A name was typed; where they are found is asked next."""
        if name and name.strip():
            self._theatre.ask_words("guardian.person_number", lambda number: self._listed(household, name, number))

    def _listed(self, household: Household, name: str, number: str | None) -> None:
        listed = Listed(name.strip()[: roster.MOST_NAME], (number or "").strip()[: roster.MOST_NAME])
        self._guarded(lambda: roster.set_people(household, (*household.player.people, listed)))
        self._met()

    def _met(self) -> None:
        """Look again who is there, and tell."""
        self.there = roster.open_roster(self._home, self._tell)
        self._choices = ("figures:", *self.avatars)
        self.tell_all()

    def _guarded(self, do: Callable[[], object]) -> None:
        try:
            do()
        except VaultError as error:
            self._theatre.say("said.not_kept")
            print(f"stillwater: {error}", file=sys.stderr)


def contacts(household: Household) -> tuple[Contact, ...]:
    """Who stands on the player's card."""
    return tuple(Contact(listed.name, listed.number) for listed in household.player.people)


def _turn(household: Household, what: str) -> None:
    """Set the next value of a line."""
    player, shown = household.player, household.presentation()
    times, minutes = player.progress.week_times, player.progress.week_minutes
    turns: dict[str, Callable[[], None]] = {
        "figure": lambda: roster.set_avatar(household, following(AVATARS, avatar(household))),
        "age": lambda: roster.set_age(household, following(tuple(AgeBand), player.age)),
        "senses": lambda: roster.set_senses(household, not roster.are_calm(shown)),
        "language": lambda: roster.set_language(household, following(LANGUAGES, shown.language)),
        "times": lambda: roster.set_week(household, _next(TIMES, times), minutes),
        "minutes": lambda: roster.set_week(household, times, _next(MINUTES, minutes)),
        "explores": lambda: roster.set_explores(household, not player.explores),
        "nobody": lambda: roster.set_people(household, ()),
    }
    if what in turns:
        turns[what]()


def _next(values: tuple[int, ...], value: int) -> int:
    """The next larger value; after the largest the first."""
    return next((each for each in values if each > value), values[0])


def _values(household: Household) -> dict[str, Telling]:
    """What is set of a player, by the slot of its line."""
    player, shown = household.player, household.presentation()
    tellings = {
        "value:name": called(household),
        "value:figure": Telling(key=f"figure.{avatar(household)}"),
        "value:age": Telling(key=f"value.age_{player.age.value}"),
        "value:senses": Telling(key=f"value.senses_{'calm' if roster.are_calm(shown) else 'usual'}"),
        "value:language": Telling(key=f"value.language_{shown.language.lower()}"),
        "value:times": Telling(key="value.number", numbers=(float(player.progress.week_times),)),
        "value:minutes": Telling(key="value.number", numbers=(float(player.progress.week_minutes),)),
        "value:explores": Telling(key=f"value.explores_{'yes' if player.explores else 'no'}"),
    }
    for row, listed in enumerate(player.people):
        tellings[f"people:{row}"] = Telling(text=f"{listed.name}   {listed.number}".strip())
    return tellings
