"""``learnt``: what was learnt of the player over all sittings: seven numbers, in words; a guardian can forget them.

A guardian can also let the corrections of the replay view teach: never by itself, and only this player's own numbers.
"""

import argparse

from game.commands.household import Household
from game.commands.opening import add_player, add_ways, open_ring, the_player
from game.commands.roster import forget_learnt, learn_from_people
from game.core.posterior import ANYBODY, Known, Posterior, learnt
from game.vault.audit import Act
from game.vault.player import Taught

HARDLY, WELL = 0.25, 0.75
"""Below the first hardly anything is known, from the second on a number is well known."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    whats = parser.add_subparsers(dest="what", metavar="WHAT")
    show = whats.add_parser("show", help="what was learnt, in words (the default)")
    forget = whats.add_parser("forget", help="forget it: the next sitting begins as with anybody")
    words = "learn where readings usually lie for this player from the corrections of the last 30 sittings"
    people = whats.add_parser("from-corrections", help=words, description=words)
    add_player(parser, show, forget, people)
    add_ways(people)
    parser.set_defaults(run=run, what="show")
    people.set_defaults(run=_from_corrections)


def run(arguments: argparse.Namespace) -> int:
    """Show or forget. Returns the exit status."""
    household = the_player(arguments)
    if arguments.what == "forget":
        forget_learnt(household)
        print(
            "Forgotten: the next sitting begins as with anybody; one that is being played still teaches what it sees "
            "itself. Sealed sessions, consent and progress are untouched."
        )
        return 0
    return _show(household)


def _from_corrections(arguments: argparse.Namespace) -> int:
    """Listen to what people said; told again, it changes nothing. Returns the exit status."""
    from affect.trends.learn import Shift, learn  # noqa: PLC0415 - the sensors' room and the view's, only for this act
    from game.commands.lessons import lessons  # noqa: PLC0415

    household = the_player(arguments)
    private = open_ring(household, arguments)
    heard = lessons(household, private)
    household.noted(Act.OPENED, "the last sittings, to learn from corrections")
    before = household.player.posterior

    def listen(known: Posterior, taught: Taught) -> tuple[Posterior, Taught]:
        nonlocal before
        before = known
        after = learn(known, Shift(taught.arousal, taught.valence), heard)
        return after.posterior, Taught(after.shift.arousal, after.shift.valence)

    learn_from_people(household, listen)
    after = household.player.posterior
    print(f"Sittings of which people said something: {len(heard)}. Only this player's own numbers learn from it.")
    for what, known, now in (
        ("usual tension", before.arousal_baseline, after.arousal_baseline),
        ("usual mood", before.valence_baseline, after.valence_baseline),
    ):
        print(f"{what:33}{100.0 * known.mean:+5.1f} before, {100.0 * now.mean:+5.1f} now (of 100, 0 = neutral)")
    return 0


def _show(household: Household) -> int:
    if household.player.posterior == ANYBODY:
        print("Nothing was learnt yet: the next sitting begins as with anybody.")
        return 0
    print("Learnt over all sittings, kept on this machine only. To forget it: scripts/play learnt forget")
    for line in in_words(household.player.posterior):
        print(line)
    return 0


def in_words(posterior: Posterior) -> tuple[str, ...]:
    """A line for each number: what it is, where it lies with about two chances in three, and how well it is known."""
    anybody = ANYBODY
    return (
        _line("breath at rest", posterior.resting_breath_hz, anybody.resting_breath_hz, 60.0, "a minute"),
        _line("slowest easy breath", posterior.comfortable_breath_hz, anybody.comfortable_breath_hz, 60.0, "a minute"),
        _line("usual tension", posterior.arousal_baseline, anybody.arousal_baseline, 100.0, "of 100, 0 = neutral"),
        _line("usual mood", posterior.valence_baseline, anybody.valence_baseline, 100.0, "of 100, 0 = neutral"),
        _line("how well play goes", posterior.skill, anybody.skill, 100.0, "of 100"),
        _line("calmer after a breathing game by", posterior.minigame_relief, anybody.minigame_relief, 100.0, "of 100"),
        _line("speed of play that suits", posterior.tempo_liked, anybody.tempo_liked, 100.0, "of 100"),
    )


def _line(what: str, known: Known, anybody: Known, scale: float, unit: str) -> str:
    share = learnt(known, anybody)
    how = "hardly known" if share < HARDLY else "well known" if share >= WELL else "known a little"
    low, high = scale * (known.mean - known.spread), scale * (known.mean + known.spread)
    return f"{what:33}{low:5.0f} to {high:3.0f} {unit} ({how})"
