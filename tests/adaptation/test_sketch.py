"""The sketch: the same sittings for the same seed and wishes, one luck for all minds, and the core's own bounds."""

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from adaptation import sketch
from adaptation.actions import SIZES, Wishes, wishes
from adaptation.baselines import Easiest, NoOp, Randomly
from adaptation.features import NAMES, to_observation
from adaptation.person.families import SECOND, TRAINED, UNSEEN, draw
from adaptation.person.traits import Traits
from adaptation.reward import Parts
from adaptation.rules import Rules
from adaptation.rules_settings import HAND
from adaptation.sketch import guiding
from game.core import breathing
from game.core.pace import Guide, advance
from game.core.posterior import Known, Posterior
from levels.breathing.longer_exhale import PATTERN

COUNT = 24


def crowd(count: int = COUNT, seed: int = 3) -> list[Traits]:
    """People of every family in turn."""
    families = (*TRAINED, *UNSEEN, *SECOND)
    dice = np.random.default_rng(seed)
    return [draw(families[number % len(families)], dice) for number in range(count)]


def begun(seed: int = 1, minutes: float = 3.0) -> sketch.Sketch:
    """Their sittings."""
    return sketch.begin(crowd(), seed, np.full(COUNT, minutes))


def same(one: object, other: object) -> bool:
    """Every number of two states is equal, to the bit."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))
    if is_dataclass(one):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    return bool(one == other)


def test_two_runs_are_equal() -> None:
    """The same people, seed and wishes give the same sittings; another seed gives others."""
    first, second, other = begun(), begun(), begun(seed=2)
    for number in range(8):
        mind = Randomly(number)
        wished = mind.wish(sketch.observe(first))
        first, second = sketch.step(first, wished)[0], sketch.step(second, wished)[0]
        other = sketch.step(other, wished)[0]
    assert same(first, second)
    assert not np.array_equal(first.body.arousal, other.body.arousal)


def test_luck_never_depends_on_the_wishes() -> None:
    """Frights, moods and lost sensors come at the same moments whatever a mind asks for."""
    quiet, restless = begun(), begun()
    still, wild = NoOp(), Randomly(5)
    for _ in range(20):
        quiet = sketch.step(quiet, still.wish(sketch.observe(quiet)))[0]
        restless = sketch.step(restless, wild.wish(sketch.observe(restless)))[0]
        both = ~quiet.over & ~restless.over
        for name in ("startle", "regime"):
            assert np.array_equal(getattr(quiet.body, name)[both], getattr(restless.body, name)[both])
        assert np.array_equal(quiet.sensors.face_lost[both], restless.sensors.face_lost[both])
    assert not np.array_equal(quiet.body.arousal, restless.body.arousal)


def test_a_sitting_has_as_many_decisions_as_were_planned_and_then_stays_still() -> None:
    """Twelve a minute, minigames or not; afterwards nothing moves, and nothing is worth anything."""
    minutes = np.where(np.arange(COUNT) % 2 == 0, 1.0, 2.0)
    now = sketch.begin(crowd(), 1, minutes)
    mind, lasted = Easiest(), np.zeros(COUNT)
    while not now.over.all():
        lasted += ~now.over
        now = sketch.step(now, mind.wish(sketch.observe(now)))[0]
    stayed = ~now.left
    assert stayed.any()
    assert np.array_equal(lasted[stayed], 12.0 * minutes[stayed])
    assert (lasted <= 12.0 * minutes).all()
    after, parts = sketch.step(now, mind.wish(sketch.observe(now)))
    assert same(replace(after, moment=now.moment), now)
    assert all(not getattr(parts, field.name).any() for field in fields(Parts))


def test_what_minds_are_shown_stays_in_range_and_bounds_hold() -> None:
    """Rows are finite and within [-1, 1]; settings in range; the guide inside its bounds; at most six minigames."""
    now = begun(minutes=8.0)
    dice = np.random.default_rng(6)
    while not now.over.all():
        rows = sketch.observe(now)
        assert rows.shape == (COUNT, len(NAMES))
        assert np.isfinite(rows).all()
        assert (np.abs(rows) <= 1.0).all()
        difficulty, tempo, guidance, breath_hz = dice.choice((-3.0, 0.5, 3.0, np.nan), (4, COUNT))
        now = sketch.step(now, Wishes(difficulty, tempo, guidance, breath_hz, np.ones(COUNT, dtype=bool)))[0]
        for name in ("difficulty", "tempo", "guidance"):
            assert ((getattr(now.settings, name) >= 0.0) & (getattr(now.settings, name) <= 1.0)).all()
        assert (now.settings.breath_hz >= now.players.limits.floor_hz - 1e-12).all()
        assert (now.shields.minigames <= 6.0).all()


def test_the_first_row_is_that_of_somebody_just_begun() -> None:
    """Five seconds old, gentle settings, no minigame; what is known of the player is told."""
    known = Posterior(resting_breath_hz=Known(0.3, 0.02))
    rows = sketch.observe(sketch.begin(crowd(2), 1, np.full(2, 3.0), posteriors=[known, Posterior()]))
    told = {name: rows[:, place] for place, name in enumerate(NAMES)}
    assert told["difficulty"] == pytest.approx([0.25, 0.25])
    assert told["minigames"] == pytest.approx([0.0, 0.0])
    assert told["since_minigame"] == pytest.approx([1.0, 1.0])
    assert told["sitting"] == pytest.approx([300.0 / 72000.0] * 2)
    assert told["usual_breath"][0] > 0.05
    assert told["usual_breath"][1] == 0.0


def test_a_grafted_sitting_goes_on_like_its_own() -> None:
    """Rows of a fresh sketch take the place of finished ones, and the others are not touched."""
    old, fresh = begun(), sketch.begin(crowd(4, seed=9), 7, np.full(4, 5.0))
    for _ in range(3):
        old = sketch.step(old, NoOp().wish(sketch.observe(old)))[0]
    rows, sources = np.array([2, 5]), np.array([0, 3])
    grafted = sketch.graft(old, rows, fresh, sources)
    assert np.array_equal(sketch.observe(grafted)[rows], sketch.observe(fresh)[sources])
    others = np.setdiff1d(np.arange(COUNT), rows)
    assert np.array_equal(sketch.observe(grafted)[others], sketch.observe(old)[others])
    assert sketch.latent(grafted).shape == (COUNT, sketch.latent(old).shape[1])
    assert sketch.step(grafted, NoOp().wish(sketch.observe(grafted)))[0].tick[2] == 600.0


def test_minds_asked_one_by_one_wish_what_they_wish_together() -> None:
    """A mind per sitting equals the same rules for the whole crowd."""
    now, together = begun(), Rules(HAND)
    apart = [Rules(HAND) for _ in range(COUNT)]
    for _ in range(10):
        rows = sketch.observe(now)
        many = together.wish(rows)
        told = [mind.decide(to_observation(row)) for mind, row in zip(apart, rows, strict=True)]
        for name in ("difficulty", "tempo", "guidance", "breath_hz"):
            assert [getattr(one, name) for one in told] == pytest.approx(getattr(many, name), abs=1e-12)
        assert [one.minigame is not None for one in told] == many.minigame.tolist()
        now = sketch.step(now, many)[0]


def test_late_sensors_tell_of_the_past() -> None:
    """With 15 s of delay less is known, and what is told of arousal is what was 15 s ago."""
    people = [replace(draw("typical", np.random.default_rng(2)), camera=True, face_sd=0.05, dropout_every_s=300.0)]
    late = [replace(person, sensor_delay_s=15.0) for person in people]
    now = sketch.begin(people + late, 1, np.full(2, 5.0))
    felt, shown = [], []
    for _ in range(40):
        now = sketch.step(now, NoOp().wish(sketch.observe(now)))[0]
        felt.append(now.body.arousal[1])
        shown.append(now.hearing.arousal.mean[1])
    assert now.hearing.arousal.variance[1] > now.hearing.arousal.variance[0]
    fits = [np.corrcoef(felt[: len(felt) - lag or None], shown[lag:])[0, 1] for lag in range(6)]
    assert int(np.argmax(fits)) in (2, 3, 4)


def test_the_guide_is_the_cores_guide() -> None:
    """Rate, phase and the end of a minigame agree with ``pace.advance`` and ``breathing.breathe``, tick for tick."""
    dice = np.random.default_rng(8)
    guides = replace(guiding.begin(np.full(3, 0.2)), phase=np.full(3, 0.3))
    cores, games = [Guide(0.3, 0.2, 0)] * 3, [breathing.begin(PATTERN)] * 3
    guides = guiding.offer(guides, np.ones(3, dtype=bool), np.full(3, np.inf))
    ended = np.full(3, np.nan)
    for decision in range(14):
        target = dice.uniform(0.12, 0.3, 3)
        guides, course = guiding.run(guides, target)
        ended = np.where(np.isnan(ended), decision * 300.0 + course.ended_ticks, ended)
        for person in range(3):
            for tick in range(300):
                cores[person] = advance(cores[person], float(target[person]))
                if not games[person].over:
                    games[person], _ = breathing.breathe(games[person], cores[person], 0.5)
                if (tick + 1) % 10 == 0:
                    life = (tick + 1) // 10 - 1
                    assert course.breath_hz[life, person] == pytest.approx(cores[person].breath_hz, abs=1e-9)
                    off = (course.phase[life, person] - cores[person].phase + 0.5) % 1.0 - 0.5
                    assert abs(off) < 0.002
    for person in range(3):
        assert games[person].over
        assert ended[person] == pytest.approx(games[person].tick, abs=11.0)


def test_actions_and_all_families_can_be_played() -> None:
    """Random actions through whole sittings of every family leave every state finite."""
    now = begun(minutes=3.0)
    dice = np.random.default_rng(11)
    while not now.over.all():
        actions = dice.integers(0, SIZES, (COUNT, len(SIZES)))
        now, parts = sketch.step(now, wishes(sketch.observe(now), actions))
        assert all(np.isfinite(getattr(parts, field.name)).all() for field in fields(Parts))
    assert now.left.any() or (now.tick == 3 * 3600 + 300).any()
