"""The fit finds what was put in, and the sketch agrees with the real levels on people it was not fitted to."""

from dataclasses import fields, replace
from functools import lru_cache
from importlib.resources import files

import numpy as np
import pytest
from numpy.typing import NDArray

from adaptation import fidelity
from adaptation.fidelity import MINDS, STATISTICS, difference
from adaptation.fit import LIVES_PER_S, PLACES, fit
from adaptation.person.families import TRAINED, draw
from adaptation.person.traits import Hand, Traits
from adaptation.sketch import play
from adaptation.sketch.play import FEATURES, OUTPUTS, Model, shipped
from adaptation.wandering import Wandering
from adaptation.watched import Moment, Sitting, sit
from game.core.directive import Directive

SCORE = STATISTICS.index("score")
SECONDS = 150
ROOM = {
    "arousal": 0.05, "valence": 0.05, "engagement": 0.04, "hunger": 0.03, "breath_per_min": 0.6, "performance": 0.06,
    "arousal_confidence": 0.03, "valence_confidence": 0.03, "breath_confidence": 0.03, "follow": 0.05,
    "activity": 0.06, "difficulty": 0.06, "tempo": 0.05, "guide": 0.05, "arousal_sd": 0.02, "performance_sd": 0.035,
    "arousal_trend_sd": 0.02, "breath_against_guide_sd": 0.03, "minigames": 0.25, "quit": 0.06, "score": 0.03,
}  # fmt: skip
"""How far a statistic may differ between both worlds beyond what chance explains."""
SURE = 2.5
"""Standard errors that chance is given."""


@lru_cache(maxsize=1)
def real() -> NDArray[np.float64]:
    """The real sittings that ``python -m adaptation fit`` kept: float64 (minds, people, statistics)."""
    with (files("assets") / "models" / play.FILE).open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
        return np.asarray(kept["real"])


@lru_cache(maxsize=1)
def sketched() -> NDArray[np.float64]:
    """The same people and minds on the sketch: float64 (minds, times * people, statistics)."""
    return fidelity.sketch_table(shipped())


def made(place: int, person: Traits, dice: np.random.Generator, model: Model) -> Sitting:
    """A sitting that goes exactly by a known model."""
    difficulty, tempo = (np.repeat(dice.random(SECONDS // 25), 25) for _ in range(2))
    zeros = np.zeros(SECONDS)
    features = play.features(
        difficulty, tempo, zeros + person.skill, zeros + (person.hand is Hand.KEYS), zeros + person.holds_key,
        zeros, zeros,
    )  # fmt: skip
    here, values, kept = np.array([place]), play.begin(1).stacked(), []
    shaken = play.shakes(model, here, dice.standard_normal((SECONDS, len(OUTPUTS), 1)))
    for second in range(SECONDS):
        goal = play.goals(model, here, features[:, second, None])
        values = play.beat(values, goal, model.pulls[here].T, shaken[second])
        kept.append(values[:, 0])
    told = dict(zip(OUTPUTS, np.array(kept).T, strict=True)) | {"difficulty": difficulty, "tempo": tempo}
    guidance = dice.random(SECONDS)
    told |= {"guidance": guidance, "guide_shown": 0.2 + 0.5 * guidance, "made_out": zeros + 1.0}
    told |= {"guide_late": zeros + 0.05}
    courses = (np.repeat(told.get(field.name, zeros), LIVES_PER_S) for field in fields(Moment))
    return Sitting(person, PLACES[place], Moment(*courses), np.zeros((0, 31)), np.zeros((1, 4)), np.zeros(0), False, 0)


def known() -> Model:
    """A simple model: more difficulty brings more things and less success."""
    goals = np.zeros((len(PLACES), len(OUTPUTS), len(FEATURES)))
    goals[:, :, 0] = (3.0, 0.03, 0.8, 0.8, 0.6)
    goals[:, 0, FEATURES.index("difficulty")] = 4.0
    goals[:, 1, FEATURES.index("tempo")] = 0.03
    goals[:, 2:4, FEATURES.index("difficulty")] = -0.4
    pulls = np.tile(np.array((0.2, 0.2, 0.1, 0.1, 0.2)), (len(PLACES), 1))
    noise = np.tile(np.diag((0.1, 0.01, 0.02, 0.02, 0.05)), (len(PLACES), 1, 1))
    return Model(PLACES, goals, pulls, noise, np.zeros((len(PLACES), 3)), np.zeros((len(PLACES), 2)), 0.05)


def test_the_fit_finds_the_model_that_was_put_in() -> None:
    """From sittings that go by known numbers, goals, pulls, noise and how the guide is seen come back."""
    dice = np.random.default_rng(2)
    model = known()
    sittings = [
        made(place, draw(TRAINED[number % len(TRAINED)], dice), dice, model)
        for place in range(len(PLACES))
        for number in range(8)
    ]
    found = fit(sittings)
    assert found.late == pytest.approx(0.05)
    assert found.seen[:, :2] == pytest.approx(np.tile((0.2, 0.5), (len(PLACES), 1)), abs=1e-6)
    corners = play.features(
        np.array((0.1, 0.9, 0.1, 0.9)), np.array((0.1, 0.1, 0.9, 0.9)), *(np.full(4, at) for at in (0.7, 0, 0, 0, 0))
    )
    for place in range(len(PLACES)):
        here = np.full(4, place)
        want, got = play.goals(model, here, corners), play.goals(found, here, corners)
        assert got[0] == pytest.approx(want[0], abs=0.8)
        assert got[2:4] == pytest.approx(want[2:4], abs=0.08)
        assert found.pulls[place] == pytest.approx(model.pulls[place], rel=0.5)
    # What the ridge leaves unexplained of sudden changes is taken for shaking: a little more than was put in.
    ratio = np.diagonal(found.noise.mean(axis=0)) / np.diagonal(model.noise[0])
    assert (ratio > 0.7).all()
    assert (ratio < 1.8).all()


def test_a_wandering_mind_sees_the_corners_and_is_the_same_each_time() -> None:
    """It begins anywhere, wishes differ, and one seed gives one walk."""
    starts = [Wandering(seed).start() for seed in range(40)]
    assert min(start.difficulty for start in starts) < 0.2
    assert max(start.difficulty for start in starts) > 0.8
    assert Wandering(3).start() == Wandering(3).start()
    assert isinstance(starts[0], Directive)


@pytest.mark.parametrize("mind", list(MINDS))
def test_both_worlds_agree_on_people_they_were_not_fitted_to(mind: str) -> None:
    """For each simple mind every statistic of the sketch lies within its room, and chance, of the real levels'."""
    place = list(MINDS).index(mind)
    told = {
        name: difference(real()[place, :, column], sketched()[place, :, column])
        for column, name in enumerate(STATISTICS)
    }
    apart = {
        name: (one, other) for name, (one, other, error) in told.items() if abs(one - other) > ROOM[name] + SURE * error
    }
    assert not apart


def test_every_family_fares_alike_in_both_worlds() -> None:
    """Arousal, valence, engagement and breath of each family, over all minds, within their rooms and chance."""
    _, families, _ = fidelity.people()
    for family in dict.fromkeys(families):
        places = np.flatnonzero([name == family for name in families])
        everywhere = np.concatenate([places + time * len(families) for time in range(fidelity.TIMES)])
        for name in ("arousal", "valence", "engagement", "breath_per_min"):
            column = STATISTICS.index(name)
            one, other, error = difference(
                np.nanmean(real()[:, places, column], axis=0), sketched()[:, everywhere, column].mean(axis=0)
            )
            assert abs(one - other) <= 1.5 * ROOM[name] + SURE * error, (name, family, one, other)


def test_minds_rank_alike_in_both_worlds() -> None:
    """What is better by more than .03 on the real levels is better on the sketch; closer minds may change places."""
    ours = sketched()[:, :, SCORE].mean(axis=1)
    theirs = np.nanmean(real()[:, :, SCORE], axis=1)
    for one in range(len(MINDS)):
        for other in range(len(MINDS)):
            if theirs[one] - theirs[other] > 0.03:
                assert ours[one] > ours[other]


def test_the_kept_table_is_of_the_levels_and_people_of_today() -> None:
    """Two of its sittings, played again, come out as they were kept; if not, ``python -m adaptation fit`` is due."""
    drawn, _, places = fidelity.people()
    column = [STATISTICS.index(name) for name in ("arousal", "engagement", "performance", "breath_per_min")]
    for number in (8, 21):
        mind = fidelity.as_mind(MINDS["low"]())
        again = fidelity.statistics(sit(drawn[number], places[number], mind, number, fidelity.MINUTES))
        kept = real()[list(MINDS).index("low"), number]
        assert again[column] == pytest.approx(kept[column], abs=1e-6)


def test_someone_who_left_is_told_of_with_what_there_was() -> None:
    """A sitting that ends in its second decision has finite statistics, and counts as a quit."""
    person = replace(draw("typical", np.random.default_rng(1)), quit_hazard=2.0)
    sitting = sit(person, "tide", fidelity.as_mind(MINDS["low"]()), 1, 1.0)
    short = replace(
        sitting, left=True, rows=sitting.rows[:2], settings=sitting.settings[:3], begun=sitting.begun[:2],
        course=Moment(*(getattr(sitting.course, field.name)[:75] for field in fields(Moment))),
    )  # fmt: skip
    told = dict(zip(STATISTICS, fidelity.statistics(short), strict=True))
    assert np.isfinite(list(told.values())).all()
    assert told["quit"] == 1.0
    assert told["score"] < 0.0
