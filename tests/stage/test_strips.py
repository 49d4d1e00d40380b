"""Things that open: strips of stages are cut, shown by their frame, and loaded before they are needed."""

import pygame
import pytest

from game.stage.screen import Screen
from game.stage.store import Store


@pytest.fixture
def store(small: Screen) -> Store:
    """Pictures for a small stage; the screen is there so that pygame has a display."""
    return Store(320, 180)


def breadth(sprite: pygame.Surface | None) -> int:
    """Pixels across of what is painted."""
    assert sprite is not None
    return int((pygame.surfarray.array_alpha(sprite).max(axis=1) > 127).sum())


def test_a_strip_is_shown_by_how_far_it_has_opened(store: Store) -> None:
    """0 is the first stage, 1 the last, beyond stays at the ends; the bloom is broader open than in bud."""
    assert store.frame("garden_bloom", 0.0) == store.frame("garden_bloom", -1.0) == "garden_bloom@0"
    assert store.frame("garden_bloom", 1.0) == store.frame("garden_bloom", 7.0) == "garden_bloom@23"
    assert breadth(store.sprite("garden_bloom@23")) > 1.8 * breadth(store.sprite("garden_bloom@0"))


def test_a_thing_painted_once_has_one_frame(store: Store) -> None:
    """Its name is its frame, however far it is said to be open."""
    assert store.frame("lantern", 0.7) == "lantern"


def test_a_place_is_prepared_with_every_thing_of_its_own_and_no_other(store: Store) -> None:
    """Afterwards all stages are there without reading a file again."""
    store.prepare("garden")
    held = store.held()
    assert {"garden_dew", "garden_stalk", "garden_star@7", "garden_lavender@0"} <= held
    assert all(name.startswith("garden_") for name in held)


def test_a_place_that_is_forgotten_takes_its_things_along(store: Store) -> None:
    """Three places are held, the one longest unused goes; its things are loaded anew when they are shown again, and
    what belongs to no place stays."""
    for place in ("garden", "boats", "tide"):
        store.prepare(place)
    bud = store.frame("garden_bloom", 0.0)
    assert store.sprite("lantern") is not None
    store.plate("boats", 2)
    store.plate("glider", 2)
    assert {name.partition("_")[0] for name in store.held()} == {"boats", "tide", "lantern"}
    assert store.frame("garden_bloom", 0.0) == bud and breadth(store.sprite(bud)) > 0
    store.plate("title", 2)
    assert {name.partition("_")[0] for name in store.held()} == {"boats", "garden", "lantern"}
