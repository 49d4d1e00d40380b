"""The face sensor on people it was not fitted to: press photographs that are not part of this repository."""

from pathlib import Path

import numpy as np
import pytest

from affect.observe import observe
from affect.sensors.face_expression import TABLE, express, neutral_of
from affect.sensors.face_expression import baseline_of as neutral_from
from affect.training.face_table import Faces, held_out, neutrals_by_subject, read_faces
from game.core.reading import Quantity

SLOPES = np.array([row.per_pitch_deg for row in TABLE])


@pytest.fixture(scope="module")
def strangers(data: Path) -> Faces:
    """All pictures of about 270 named people no weight has seen: every sixth of that half."""
    return read_faces(data / "face", lambda name: held_out(name) and len(name) % 3 == 0)


def expressed(faces: Faces, quantity: Quantity) -> dict[str, dict[str, list[float]]]:
    """Values by subject and expression, each face against the subject's other neutral ones."""
    level = faces.features - faces.pitch_deg[:, None] * SLOPES
    found: dict[str, dict[str, list[float]]] = {}
    for name, indices in neutrals_by_subject(faces, 2).items():
        for index in np.flatnonzero(faces.subject == name):
            neutral = neutral_of(neutral_from(level[indices[indices != index]]))
            assert neutral is not None
            said = {one.quantity: one.value for one in express(level[index][None], neutral, 1.0)}
            found.setdefault(name, {}).setdefault(str(faces.expression[index]), []).append(said[quantity])
    return found


def test_people_smile_above_their_own_neutral(strangers: Faces) -> None:
    """In at least 95 % of people the happy faces smile more than their own neutral ones."""
    people = [values for values in expressed(strangers, Quantity.SMILE).values() if {"happy", "neutral"} <= set(values)]
    above = [np.mean(values["happy"]) > np.mean(values["neutral"]) for values in people]
    assert len(above) >= 20
    assert np.mean(above) >= 0.95


def test_happy_faces_please(strangers: Faces) -> None:
    """Valence is above 0 in at least 85 % of happy faces, and of neutral ones in no more than 65 %."""
    people = expressed(strangers, Quantity.VALENCE).values()
    happy = [value for values in people for value in values.get("happy", [])]
    neutral = [value for values in people for value in values.get("neutral", [])]
    assert np.mean(np.array(happy) > 0) >= 0.85
    assert np.mean(np.array(neutral) > 0) <= 0.65


def test_a_face_that_leaves_is_silence(data: Path) -> None:
    """A person walks out of the picture after 2.6 s: from then on presence is low and nothing else is said."""
    readings = [reading for reading in observe(data / "video" / "face-leaves.mov", None) if reading.sensor == "face"]
    after = [reading for reading in readings if reading.t_ns > 2.8e9]
    assert {reading.quantity for reading in readings if reading.t_ns < 2.5e9} > {Quantity.PRESENCE}
    assert {reading.quantity for reading in after} == {Quantity.PRESENCE}
    assert max(reading.value for reading in after) < 0.1


def test_nobody_is_nobody(data: Path) -> None:
    """A film without a face gives low presence throughout."""
    readings = [reading for reading in observe(data / "video" / "no-face.mp4", None) if reading.sensor == "face"]
    assert {reading.quantity for reading in readings} == {Quantity.PRESENCE}
    assert max(reading.value for reading in readings) < 0.1
