"""Pictures that cannot be saved: said once, and the game goes on."""

from pathlib import Path

from game.commands.stages import Photographed
from game.core.shapes import Bed, Plate, Scene
from game.stage.sound import SilentSpeaker
from game.stage.sound_bank import read_catalogue, shipped
from game.stage.theatre import Theatre
from tests.stage.conftest import Opener

SCENE = Scene((Plate("title", 1.0),), Bed("title", 1.0, 0.1, 0.0))


def test_a_folder_that_goes_away_ends_the_pictures_not_the_game(opener: Opener, tmp_path: Path) -> None:
    """The first picture is there; once the folder is gone the next is told of, once, and play goes on."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    theatre = Theatre(opener(), SilentSpeaker(read_catalogue(shipped())))
    told: list[str] = []
    stage = Photographed(theatre, folder, told.append)
    for _ in range(60):
        stage.show(SCENE)
    picture = folder / "0001s.png"
    assert picture.stat().st_size > 0
    picture.unlink()
    folder.rmdir()
    for _ in range(60 * 14):
        stage.show(SCENE)
    assert theatre.frames == 60 * 15
    assert len(told) == 1
    assert "name another folder" in told[0]
