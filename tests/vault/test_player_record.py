"""What a guardian tells of a player is kept, and a record from before it could be told is read."""

import json

import pytest

from game.core.temper import AgeBand
from game.vault.errors import Unfit
from game.vault.player import Player, decoded, encoded


@pytest.mark.parametrize("age", AgeBand)
def test_age_and_figure_come_back(age: AgeBand) -> None:
    """Every age band there is, and the figure."""
    player = Player(name="小雨", age=age, avatar="owl")
    assert decoded(encoded(player)) == player


def test_an_older_record_is_of_unknown_age_without_a_figure() -> None:
    """Both fields may be missing; nothing else is lost."""
    record = json.loads(encoded(Player(name="Ada", explores=True, age=AgeBand.ADULT, avatar="owl")))
    del record["age"], record["avatar"]
    assert decoded(json.dumps(record).encode()) == Player(name="Ada", explores=True)


def test_an_age_that_is_none_is_refused() -> None:
    """A record that names no age band we know is damaged, and never written."""
    record = json.loads(encoded(Player()))
    with pytest.raises(ValueError):
        decoded(json.dumps({**record, "age": "old"}).encode())
    with pytest.raises(Unfit):
        encoded(Player(avatar="x" * 65))
