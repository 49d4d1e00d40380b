"""Courses of sessions on a common clock: nothing is guessed, and bytes come back as they were."""

import json
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from affect.trends.profile_curve import (
    APART_UNIT_PER_MIN,
    POINTS,
    SEEN,
    Channel,
    Curve,
    Doubles,
    course,
    curve_of,
    decode_curve,
    encode_curve,
    known,
)
from game.core.observe import Observation

NOTHING = Observation(**{field.name: 0.0 for field in fields(Observation)})
NUMBERS = st.lists(st.floats(-3.0, 3.0) | st.just(float("nan")), min_size=4 * POINTS, max_size=4 * POINTS)


def rows_of(seconds: Doubles, arousal: Doubles, sure: float = 1.0) -> Doubles:
    """Rows in which everything is known, and arousal runs so."""
    ones = np.ones(len(seconds))
    return np.stack([arousal, sure * ones, 0 * ones, ones, 0.2 * ones, ones, 0.7 * ones], axis=1)


@pytest.mark.parametrize("minutes", [3.0, 7.0, 20.0, 55.0])
def test_sessions_of_any_length_share_a_clock(minutes: float) -> None:
    """A line from 0 to 1 over the session is the same line on the clock, however long the session was."""
    t_s = np.arange(0.0, minutes * 60.0 + 1.0, 5.0)
    curve = course(t_s, rows_of(t_s, t_s / t_s[-1]))
    assert curve is not None
    wanted = (np.arange(POINTS) + 0.5) / POINTS
    assert np.abs(curve.value[0] - wanted).max() < 2.5 / (minutes * 60.0) + 1e-3
    assert curve.value[2] == pytest.approx(0.2 * APART_UNIT_PER_MIN)
    assert curve.value[3] == pytest.approx(0.7)


def test_the_clock_begins_with_the_first_moment() -> None:
    """A session that began after ten minutes of menus has the same course as one that began at once."""
    t_s = np.arange(0.0, 300.0, 5.0)
    rows = rows_of(t_s, np.sin(t_s / 40.0))
    now, later = course(t_s, rows), course(t_s + 600.0, rows)
    assert now is not None and later is not None
    assert np.allclose(now.value, later.value)


def test_what_is_not_known_is_not_guessed() -> None:
    """A minute in which the face was not read is a hole in feelings, wherever it is, and nowhere else."""
    t_s = np.arange(0.0, 320.0, 5.0)
    rows = rows_of(t_s, np.full(len(t_s), 0.5))
    away = (t_s >= 100.0) & (t_s < 160.0)
    rows[away, 1], rows[away, 0] = 0.0, -1.0
    curve = course(t_s, rows)
    assert curve is not None
    told = curve.value[0]
    assert np.isnan(told).sum() >= 5
    assert np.nanmin(told) == pytest.approx(0.5), "no guess leaks out of the hole"
    assert np.isfinite(curve.value[1:]).all()


def test_short_or_dark_sessions_have_no_course() -> None:
    """Under two minutes, or with nothing but play known, there is no course."""
    short = np.arange(0.0, 110.0, 5.0)
    assert course(short, rows_of(short, short)) is None
    long = np.arange(0.0, 400.0, 5.0)
    dark = rows_of(long, long)
    dark[:, 1:6:2] = 0.0
    assert course(long, dark) is None
    assert curve_of([], []) is None


def test_observations_are_read_by_their_names() -> None:
    """A course of observations is that of the same numbers as rows."""
    t_s = np.arange(0.0, 200.0, 5.0)
    rows = rows_of(t_s, t_s / 400.0)
    seen = [Observation(**{**_as_words(NOTHING), **dict(zip(SEEN, row, strict=True))}) for row in rows.tolist()]
    one, other = curve_of(t_s.tolist(), seen), course(t_s, rows)
    assert one is not None and other is not None
    assert np.array_equal(one.value, other.value)


def test_confidence_stands_beside_its_own_quantity() -> None:
    """Too little known of the breath hides the breath alone."""
    row = np.array([[0.1, 1.0, 0.2, 1.0, 0.3, 0.0, 0.4]])
    told = known(row)[0]
    assert np.isnan(told[2]) and told[[0, 1, 3]].tolist() == [0.1, 0.2, 0.4]


@given(NUMBERS)
def test_bytes_come_back(numbers: list[float]) -> None:
    """Decoding undoes encoding to three decimals, holes included, and encoding again gives the same bytes."""
    curve = Curve(np.array(numbers).reshape(len(Channel), POINTS))
    back = decode_curve(encode_curve(curve))
    assert np.allclose(back.value, curve.value, atol=5.1e-4, equal_nan=True)
    assert encode_curve(back) == encode_curve(curve)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"3",
        b"\xff",
        b'{"version": 1}',
        b'{"version": 2, "course": []}',
        b'{"version": 1, "course": [[1, 2]]}',
        json.dumps({"version": 1, "course": [[True] * POINTS] * 4}).encode(),
        json.dumps({"version": 1, "course": [["1"] * POINTS] * 4}).encode(),
        b'{"version": 1, "course": ' + json.dumps([[1e999] * POINTS] * 4).encode() + b"}",
    ],
)
def test_other_bytes_are_refused(data: bytes) -> None:
    """Whatever is no course is a ValueError, never anything else."""
    with pytest.raises(ValueError):
        decode_curve(data)


def _as_words(observation: Observation) -> dict[str, float]:
    return {field.name: getattr(observation, field.name) for field in fields(observation)}
