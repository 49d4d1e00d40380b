"""Learning: who is met, the crowd as a vector environment, the actor as arrays, and learning itself."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from adaptation import actions, sketch
from adaptation.__main__ import main
from adaptation.baselines import NoOp
from adaptation.features import GROUPS, NAMES, columns
from adaptation.person.families import TRAINED
from adaptation.policy import load, save
from adaptation.rules import Rules
from adaptation.rules_settings import HAND
from adaptation.train.actor import FIRST_MINIGAMES, SEEN
from adaptation.train.clone import imitate, watch
from adaptation.train.crowd import Costs, Crowd, whole
from adaptation.train.export import acquaint, weigh
from adaptation.train.learner import Learner, Recipe
from adaptation.train.run import learn, orders
from adaptation.train.score import begin, compare, play
from adaptation.train.sittings import Sittings, draw, training, validation

FREE = Costs()
SMALL = Recipe(decisions=4096, people=16, copies=4, steps=32, batch=1024, epochs=2, watched=32, passes=2, judges=32)


def crowd(people: int, copies: int = 1, costs: Costs = FREE) -> Crowd:
    """Some sittings of training people."""
    dice = training(0)
    return Crowd(people, copies, lambda number: draw(dice, number), dice, costs)


def learner(recipe: Recipe = SMALL, blind: tuple[str, ...] = ()) -> Learner:
    """One that has learnt nothing yet."""
    people = crowd(recipe.people, recipe.copies)
    width = people.observation_space.shape[0]  # type: ignore[index]
    told = {"mean": np.full(width, 0.1), "scale": np.full(width, 0.4), "blind": columns(blind)}
    return Learner(people, recipe, told, seed=0)


def rows_of(people: Sittings) -> NDArray[np.float32]:
    """What the critic would see at the start."""
    world = begin(people, 0)
    return whole(world, world.players.crowd.quit_hazard)


def test_training_and_choosing_never_share_people() -> None:
    """The people of different seeds and of the two purposes all differ, and the same dice draw the same again."""
    drawn = [draw(dice, 20).people for dice in (training(0), training(1), validation(0), validation(1))]
    assert len({person for people in drawn for person in people}) == 80
    assert draw(training(0), 20).people == drawn[0]


def test_a_family_left_out_is_never_met() -> None:
    """Nobody of it sits down, and everybody else does."""
    without = orders([0], "calm", None, SMALL)[0].families
    assert set(draw(training(0), 300, without).families) == set(TRAINED) - {"calm"}


def test_sittings_that_end_begin_anew() -> None:
    """Over ten minutes everybody's place sees at least one end; the row after it is a beginning, and copies begin and
    end together."""
    people = crowd(8, copies=2)
    people.reset()
    ends = np.zeros(16)
    for _ in range(110):
        people.step_async(np.tile(actions.HOLD, (16, 1)))
        rows, _, over, _ = people.step_wait()
        ends += over
        assert isinstance(rows, np.ndarray)
        assert np.array_equal(over[:8], over[8:])
        age = rows[:, NAMES.index("sitting")]
        assert (age[over] < 0.01).all()
        assert (age[~over] > 0.005).all()
    assert (ends >= 1).all()


def test_copies_meet_the_same_luck() -> None:
    """Copies of a person that do the same stay equal, bit for bit, across the begin of another sitting; as soon as one
    does something else they part."""
    people = crowd(6, copies=3)
    people.reset()
    for moment in range(80):
        people.step_async(np.tile(actions.HOLD, (18, 1)))
        rows, reward, *_ = people.step_wait()
        assert isinstance(rows, np.ndarray)
        assert np.array_equal(rows[:6], rows[6:12]), moment
        assert np.array_equal(reward[:6], reward[12:]), moment
    assert isinstance(rows, np.ndarray)
    assert not np.array_equal(rows[0], rows[1])
    other = np.tile(actions.HOLD, (18, 1))
    other[6:12, 0] = 0
    people.step_async(other)
    rows, *_ = people.step_wait()
    assert isinstance(rows, np.ndarray)
    assert not np.array_equal(rows[:6], rows[6:12])
    assert np.array_equal(rows[:6], rows[12:])


def test_leaving_is_counted_as_likely_as_it_is() -> None:
    """What a crowd that nobody leaves says a sitting was worth is, on average, near what sittings are worth that people
    do leave."""
    sitting = draw(validation(3), 400)
    left = play(sitting, 0, NoOp())
    dice = training(0)
    people = Crowd(400, 1, lambda number: sitting if number == 400 else draw(dice, number), dice, FREE)
    worth, running = np.zeros(400), np.ones(400, bool)
    while running.any():
        people.step_async(np.tile(actions.HOLD, (400, 1)))
        _, reward, over, _ = people.step_wait()
        worth += np.where(running, reward, 0.0)
        running &= ~over
    assert left.left.mean() > 0.02
    assert worth.mean() / 10.0 == pytest.approx(left.mean(), abs=0.03)


def test_costs_are_taken_off_the_reward() -> None:
    """With costs on leaving and on bad moments the same crowd doing the same sees the same, and nobody gets more, those
    who fare badly less; without them the reward is the reward."""
    plain, leaving, gloom = crowd(64), crowd(64, costs=Costs(leaving=50.0)), crowd(64, costs=Costs(gloom=5.0))
    for _ in range(24):
        for people in (plain, leaving, gloom):
            people.step_async(np.tile((3, 3, 1, 1, 0), (64, 1)))
        (rows, reward, *_), (same, left, *_), (also, sad, *_) = (
            people.step_wait() for people in (plain, leaving, gloom)
        )
    for others in (same, also):
        assert isinstance(rows, np.ndarray) and isinstance(others, np.ndarray)
        assert np.array_equal(rows, others)
    for reduced in (left, sad):
        assert (reduced <= reward + 1e-6).all()
    assert (left < reward - 1e-4).any()
    worst, best = np.argmin(reward), np.argmax(reward)
    assert sad[worst] < reward[worst]
    assert sad[best] == pytest.approx(reward[best])


def test_advantages_are_told_against_the_copies() -> None:
    """The mean over copies of every decision's advantage is nothing; the returns that the critic learns keep theirs."""
    taught = learner()
    taught.learn(512)
    # The buffer was read: its rows are those of one sitting after the other by now.
    beside = taught.rollout_buffer.advantages.reshape(SMALL.copies, SMALL.people, SMALL.steps)
    assert np.allclose(beside.mean(axis=0), 0.0, atol=1e-5)
    assert np.abs(beside).max() > 0.0
    assert np.abs(taught.rollout_buffer.returns.reshape(beside.shape).mean(axis=0)).max() > 0.1


def test_the_actor_sees_only_what_a_mind_is_shown() -> None:
    """What follows the 31 columns changes the critic's value and no chance of any action."""
    policy = learner().policy
    rows = torch.as_tensor(rows_of(draw(validation(0), 50)))
    other = rows.clone()
    other[:, SEEN:] += 1.0
    for one, two in zip(policy.chances(rows), policy.chances(other), strict=True):
        assert torch.equal(one, two)
    assert not torch.allclose(policy.predict_values(rows), policy.predict_values(other))


def test_few_minigames_at_first() -> None:
    """Before learning about four decisions in a hundred offer one."""
    chances = learner().policy.chances(torch.as_tensor(rows_of(draw(validation(0), 50))))
    assert float(chances[actions.OFFER][:, 1].detach().exp().mean()) == pytest.approx(FIRST_MINIGAMES, rel=0.2)


def test_arrays_do_as_the_network_does() -> None:
    """The exported arrays take the same action as stable-baselines3's prediction, and have its probabilities."""
    policy = learner().policy
    with torch.no_grad():
        policy.action_net.weight.mul_(100.0)  # type: ignore[operator]
    rows = rows_of(draw(validation(0), 400))
    dice = np.random.default_rng(0)
    rows[:, :SEEN] = dice.uniform(-1.0, 1.0, (400, SEEN))
    arrays, seen = weigh(policy), rows[:, :SEEN].astype(np.float64)
    predicted, _ = policy.predict(rows, deterministic=True)
    assert np.array_equal(arrays.choose(seen), predicted)
    told = torch.cat(policy.chances(torch.as_tensor(rows)), dim=1).detach().exp().numpy()
    assert np.allclose(arrays.chances(seen), told, atol=1e-5)


def test_a_blind_actor_does_not_see() -> None:
    """Columns of a group that stands at its mean change nothing, in the network and in the arrays."""
    policy = learner(blind=GROUPS["arousal"]).policy
    rows = rows_of(draw(validation(0), 50)).astype(np.float64)
    other = rows.copy()
    other[:, columns(GROUPS["arousal"])] = 0.9
    weighed = weigh(policy)
    assert np.array_equal(weighed.logits(rows[:, :SEEN]), weighed.logits(other[:, :SEEN]))
    assert not np.array_equal(weighed.logits(rows[:, :SEEN]), weighed.logits(rows[:, :SEEN] + 0.1))


def test_imitation_learns_what_the_rules_do() -> None:
    """After a few passes most decisions on new people are done as the rules do them, many more than by chance."""
    policy = learner().policy
    shown = watch(draw(training(0), 128), Rules(HAND), training(1))
    imitate(policy, shown, 30, seed=0)
    new = watch(draw(validation(0), 32), Rules(HAND), validation(1))
    done, _ = policy.predict(new.rows, deterministic=True)
    held = (np.array(actions.HOLD) == new.chosen).mean()
    assert (done == new.chosen).mean() > held + 0.3 * (1.0 - held)


def test_most_of_what_was_met_is_familiar() -> None:
    """About one row in a thousand of new sittings lies beyond the bound; a row of nonsense lies far beyond it."""
    policy = acquaint(weigh(learner().policy), draw(validation(0), 128), 0)
    nonsense = np.where(np.arange(SEEN) % 2, 1.0, -1.0)
    assert policy.distance(nonsense[None])[0] > 1.5 * policy.bound
    world, beyond, total = begin(draw(validation(1), 128), 1), 0, 0
    while not world.over.all():
        rows = sketch.observe(world)
        beyond += int((policy.distance(rows[~world.over]) > policy.bound).sum())
        total += int((~world.over).sum())
        world, _ = sketch.step(world, policy.wish(rows))
    assert 0.0 < beyond / total < 0.02


def test_one_seed_one_policy(tmp_path: Path) -> None:
    """Learning the same order twice leaves the same arrays, and a curve with its cost beside them."""
    order = orders([3], None, None, SMALL)[0]
    paths = [learn(order, tmp_path / name) for name in ("one", "two")]
    assert load(paths[0]).bound > 0.0
    one, two = (np.load(path) for path in paths)
    assert all(np.array_equal(one[name], two[name]) for name in one.files)
    assert paths[0].name == "seed_3.npz"
    assert '"cpu_s"' in paths[0].with_suffix(".json").read_text(encoding="utf-8")


def test_the_same_luck_meets_every_mind() -> None:
    """A sitting's first startle, place and person are the mind's no matter: two plays by equal minds are equal, and
    the score is the sum of what the sketch says, over what was planned."""
    people = draw(validation(0), 24)
    one, two = play(people, 5, Rules(HAND)), play(people, 5, Rules(HAND))
    assert np.array_equal(one.score, two.score)
    assert one.tail() <= one.mean()
    assert one.decisions <= int((12.0 * people.minutes).sum())
    assert not np.array_equal(one.score, play(people, 6, Rules(HAND)).score)


def test_minds_beside_each_other_do_not_touch() -> None:
    """Compared at once or one after the other within the same crowd, equal minds come to equal outcomes, whatever plays
    beside them."""
    people = draw(validation(0), 16)
    twice = compare(people, 5, [Rules(HAND), NoOp()])
    again = compare(people, 5, [NoOp(), Rules(HAND)])
    assert np.array_equal(twice[0].score, again[1].score)
    assert np.array_equal(twice[1].score, again[0].score)
    assert not np.array_equal(twice[0].score, twice[1].score)


def test_the_better_seed_is_shipped(tmp_path: Path) -> None:
    """Of one that holds everything and one that makes everything hard and fast, the first is copied, whatever its
    name; where no seed was taught it is said, and nothing written."""
    calm = acquaint(weigh(learner().policy), draw(validation(0), 8), 0)
    out, hold, rush = tmp_path / "policy.npz", np.zeros(16, np.float32), np.zeros(16, np.float32)
    hold[[2, 6, 9, 12, 14]] = 50.0
    rush[[3, 7, 10, 13, 15]] = 50.0
    assert main(["choose", "--folder", str(tmp_path), "--people", "24", "--out", str(out)]) == 1
    assert not out.exists()
    save(replace(calm, b3=rush), tmp_path / "seed_0.npz")
    save(replace(calm, b3=hold), tmp_path / "seed_1.npz")
    assert main(["choose", "--folder", str(tmp_path), "--people", "24", "--out", str(out)]) == 0
    assert np.array_equal(load(out).b3, hold)
