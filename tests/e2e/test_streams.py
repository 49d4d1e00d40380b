"""The doors of Lab Streaming Layer in a whole sitting: a belt from a file, and a program that reads along."""

import json
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from game.commands.household import Household
from game.core.reading import Quantity
from game.vault.home import open_home
from game.vault.keys import set_passphrase
from game.vault.passphrase import Passphrase
from tests.affect.streams import alone, program, ready
from tests.e2e.game import agree, alive, call, playing, read_sitting, sessions_of
from tests.e2e.served import DRAWN, serving, unlocked
from tests.replay.visiting import PASSPHRASE
from tests.rig.browser import Browser

pytestmark = pytest.mark.long
pytest.importorskip("pylsl", reason="set lsl is not installed")
__all__ = ["alone"]
BARE = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "PULSE_SERVER": "unix:/nowhere"}
HEART = "Heart beats a minute"
READING = """
const heads = [...document.querySelectorAll(".lane-head")];
const head = heads.find((one) => one.querySelector("h3").textContent === arguments[0]);
return head?.querySelector(".lane-reading").textContent ?? "";
"""
OFF = ("--camera", "off", "--microphone", "off")


def intervals(folder: Path) -> Path:
    """A heart that beats 75 times a minute."""
    path = folder / "rr.txt"
    path.write_text("800\n", encoding="utf-8")
    return path


@pytest.mark.usefixtures("alone")
def test_a_belt_is_sealed_shown_and_read_along(tmp_path: Path) -> None:
    """A simulated player wears a belt from a file: another program records what the sensor said, value by value as it
    was sealed, with decisions and markers; what was believed of the heart is sealed, too."""
    words = ["play", "--headless", "--level", "tide", *OFF, "--lsl", "--lsl-heart", str(intervals(tmp_path))]
    with program("record", "2") as recorder, playing(words, tmp_path / "home", {}, tmp_path / "log") as game:
        ready(recorder)
        game.wait_for(lambda sitting: len(sitting.samples) > 30, "the belt is not read", 90.0)
        assert game.leave() == 0, game.words
        assert recorder.stdout is not None
        told = json.loads(recorder.stdout.read())
    path = sessions_of(tmp_path / "home")[-1]
    sitting = read_sitting(path, tmp_path / "home")
    sealed = [sample for _, sample in sitting.samples]
    assert sitting.estimates[-1][1].heart_hz.mean == pytest.approx(1.25, abs=0.03)
    assert {(sample.sensor, sample.quantity) for sample in sealed} == {("heart", Quantity.HEART_HZ)}
    place = told["labels"]["readings"].index("heart_hz")
    recorded = [row[place] for row in told["samples"]["readings"]]
    assert len(recorded) > 20
    assert recorded == pytest.approx([sample.value for sample in sealed][-len(recorded) :], abs=0.001)
    markers = [json.loads(row[0]) for row in told["samples"]["markers"]]
    assert {"Decision"} <= {marker["marker"] for marker in markers}
    assert told["samples"]["decisions"]


def test_nobody_reads_along_without_a_yes(tmp_path: Path) -> None:
    """A person plays, and nobody was asked: neither the belt nor the streams have a process, and play goes on."""
    words = ["play", "--level", "tide", *OFF, "--lsl", "--lsl-heart", str(intervals(tmp_path))]
    with playing(words, tmp_path / "home", BARE, tmp_path / "log") as game:
        game.goes_on()
        assert not game.sensor_children()
        assert game.leave() == 0, game.words


@pytest.mark.usefixtures("alone")
def test_with_a_yes_both_are_there(tmp_path: Path) -> None:
    """Agreed to before: the belt is read, both have a process, and none is left at the end."""
    agree(tmp_path / "home", "heart", "streams")
    words = ["play", "--level", "tide", *OFF, "--lsl", "--lsl-heart", str(intervals(tmp_path))]
    with playing(words, tmp_path / "home", BARE, tmp_path / "log") as game:
        game.wait_for(lambda sitting: len(sitting.samples) > 5, "the belt is not read", 90.0)
        started = game.sensor_children()
        assert len(started) >= 2
        assert game.leave() == 0, game.words
        assert not any(alive(pid) for pid in started)
    assert call(tmp_path / "home", "verify", "last").returncode == 0


@pytest.mark.rig
def test_the_heart_has_a_lane_of_its_own(tmp_path: Path) -> None:
    """What a belt told in play is drawn beside the other lanes, and said in beats a minute where it was known."""
    home = tmp_path / "home"
    words = ["play", "--headless", "--level", "tide", "--seconds", "30", *OFF, "--lsl-heart", str(intervals(tmp_path))]
    assert call(home, *words).returncode == 0
    household = Household(open_home(home), print)
    set_passphrase(household.folder, household.home.device, Passphrase(PASSPHRASE), 1)
    with serving(home, tmp_path / "log") as address, unlocked(address, tmp_path / "profile") as page:
        page.click(".sitting h3 a")
        page.until(lambda: page.driver.execute_script(DRAWN), "the lanes were not drawn")
        assert "not known" in reading_of(page, HEART)
        page.press(Keys.END)
        page.until(lambda: reading_of(page, HEART).startswith("75"), "the heart is not told")


def reading_of(page: Browser, title: str) -> str:
    """What a lane says of the moment; "" where there is none."""
    return str(page.driver.execute_script(READING, title))
