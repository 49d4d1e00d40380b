"""Who plays in an evaluation: drawn from the right seeds, balanced as registered, the same each time."""

from collections import Counter

import numpy as np
import pytest

from adaptation.evaluate.people import (
    FAULTS,
    FIRST,
    FULL,
    MINUTES,
    REAL_MINUTES,
    Origin,
    Population,
    Sizes,
    alone,
    population,
    unmoved,
)
from adaptation.person.families import SECOND, central
from adaptation.sketch import PLACES

NEVER = 10**6
"""No attempt will ever have this number: sealed people are not for tests."""


@pytest.fixture(scope="module")
def everybody() -> Population:
    """A rehearsal at full size."""
    return population(Origin.VALIDATION, 7)


def test_the_sizes_are_those_that_were_registered(everybody: Population) -> None:
    """1000 on the sketch, 500 of the second dynamics, 300 on the real levels, 500 in the studies."""
    sizes = [len(group.people) for group in (everybody.first, everybody.second, everybody.real, everybody.studied)]
    assert sizes == [FULL.first, FULL.second, FULL.real, FULL.studied] == [1000, 500, 300, 500]


def test_families_places_and_modes_are_balanced(everybody: Population) -> None:
    """On the sketch: 66 or 67 of each family; in every family all places, and both modes, about equally often."""
    first = everybody.first
    assert set(Counter(first.families).values()) == {66, 67}
    for family in FIRST:
        rows = [row for row, name in enumerate(first.families) if name == family]
        places = Counter(first.places[row] for row in rows)
        assert set(places) == set(PLACES)
        assert max(places.values()) - min(places.values()) <= 1
        assert 0.4 < np.mean([first.train[row] for row in rows]) < 0.6
    assert set(first.minutes) == set(MINUTES)
    assert Counter(everybody.second.families) == dict.fromkeys(SECOND, 250)


def test_the_real_levels_are_balanced(everybody: Population) -> None:
    """50 at each place, 20 of each family, 3 or 4 of each family at each place, half in Train, all of one length."""
    real = everybody.real
    assert Counter(real.places) == dict.fromkeys(PLACES, 50)
    assert Counter(real.families) == dict.fromkeys(FIRST, 20)
    assert set(Counter(zip(real.families, real.places, strict=True)).values()) == {3, 4}
    assert real.train.sum() == 150
    assert set(real.minutes) == {REAL_MINUTES}


def test_the_same_number_gives_the_same_people_and_others_give_others() -> None:
    """Attempts, rehearsals and the groups of one attempt share nobody."""
    small = Sizes(30, 30, 30, 30)
    told = [population(Origin.VALIDATION, number, small) for number in (7, 7, 8)]
    told.append(population(Origin.SEALED, NEVER, small))
    assert told[0].first.people == told[1].first.people
    assert told[0].first.seed == told[1].first.seed
    rates = [
        person.rest_hz for one in told[1:] for group in (one.first, one.second, one.real) for person in group.people
    ]
    rates += [person.rest_hz for person in alone(Origin.VALIDATION, 7, "typical", 30).people]
    assert len(set(rates)) > 0.95 * len(rates)


def test_some_of_a_group_keep_who_they_are(everybody: Population) -> None:
    """Rows taken out of a group are those rows, in the order asked for."""
    few = everybody.first.only([5, 3])
    for now, before in enumerate((5, 3)):
        assert few.people[now] == everybody.first.people[before]
        assert few.families[now] == everybody.first.families[before]
        assert few.minutes[now] == everybody.first.minutes[before]
    assert list(few.planned) == [12.0 * minutes for minutes in few.minutes]


def test_sensor_faults_are_what_they_are_called() -> None:
    """Twice the noise; silent for 60 % of the time; 15 s late. Nothing else of the person changes."""
    person = central("typical")
    noisy, missing, late = (change(person) for _, change in FAULTS)
    assert (noisy.face_sd, noisy.breath_sd_hz) == (2.0 * person.face_sd, 2.0 * person.breath_sd_hz)
    assert missing.dropout_s / (missing.dropout_s + missing.dropout_every_s) == pytest.approx(0.6)
    assert late.sensor_delay_s == 15.0
    assert all(
        one.arousal_rest == person.arousal_rest and one.relief == person.relief for one in (noisy, missing, late)
    )
    assert unmoved(central("relaxation_anxiety")).relief == 0.0
