"""The body of simulated people has the signs it claims, for many people at once."""

from dataclasses import fields, replace

import numpy as np
import pytest

from adaptation.person.body import LIVE_S, Around, Body, live, wake
from adaptation.person.families import EXACT, FAMILIES, SECOND, TABLE, TRAINED, UNSEEN, central, draw
from adaptation.person.places import Usual
from adaptation.person.traits import Array, Crowd, Traits, stack

COUNT = 120
MINUTE = 360
"""Lives a minute."""


def crowd(family: str, seed: int = 1) -> Crowd:
    """Some people of a family."""
    return stack([draw(family, np.random.default_rng([seed, number])) for number in range(COUNT)])


def alike(traits: Traits) -> Crowd:
    """The same person many times."""
    return stack([traits] * COUNT)


USUAL = Usual(3.2, 0.045)
"""Of the place these people are in."""


def days(
    people: Crowd, things: float = 2.5, guide: float | None = None, *, games: tuple[range, ...] = (),
    pace: float = 0.04, success: float = 0.8, shown: float = 0.7, minutes: int = 5,
) -> list[Body]:  # fmt: skip
    """Every life of so many minutes: ``guide`` in breaths a minute, ``games`` as the lives in which one runs."""
    dice = np.random.default_rng(5)
    body = wake(people, dice)
    told, phase, ones = [], 0.0, np.ones(COUNT)
    for number in range(minutes * MINUTE):
        playing = any(number in game for game in games)
        around = Around(
            things=ones * (0.0 if playing else things),
            pace=ones * (0.0 if playing else pace),
            success=ones * success,
            guide_hz=ones * (np.nan if guide is None else guide / 60.0),
            guide_phase=ones * phase,
            guide_shown=ones * (1.0 if playing else shown),
            minigame=np.full(COUNT, playing),
            usual_things=ones * USUAL.things,
            usual_pace=ones * USUAL.pace,
        )
        body = live(body, people, around, dice)
        phase = (phase + (guide or 0.0) / 60.0 * LIVE_S) % 1.0
        told.append(body)
    return told


def mean(told: list[Body], name: str, after: int = MINUTE) -> float:
    """Mean over people and lives, after the first minute."""
    return float(np.mean([getattr(body, name) for body in told[after:]]))


def left(told: list[Body]) -> float:
    """Share of people who have gone at the end."""
    return float(np.mean(told[-1].left))


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_stays_in_range_and_lives_twice_the_same(family: str) -> None:
    """All numbers finite and inside their ranges, amid a crowd and in minigames; two runs are equal."""
    games = (range(100, 250), range(450, 600))
    told, again = (days(crowd(family), 6.0, 7.0, games=games, minutes=2) for _ in range(2))
    for field in fields(Body):
        assert np.array_equal(getattr(told[-1], field.name), getattr(again[-1], field.name))
        assert np.all(np.isfinite(getattr(told[-1], field.name)))
    for body in told[::30]:
        assert np.all((np.abs(body.arousal) <= 1.0) & (np.abs(body.valence) <= 1.0))
        for share in (body.engagement, body.hunger, body.habituation, body.together, body.phase):
            assert np.all((share >= 0.0) & (share <= 1.0))
        assert np.all((body.breath_hz >= 3.0 / 60.0) & (body.breath_hz <= 40.0 / 60.0))


@pytest.mark.parametrize("family", FAMILIES)
def test_more_things_than_are_comfortable_make_tense(family: str) -> None:
    """Twice as many as comfortable: more arousal and less pleasure than at a third."""
    traits = central(family)
    few, many = (
        days(alike(traits), share * traits.comfortable_things * USUAL.things, minutes=3) for share in (0.3, 2.0)
    )
    assert mean(many, "arousal") > mean(few, "arousal") + 0.05
    assert mean(many, "valence") < mean(few, "valence")


@pytest.mark.parametrize("family", sorted({*FAMILIES} - {"non_responder", "relaxation_anxiety"}))
def test_a_guide_slower_than_rest_calms_who_responds(family: str) -> None:
    """A quarter slower than at rest and within comfort: less arousal than without a guide, and no air hunger."""
    traits = central(family)
    slow = max(0.75 * traits.rest_hz, 1.05 * traits.comfortable_hz) * 60.0
    alone, guided = (days(alike(traits), guide=guide, minutes=4) for guide in (None, slow))
    assert mean(guided, "arousal") < mean(alone, "arousal") - 0.04
    assert mean(guided, "hunger") < 0.05


def test_slow_breath_does_nothing_for_some_and_harm_to_others() -> None:
    """A non-responder is as tense with the guide as without; relaxation-induced anxiety: tenser."""
    change = {}
    for family in ("non_responder", "relaxation_anxiety"):
        alone, guided = (days(alike(central(family)), guide=guide) for guide in (None, 10.0))
        change[family] = mean(guided, "arousal") - mean(alone, "arousal")
    assert abs(change["non_responder"]) < 0.03
    assert change["relaxation_anxiety"] > 0.05


def test_too_slow_a_guide_brings_air_hunger_and_people_leave() -> None:
    """Narrow comfort: at 6/min hungrier, tenser and more often gone than at 12/min; a calm person bears it better."""
    narrow, fitting = (days(crowd("narrow_comfort"), guide=guide) for guide in (6.0, 12.0))
    assert mean(narrow, "hunger") > mean(fitting, "hunger") + 0.1
    assert mean(narrow, "arousal") > mean(fitting, "arousal")
    assert left(narrow) > left(fitting)
    assert mean(days(crowd("calm"), guide=6.0), "hunger") < mean(narrow, "hunger") - 0.1


def test_breath_follows_a_guide_within_reach_only() -> None:
    """A guide at 9/min is gone along with, and phases meet; one at 3/min pulls no lower than the slowest possible."""
    near, far = (days(alike(central("typical")), guide=guide, shown=1.0) for guide in (9.0, 3.0))
    assert 60.0 * mean(near, "breath_hz") == pytest.approx(9.0, abs=2.0)
    assert mean(near, "together") > 0.5
    assert mean(far, "together") < 0.3
    assert mean(far, "breath_hz") > central("typical").easy_low_hz


def test_a_guide_in_full_sight_leads_more_and_costs_engagement() -> None:
    """Guidance is not free: neither none nor all of it is best for everything."""
    faint, full = (days(crowd("typical"), guide=9.0, shown=shown) for shown in (0.1, 1.0))
    assert mean(full, "breath_hz") < mean(faint, "breath_hz")
    assert mean(full, "engagement") < mean(faint, "engagement")


def test_people_leave_when_bored_and_when_overloaded() -> None:
    """A typical crowd: a few per cent at most at fitting play, far more with next to nothing and with far too much."""
    dull, fitting, hard = (
        days(crowd("typical"), things, pace=pace) for things, pace in ((0.2, 0.005), (3.0, 0.045), (9.0, 0.1))
    )
    assert left(fitting) <= 0.05
    assert left(dull) > left(fitting) + 0.1
    assert left(hard) > left(fitting) + 0.3
    assert mean(fitting, "engagement") > max(mean(dull, "engagement"), mean(hard, "engagement")) + 0.1


def test_different_families_need_different_play() -> None:
    """What holds an expert is too much for unpractised hands, and what suits those bores the expert."""
    held = {
        (family, things): mean(days(crowd(family), things), "engagement")
        for family in ("low_skill", "bored_expert")
        for things in (1.5, 4.8)
    }
    assert held["low_skill", 1.5] > held["low_skill", 4.8] + 0.1
    assert held["bored_expert", 4.8] > held["bored_expert", 1.5] + 0.1


def test_minigames_calm_the_tense_and_wear_off_and_interrupt() -> None:
    """Less arousal in an anxious child's first one; each is staler than the last; a bored expert is put off."""
    first, second = range(360, 600), range(900, 1140)
    plain, once = (days(crowd("anxious_child"), 3.0, 13.0, games=games) for games in ((), (first,)))
    assert mean(once[first.start : 700], "arousal", 0) < mean(plain[first.start : 700], "arousal", 0) - 0.05
    twice = days(crowd("anxious_child"), 3.0, 13.0, games=(first, second))
    stale = [float(np.mean(twice[life].habituation)) for life in (first.start - 1, first.start, second.start)]
    assert stale[0] == 0.0 < stale[1] < stale[2]
    undisturbed, disturbed = (days(crowd("bored_expert"), 4.5, games=games) for games in ((), (first,)))
    assert mean(disturbed, "engagement") < mean(undisturbed, "engagement") - 0.05


def test_change_is_disliked_most_by_the_change_averse() -> None:
    """More than three times the load costs them more engagement than a typical person, while it is new."""

    def loss(family: str) -> float:
        people, dice = alike(central(family)), np.random.default_rng(3)
        body = wake(people, dice)
        ones, told = np.ones(COUNT), []
        for number in range(2 * MINUTE):
            things = ones * (1.5 if number < MINUTE else 5.0)
            none = np.full(COUNT, np.nan)
            still = np.zeros(COUNT, np.bool_)
            usual = ones * USUAL.things, ones * USUAL.pace
            around = Around(things, 0.04 * ones, 0.8 * ones, none, 0.0 * ones, 0.0 * ones, still, *usual)
            body = live(body, people, around, dice)
            told.append(float(np.mean(body.engagement)))
        return told[MINUTE - 1] - min(told[MINUTE:])

    assert loss("change_averse") > loss("typical") + 0.05


def test_moods_switch_and_panic_feeds_on_itself_and_momentum_carries() -> None:
    """Regimes are both met and move arousal; a panic-prone crowd runs away more often; momentum smooths arousal."""
    told = days(alike(central("regimes")))
    moods = np.array([body.regime for body in told])
    arousal = np.array([body.arousal for body in told])
    assert 0.3 < np.mean(moods > 0.0) < 0.7
    assert np.mean(np.abs(np.diff(moods, axis=0)) > 0.0) * 6.0 == pytest.approx(1.0 / 90.0, rel=0.3)
    assert np.mean(arousal[moods > 0.0]) > np.mean(arousal[moods < 0.0]) + 0.1
    high = {family: np.mean(days(crowd(family), 6.0)[-1].arousal > 0.8) for family in ("typical", "panic_prone")}
    assert high["panic_prone"] > high["typical"] + 0.05
    assert np.max(np.abs(days(crowd("damped"))[-1].speed)) > 0.0


def test_attention_goes_away_more_often_from_the_distractible() -> None:
    """Share of time away."""
    assert mean(days(crowd("distractible")), "away") > 3.0 * mean(days(crowd("typical")), "away") > 0.0


@pytest.mark.parametrize("field", ["arousal", "engagement", "left"])
def test_chance_does_not_depend_on_what_happens(field: str) -> None:
    """After quite different lives the dice stand at the same place: common random numbers."""
    ends = []
    for things, seed in ((0.0, 1), (9.0, 2)):
        people, dice = crowd("anxious_child", seed), np.random.default_rng(7)
        body, ones = wake(people, dice), np.ones(COUNT)
        for _ in range(200):
            game = np.full(COUNT, things > 0.0)
            around = Around(things * ones, 0.1 * ones, ones, 0.1 * ones, 0.0 * ones, ones, game, ones, ones)
            body = live(body, people, around, dice)
        ends.append((getattr(body, field), dice.random()))
    assert ends[0][1] == ends[1][1]
    assert not np.array_equal(ends[0][0], ends[1][0])


def test_people_of_a_crowd_do_not_touch_each_other() -> None:
    """The first person lives the same life whoever the others are, as long as there are as many."""

    def first(other: str) -> Array:
        people = stack([central("typical")] + [central(other)] * (COUNT - 1))
        return np.array([body.arousal[0] for body in days(people, 4.0, 9.0, minutes=1)])

    assert np.array_equal(first("calm"), first("panic_prone"))


def test_the_table_names_every_number_once_and_every_draw_is_inside_it() -> None:
    """Names as in Traits, bounds hold for every drawn person, each with a source; families differ by name only."""
    names = [parameter.name for parameter in TABLE]
    assert names == [field.name for field in fields(Traits)][: len(names)]
    assert all(parameter.source for parameter in TABLE)
    assert len({*TRAINED, *UNSEEN, *SECOND}) == len(TRAINED) + len(UNSEEN) + len(SECOND) == len(FAMILIES)
    for family in FAMILIES:
        dice = np.random.default_rng(9)
        for _ in range(40):
            traits = draw(family, dice)
            for parameter in TABLE:
                value = getattr(traits, parameter.name)
                low = 0.0 if parameter.name in ("easy_low_hz", "comfortable_hz") else parameter.low
                assert low <= value <= parameter.high
            assert traits.easy_low_hz <= traits.comfortable_hz < traits.rest_hz
    assert all(getattr(draw(family, np.random.default_rng(1)), name) == 0.0 for family, name in EXACT)


def test_the_same_dice_draw_the_same_person() -> None:
    """And a stack holds each of them in its place."""
    people = [draw("typical", np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert people[0] == people[1] != people[2]
    assert stack(people).relief.tolist() == [person.relief for person in people]
    assert stack([replace(people[0], holds_key=True)]).holds_key.tolist() == [True]
