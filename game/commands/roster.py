"""Everybody who plays on this machine, and what a guardian can set of each."""

from collections.abc import Callable
from dataclasses import replace

from game.commands.household import Household
from game.commands.practice import planned
from game.core.gathering import AVATARS
from game.core.posterior import ANYBODY, Posterior
from game.core.temper import AgeBand
from game.stage.presentation import TEXT_SCALES, Presentation
from game.stage.telling import Telling
from game.vault.errors import BadName, Missing, VaultError
from game.vault.home import FIRST_PLAYER, Home, player_names
from game.vault.player import Listed, Player, Taught

Tell = Callable[[str], None]
Listen = Callable[[Posterior, Taught], tuple[Posterior, Taught]]
"""What is known after corrections, and how far they moved it, out of what both were before."""
WHOSE = "Several play here. Say whose by --player; `stillwater players list` shows who there is."
"""Said where a command is about one player, and nobody is named."""
MOST_PLAYERS = 200
"""So many figures one tick of inputs can name."""
MOST_NAME = 64
"""Characters of a name."""


def open_roster(home: Home, tell: Tell) -> tuple[Household, ...]:
    """Every player whose folder opens, by number; who does not open is said, and keeps nobody else from playing.

    Where there is nobody yet, the first player is made. Raises VaultError where that is not possible.
    """
    opened = []
    for name in player_names(home):
        try:
            opened.append(Household(home, tell, name))
        except VaultError as error:
            tell(f"{name} cannot play: {error}")
    if not opened and not player_names(home):
        opened.append(Household(home, tell, FIRST_PLAYER))
    return tuple(opened)


def new_player(home: Home, tell: Tell, name: str = "") -> Household:
    """One more player: a folder, keys, a figure that nobody has yet where there is one left.

    Raises:
        BadName: the name is too long, or there are MOST_PLAYERS already. VaultError: the disk.
    """
    name = checked_name(name)
    there = open_roster(home, tell) if player_names(home) else ()
    if len(there) >= MOST_PLAYERS:
        raise BadName(f"There are {MOST_PLAYERS} players already. `stillwater players remove` takes one away.")
    taken = {avatar(household) for household in there}
    figure = next((each for each in AVATARS if each not in taken), AVATARS[len(there) % len(AVATARS)])
    number = max((number_of(known) for known in player_names(home)), default=0) + 1
    household = Household(home, tell, f"player-{number}")
    household.keep(lambda player: replace(player, name=name, avatar=figure), "the player was made")
    return household


def find_player(home: Home, who: str, tell: Tell) -> Household:
    """The player of this number ("2", "player-2") or name. Raises Missing."""
    there = open_roster(home, tell)
    named = [each for each in there if who in (each.folder.name, str(number_of(each.folder.name)))]
    named = named or [each for each in there if who and each.player.name.casefold() == who.casefold()]
    if len(named) == 1:
        return named[0]
    what = "no player" if not named else f"{len(named)} players"
    raise Missing(f"There is {what} called {who!r}. `stillwater players list` shows who there is, by number.")


def number_of(folder: str) -> int:
    """The number in the name of a player's folder."""
    return int(folder.rpartition("-")[2])


def avatar(household: Household) -> str:
    """The figure of a player; who chose none has one by their number."""
    chosen = household.player.avatar
    return chosen if chosen in AVATARS else AVATARS[(number_of(household.folder.name) - 1) % len(AVATARS)]


def called(household: Household) -> Telling:
    """What stands under the figure: the name, or what the figure is."""
    return Telling(text=household.player.name, key=f"figure.{avatar(household)}")


def checked_name(name: str) -> str:
    """A name as it is kept. Raises BadName."""
    name = " ".join(name.split())
    if len(name) > MOST_NAME:
        raise BadName(f"A name has at most {MOST_NAME} characters.")
    return name


def rename(household: Household, name: str) -> None:
    """Call the player otherwise; "" = by the figure. Raises BadName, VaultError."""
    checked = checked_name(name)
    household.keep(lambda player: replace(player, name=checked), "another name")


def set_avatar(household: Household, figure: str) -> None:
    """Another figure, one of AVATARS."""
    household.keep(lambda player: replace(player, avatar=figure), f"figure: {figure}")


def set_age(household: Household, age: AgeBand) -> None:
    """Another age band: from the next sitting on it bounds the breath guide and chooses the words."""
    household.keep(lambda player: replace(player, age=age), f"age band: {age.value}")


def set_language(household: Household, language: str) -> None:
    """Another language, one of ``presentation.LANGUAGES``."""
    _present(household, replace(household.presentation(), language=language), f"language: {language}")


def are_calm(presentation: Presentation) -> bool:
    """Whether the profile of calm senses is set: less motion, fewer things, larger words."""
    return presentation.reduced_motion and presentation.focus and presentation.text_scale > TEXT_SCALES[0]


def set_senses(household: Household, calm: bool) -> None:
    """The usual senses, or calm ones."""
    scale = TEXT_SCALES[1] if calm else TEXT_SCALES[0]
    now = household.presentation()
    after = replace(now, reduced_motion=calm, focus=calm, text_scale=scale)
    _present(household, after, f"senses: {'calm' if calm else 'usual'}")


def set_week(household: Household, times: int, minutes: int) -> None:
    """Another invitation for the week: so many sittings, so long."""
    household.keep(
        lambda player: replace(player, progress=planned(player.progress, times, minutes)),
        f"the week: {times} times {minutes} minutes",
    )


def set_explores(household: Household, agreed: bool) -> None:
    """Whether lots may decide about a breathing minigame now and then."""
    household.keep(
        lambda player: replace(player, explores=agreed), f"lots decide now and then: {'yes' if agreed else 'no'}"
    )


def set_people(household: Household, people: tuple[Listed, ...]) -> None:
    """Others on the card of people to talk to; how many is noted, not who."""
    household.keep(lambda player: replace(player, people=people), f"people on the card: {len(people)}")


def set_days(household: Household, days: int | None) -> None:
    """Keep sittings so many days; None = until somebody erases them."""
    household.keep(lambda player: replace(player, keep_days=days), f"sittings are kept {so_long(days)}")


def forget_learnt(household: Household) -> None:
    """Forget what was learnt of the player over all sittings: from now on they are believed to be like anybody."""
    household.keep(lambda player: replace(player, posterior=ANYBODY, taught=Taught()), "what was learnt is forgotten")


def learn_from_people(household: Household, learn: Listen) -> None:
    """Keep where readings usually lie for the player after corrections, and how far those moved it.

    Args:
        household: whose.
        learn: what corrections teach, laid upon what is known when it is kept: a sitting may have taught meanwhile.
    """

    def listened(player: Player) -> Player:
        posterior, taught = learn(player.posterior, player.taught)
        return replace(player, posterior=posterior, taught=taught)

    household.keep(listened, "what is usual was learnt anew from corrections")


def so_long(days: int | None) -> str:
    """For how long sittings are kept, in words."""
    return "until somebody erases them" if days is None else f"{days} days"


def _present(household: Household, presentation: Presentation, about: str) -> None:
    household.keep(lambda player: replace(player, settings=presentation.encode()), about)
