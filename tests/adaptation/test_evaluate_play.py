"""Sittings that are played for the report: the same luck for every mind, on the sketch and on the real levels."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from adaptation.actions import Array, Wishes, wishes
from adaptation.baselines import Fixed, NoOp, Randomly
from adaptation.evaluate.crowd import Unbreathing, begin, play, unbreathing, watch
from adaptation.evaluate.people import Group, Origin, Sizes, population, unmoved
from adaptation.evaluate.real import Sitting, sit
from adaptation.person.families import central
from adaptation.rules import Rules
from adaptation.sketch import observe, step


@pytest.fixture(scope="module")
def group() -> Group:
    """Forty-five validation people, three or four minutes each."""
    drawn = population(Origin.VALIDATION, 11, Sizes(45, 2, 6, 2)).first
    return replace(drawn, minutes=3.0 + (np.arange(45) % 2))


class Recorder:
    """Rules that remember what they were shown."""

    def __init__(self) -> None:
        self.seen: list[Array] = []
        self._rules = Rules()

    def wish(self, rows: Array) -> Wishes:
        """As the rules do."""
        self.seen.append(rows)
        return self._rules.wish(rows)


def test_two_plays_are_equal(group: Group) -> None:
    """The same mind and people: the same outcome to the last bit."""
    one, other = play(group, Randomly(3)), play(group, Randomly(3))
    assert (one.scores() == other.scores()).all()
    assert (one.changed == other.changed).all()
    assert (one.left == other.left).all()


def test_every_sitting_lasts_as_planned_or_was_left(group: Group) -> None:
    """Decisions played are those planned, less only where the person left; nothing is counted beyond."""
    found = play(group, Randomly(1))
    assert (found.planned == 12.0 * group.minutes).all()
    assert ((found.played == found.planned) | found.left).all()
    assert (found.parts.quit == found.left).all()
    assert (found.changed <= found.played[:, None]).all()
    assert (found.restless <= found.played).all()
    assert found.refused.sum() > 0.0


def test_the_luck_does_not_depend_on_the_mind(group: Group) -> None:
    """Whatever is done in the first minute, a mind that does the same afterwards meets startles at the same moments:
    the hidden moods and startles of two very different minds are equal as long as nobody has left."""
    worlds = [begin(group), begin(group)]
    minds = Randomly(2), NoOp()
    for _ in range(36):
        worlds = [step(world, mind.wish(observe(world)))[0] for world, mind in zip(worlds, minds, strict=True)]
        both = ~(worlds[0].over | worlds[1].over)
        for name in ("startle", "regime"):
            one, other = (getattr(world.body, name)[both] for world in worlds)
            assert (one == other).all()
    assert (worlds[0].body.arousal[both] != worlds[1].body.arousal[both]).any()


def test_doing_nothing_changes_nothing(group: Group) -> None:
    """No-op: hardly a change, no minigame, and taking its minigames away makes no difference."""
    found = play(group, NoOp())
    assert found.changed[:, :2].sum() == 0.0
    assert found.minigames.sum() == 0.0
    without = play(group, unbreathing(NoOp))
    assert (found.scores() == without.scores()).all()


def test_without_minigames_the_settings_stay_as_wished(group: Group) -> None:
    """Only the minigame is struck out of a wish."""
    rows = observe(begin(group))
    everything = wishes(rows, np.full((len(rows), 5), 1))
    told = Unbreathing(Always()).wish(rows)
    assert not told.minigame.any()
    assert (told.difficulty == everything.difficulty).all()
    assert (told.breath_hz == everything.breath_hz).all()


class Always:
    """Wishes a minigame at every decision."""

    def wish(self, rows: Array) -> Wishes:
        """Option 1 of every branch."""
        return wishes(rows, np.full((len(rows), 5), 1))


def test_a_sample_is_one_of_the_groups_sittings(group: Group) -> None:
    """What is drawn of a person is what happened to that person in the group's play."""
    seen = Recorder()
    play(group, seen)
    told = watch(group, Rules(), 3, "rules")
    assert told.family == group.families[3]
    assert len(told.moments) <= group.planned[3]
    assert all(0.0 <= one.tempo <= 1.0 and 0.0 < one.guide_hz < 0.6 for one in told.moments)
    difficulty = [rows[3, 12] for rows in seen.seen[1 : len(told.moments)]]
    assert [one.difficulty for one in told.moments[:-1]] == pytest.approx(difficulty)


def test_where_breathing_has_no_effect_nobody_is_relieved(group: Group) -> None:
    """The world of the check on the metric: nobody's arousal is moved by slow breathing."""
    assert all(person.relief == 0.0 for person in group.changed(unmoved).people)
    assert any(person.relief > 0.0 for person in group.people)


def test_a_real_sitting_has_its_decisions_and_is_the_same_each_time() -> None:
    """A minute of Tide: twelve decisions, shares where shares belong, twice the same to the last bit."""
    sitting = Sitting(central("typical"), "tide", False, 1.0, 5)
    one, other = sit(sitting, Fixed), sit(sitting, Fixed)
    assert one.played[0] == one.planned[0]
    assert 11.0 <= one.played[0] <= 12.0
    assert one.scores() == other.scores()
    assert 0.0 < one.parts.calm[0] / one.played[0] < 1.0
    assert 0.0 < one.parts.engaged[0] / one.played[0] < 1.0
    assert one.changed.sum() > 0.0
    assert not one.left[0]


def test_who_leaves_a_real_sitting_has_left_it() -> None:
    """Somebody who cannot bear to sit still leaves, which costs what was planned and is counted once."""
    restless = central("bored_expert")
    numbers = {name: getattr(restless, name) for name in restless.__slots__} | {"quit_hazard": 200.0}
    found = sit(Sitting(type(restless)(**numbers), "garden", True, 1.0, 5), partial(Randomly, 1))
    assert found.left[0]
    assert found.parts.quit[0] == 1.0
    assert found.played[0] < found.planned[0]
    assert found.scores()[0] < 0.0
