"""One sitting as a Gymnasium environment: what its table says, what the checker asks, and nothing left to chance."""

import re

import gymnasium
import numpy as np
import pytest
from gymnasium import spaces
from gymnasium.utils.env_checker import check_env
from numpy.typing import NDArray

from adaptation.actions import BRANCHES, HOLD, SIZES
from adaptation.env import ID, Player
from adaptation.features import NAMES

ROW = re.compile(r"\| (\d+) \| (\w+) \| (-?\d+) \| (\d+) \| (.+) \|")


def table() -> list[tuple[int, str, float, float, str]]:
    """Every line of the two tables in the docstring."""
    told = ROW.findall(Player.__doc__ or "")
    return [(int(place), name, float(low), float(high), unit) for place, name, low, high, unit in told]


def episode(seed: int, actions: int) -> tuple[list[NDArray[np.float32]], list[float]]:
    """One sitting; the actions come from dice of their own."""
    env, dice = Player(), np.random.default_rng(actions)
    row, _ = env.reset(seed=seed)
    rows, rewards, over = [row], [], False
    while not over:
        row, reward, over, _, _ = env.step(dice.integers(0, SIZES))
        rows.append(row)
        rewards.append(reward)
    return rows, rewards


def test_gymnasium_accepts_it() -> None:
    """Registered by its name, the environment passes Gymnasium's own checker."""
    check_env(gymnasium.make(ID).unwrapped)


def test_the_table_tells_the_truth() -> None:
    """The docstring names every column and every branch in order, with the bounds that the spaces have."""
    env = Player()
    assert isinstance(env.observation_space, spaces.Box)
    assert isinstance(env.action_space, spaces.MultiDiscrete)
    seen, done = table()[: len(NAMES)], table()[len(NAMES) :]
    assert [(place, name) for place, name, *_ in seen] == list(enumerate(NAMES))
    assert [low for *_, low, _, _ in seen] == env.observation_space.low.tolist()
    assert [high for *_, high, _ in seen] == env.observation_space.high.tolist()
    assert [(place, name) for place, name, *_ in done] == [(place, b.setting) for place, b in enumerate(BRANCHES)]
    assert [int(high) + 1 for *_, high, _ in done] == env.action_space.nvec.tolist() == list(SIZES)


def test_one_seed_one_sitting() -> None:
    """The same seed and actions give the same rows and rewards, bit for bit; another seed gives others."""
    rows, rewards = episode(7, 1)
    again, rewards_again = episode(7, 1)
    other, _ = episode(8, 1)
    assert np.array_equal(np.stack(rows), np.stack(again))
    assert rewards == rewards_again
    assert len(rows) != len(other) or not np.array_equal(np.stack(rows), np.stack(other))


def test_sittings_differ_in_length_mode_and_in_what_is_known() -> None:
    """Over many resets: 3 to 8 minutes, Soothe and Train, people who are known and people who are not."""
    env = Player()
    rows = np.stack([env.reset(seed=seed)[0] for seed in range(60)])
    known = rows[:, [NAMES.index("usual_breath"), NAMES.index("skill")]]
    assert set(rows[:, NAMES.index("train")]) == {0.0, 1.0}
    assert 0 < (known == 0.0).all(axis=1).sum() < 60


def test_a_sitting_lasts_its_time_at_most() -> None:
    """Held as it is, a sitting ends with its time (36 to 96 decisions), or earlier when the person leaves."""
    env = Player()
    lengths = []
    for seed in range(3):
        env.reset(seed=seed)
        length, over = 0, False
        while not over:
            *_, over, _, _ = env.step(np.array(HOLD))
            length += 1
        lengths.append(length)
    assert max(lengths) <= 96
    assert max(lengths) >= 36


def test_stepping_before_sitting_down_is_refused() -> None:
    """There is no sitting before the first reset, and it is said."""
    with pytest.raises(gymnasium.error.ResetNeeded):
        Player().step(np.array(HOLD))
