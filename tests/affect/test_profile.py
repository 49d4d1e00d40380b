"""A player's usual: what own sessions tell moves it, holes tell nothing, and only the different is called different."""

from pathlib import Path

import numpy as np
import pytest

from affect.errors import ModelMissingError
from affect.networks.weights import write_weights
from affect.trends.profile import (
    CHANCE,
    FEWEST,
    LAST,
    NUMBERS,
    RANGES,
    Player,
    Taught,
    band,
    beside,
    moved,
    player,
    position,
    shipped,
)
from affect.trends.profile_curve import POINTS, Channel, Curve, Doubles

TAUGHT = shipped()
AXES = len(TAUGHT.axes)


def curves(usual: Doubles, count: int, seed: int, taught: Taught = TAUGHT) -> list[Curve]:
    """Sessions of somebody with this usual position, drawn from the model itself."""
    dice = np.random.default_rng(seed)
    root = np.linalg.cholesky(taught.within)
    told = []
    for _ in range(count):
        at = usual + root @ dice.standard_normal(AXES)
        value = taught.middle + at @ taught.axes + taught.noise * dice.standard_normal(NUMBERS)
        told.append(Curve(np.asarray(value, dtype=np.float64).reshape(len(Channel), POINTS)))
    return told


def somebody(seed: int) -> Doubles:
    """A usual position."""
    return np.linalg.cholesky(TAUGHT.between) @ np.random.default_rng([1, seed]).standard_normal(AXES)


def holed(curve: Curve, rows: slice, points: slice) -> Curve:
    """With a hole in it."""
    value = curve.value.copy()
    value[rows, points] = np.nan
    return Curve(value)


def test_own_sessions_tell_the_own_usual() -> None:
    """With more sessions the player's position is nearer to the truth, and less unsure, for most of many people."""
    nearer = []
    for seed in range(20):
        usual = somebody(seed)
        told = curves(usual, 15, seed)
        few, many = player(TAUGHT, told[:2]), player(TAUGHT, told)
        nearer.append(np.linalg.norm(many.position - usual) < np.linalg.norm(few.position - usual))
        assert np.trace(many.unsure) < np.trace(few.unsure) < np.trace(player(TAUGHT, ()).unsure)
    assert np.mean(nearer) > 0.7


def test_how_unsure_it_says_is_how_far_off_it_is() -> None:
    """Over many people the squared distance from the truth is what ``unsure`` promises."""
    told = []
    for seed in range(150):
        usual = somebody(seed)
        known = player(TAUGHT, curves(usual, 6, seed))
        off = known.position - usual
        told.append(off @ np.linalg.solve(known.unsure, off))
    assert np.mean(told) == pytest.approx(AXES, rel=0.2)


def test_the_band_holds_eight_of_ten() -> None:
    """On sessions of the model itself the 80 % band holds 80 % of the points, known well or not at all."""
    for count in (0, 8):
        inside = []
        for seed in range(60):
            told = curves(somebody(seed), count + 1, 1000 + seed)
            here = band(TAUGHT, player(TAUGHT, told[:count]))
            value = np.clip(told[-1].value, *np.array(list(RANGES.values())).T[:, :, None])
            inside.append(((here.low <= value) & (value <= here.high)).mean())
        assert np.mean(inside) == pytest.approx(0.8, abs=0.05)


def test_own_sessions_make_the_band_narrower() -> None:
    """What is typical is better known after ten sessions than after none, at every point."""
    nobody, known = band(TAUGHT, player(TAUGHT, ())), band(TAUGHT, player(TAUGHT, curves(somebody(1), 10, 1)))
    feelings = slice(0, 3)
    assert ((known.high - known.low) < (nobody.high - nobody.low))[feelings].all()
    assert np.allclose((known.low + known.high)[feelings] / 2.0, known.middle[feelings])


def test_no_band_says_what_cannot_be() -> None:
    """However well somebody plays, the band of play stays within nought and one."""
    best = [Curve(np.tile([[0.0], [0.0], [0.0], [1.0]], POINTS)) for _ in range(12)]
    told = band(TAUGHT, player(TAUGHT, best))
    assert told.low[3].min() >= 0.0 and told.high[3].max() == 1.0
    assert (told.low <= told.middle).all() and (told.middle <= told.high).all()


def test_only_the_last_sessions_count() -> None:
    """Whoever changed thirty sessions ago is told by the thirty since."""
    late = curves(somebody(2), LAST, 2)
    again = player(TAUGHT, [*curves(-3.0 * somebody(2), 10, 3), *late])
    assert np.array_equal(again.position, player(TAUGHT, late).position)
    assert again.courses == LAST


def test_a_hole_tells_nothing() -> None:
    """A session of which nothing is known changes no belief; one half known tells less than the whole one."""
    told = curves(somebody(4), 3, 4)
    empty = holed(told[2], slice(None), slice(None))
    before, after = player(TAUGHT, told[:2]), player(TAUGHT, [*told[:2], empty])
    assert np.allclose(before.position, after.position)
    assert np.allclose(before.unsure, after.unsure)
    half = player(TAUGHT, [*told[:2], holed(told[2], slice(None), slice(0, 16))])
    whole = player(TAUGHT, told)
    assert np.trace(whole.unsure) < np.trace(half.unsure) < np.trace(before.unsure)
    assert np.allclose(position(TAUGHT, empty), 0.0)


def test_nothing_is_usual_before_five_sessions() -> None:
    """With fewer courses no session is beside anything."""
    told = curves(somebody(5), FEWEST + 1, 5)
    assert beside(TAUGHT, player(TAUGHT, told[: FEWEST - 1]), told[-1]) is None
    assert beside(TAUGHT, player(TAUGHT, told[:FEWEST]), told[-1]) is not None


@pytest.mark.parametrize("place", range(len(Channel)))
@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_what_was_different_is_named(place: int, side: float) -> None:
    """A session moved far in one channel is different from usual, by that channel and that side."""
    told = curves(somebody(6), 11, 6)
    known = player(TAUGHT, told[:10])
    step = side * 40.0 * TAUGHT.noise[place * POINTS]
    value = told[10].value.copy()
    value[place] += step
    found = beside(TAUGHT, known, Curve(value))
    assert found is not None and found.odd
    first = found.moved[0]
    assert first.channel is tuple(Channel)[place]
    assert np.sign(first.z) == side
    plain = next(one for one in moved(TAUGHT, known, told[10]) if one.channel is first.channel)
    assert first.above - plain.above == pytest.approx(step)


def test_usual_sessions_are_seldom_called_different() -> None:
    """Of sessions of the model itself about as few are called different as ``CHANCE`` says."""
    called = []
    for seed in range(80):
        told = curves(somebody(seed), 12, 2000 + seed)
        known = player(TAUGHT, told[:8])
        called += [found.odd for one in told[8:] if (found := beside(TAUGHT, known, one)) is not None]
    assert np.mean(called) <= 2.5 * CHANCE


def test_the_farthest_of_all_is_the_least_likely() -> None:
    """The chance falls as a session moves away, and is never nought."""
    known = player(TAUGHT, curves(somebody(7), 10, 7))
    middle = band(TAUGHT, known).middle
    chances = []
    for step in (0.0, 5.0, 500.0):
        found = beside(TAUGHT, known, Curve(middle + step * TAUGHT.noise.reshape(len(Channel), POINTS)))
        assert found is not None
        chances.append(found.chance)
    assert chances[0] > chances[1] >= chances[2] > 0.0


def test_a_channel_of_which_little_is_known_is_not_spoken_of() -> None:
    """With seven of 32 points nothing is said of a channel."""
    told = curves(somebody(8), 9, 8)
    found = moved(TAUGHT, player(TAUGHT, told[:8]), holed(told[8], slice(1, 2), slice(7, None)))
    assert Channel.VALENCE not in {one.channel for one in found}
    assert len(found) == len(Channel) - 1


def test_the_same_sessions_tell_the_same() -> None:
    """Two runs are equal to the last bit."""
    told = curves(somebody(9), 9, 9)
    first, second = player(TAUGHT, told), player(TAUGHT, told)
    assert first.position.tobytes() == second.position.tobytes()
    assert isinstance(first, Player)


def test_missing_or_foreign_weights_are_said(tmp_path: Path) -> None:
    """Without the file, or with another's numbers in it, it says so and what to do."""
    with pytest.raises(ModelMissingError, match="train profile"):
        shipped(tmp_path)
    write_weights(tmp_path / "profile.npz", {"middle": np.zeros(3)})
    with pytest.raises(ModelMissingError, match="do not fit"):
        shipped(tmp_path)


def test_shipped_names_hold_what_they_promise() -> None:
    """An axis with a name went with it by .6 or more; no name is given twice."""
    names = [axis.name for axis in TAUGHT.named if axis.name]
    assert len(names) == len(set(names)) > 0
    assert all(axis.correlation >= 0.6 for axis in TAUGHT.named if axis.name)
    assert (np.diff(TAUGHT.far) >= 0.0).all()
