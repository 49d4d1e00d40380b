"""``stillwater trends``: what many sessions say, in both languages, each number with the days it comes from."""

import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from affect.trends.session import DAY_S
from game.commands.trends_said import Looked, trends_said
from game.replay.gist import Gist, encode_gist
from game.replay.profile_lines import replays_of
from game.replay.shelf import Row
from game.replay.shown import began, local_time
from game.replay.trends_told import sittings_told
from game.stage.presentation import LANGUAGES
from game.stage.words import Words
from game.vault.home import open_home
from game.vault.player import Player
from tests.affect.test_profile_page import UNWELCOME
from tests.commands.calling import OTHER, PASSPHRASE, Answer, Caller, written
from tests.commands.sat import sit
from tests.replay.visiting import NOW_S
from tests.replay.years import Year, a_year, planted
from tests.stage.test_words import FORBIDDEN

COUNT = 120
MARK = re.compile(r" \[(\d+)\]")
TITLES = {
    "en": ("In a few words", "Over time", "Lately", "For next week"),
    "zh_CN": ("几句话", "一路走来", "最近", "下周试试"),
}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """A home in which somebody has played for half a year."""
    return a_year(tmp_path_factory.mktemp("year") / "home", COUNT)


@pytest.fixture
def played(year: Year, call: Caller) -> Caller:
    """Calls commands on a copy of it."""
    shutil.copytree(year.home.root, call.home)
    return call


def told(call: Caller, *words: str) -> Answer:
    """What it prints, opened by the passphrase."""
    answer = call("trends", *words, passphrase_fd=PASSPHRASE)
    assert (answer.status, answer.err) == (0, "")
    return answer


def sections(out: str) -> dict[str, list[str]]:
    """Lines under each title."""
    found = dict[str, list[str]]()
    title = ""
    for line in out.splitlines():
        if line and not line.startswith(" "):
            title = line
            found[title] = []
        elif line:
            found[title].append(line[2:])
    return found


def test_help(call: Caller) -> None:
    """It says what it is for, and touches nothing."""
    answer = call("trends", "--help")
    assert answer.status == 0 and answer.out.startswith("usage: stillwater trends")
    assert not call.home.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_everything_in_either_language(played: Caller, language: str) -> None:
    """The usual picture, where things go with what changed and what is ahead, what was different, one idea; kindly."""
    answer = told(played, "--language", language)
    parts = sections(answer.out)
    assert "Mira" in next(iter(parts))
    assert tuple(parts)[1:] == TITLES[language]
    assert all(parts[title] for title in TITLES[language])
    assert str(COUNT) in parts[TITLES[language][0]][0]
    start = r"\b" if language == "en" else ""
    for line in answer.out.splitlines():
        assert not [word for word in FORBIDDEN[language] if re.search(start + word, f"{line.lower()} ")], line
        assert not UNWELCOME.search(line), line
        assert not re.search(r"\b[a-z]+\.[a-z_]+\b", line), line
        assert not MARK.search(line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_weeks_ahead_come_with_their_condition_and_how_sure_they_are(played: Caller, language: str) -> None:
    """Once, behind everything that is said of them, as the page has it."""
    words = Words(language)
    over = sections(told(played, "--language", language).out)[TITLES[language][1]]
    assert over[-1] == "".join(
        (words.say("forecast.title"), " · ", words.say("forecast.if_as_now"), " ", words.say("forecast.how_sure"))
    )


def test_the_players_own_language_is_spoken(played: Caller) -> None:
    """Where none is named, it is the one the player chose."""
    assert TITLES["en"][0] in sections(told(played).out)


def test_every_mark_has_its_footnote_with_as_many_days_as_it_says(played: Caller) -> None:
    """Numbered as they come up; a footnote that counts sessions lists each of them by its day."""
    *parts, (title, notes) = sections(told(played, "--sources").out).items()
    assert title == "Where the numbers come from"
    marks = [int(mark) for _, lines in parts for line in lines for mark in MARK.findall(line)]
    assert marks == list(range(1, len(marks) + 1))
    text = "\n".join(notes)
    footnotes = re.split(r"^\[(\d+)\]", text, flags=re.MULTILINE)[1:]
    assert [int(number) for number in footnotes[::2]] == marks
    for note in footnotes[1::2]:
        said, _, days = note.partition("\n")
        listed = len(re.findall(r"\b\d\d(?=,|$)", days, re.MULTILINE))
        count = re.search(r"(\d+) sessions", said)
        assert listed > 0 and (count is None or int(count.group(1)) == listed), note
    summary = dict(parts)[TITLES["en"][0]]
    assert all(MARK.search(line) for line in summary if re.search(r"\d", line))


def test_a_sitting_bears_the_day_of_the_players_own_clock() -> None:
    """Played at one in the morning, six hours ahead of UTC: wherever it is named it is of that day, as on the page."""
    nights = tuple(
        replace(one, started_s=one.started_s // DAY_S * DAY_S - 5 * 3600, offset_s=6 * 3600)
        for one in planted(60, 1, NOW_S)
    )
    names = [f"{place:032x}" for place in range(len(nights))]
    looked = Looked("player-1", Player(), tuple(zip(nights, names, strict=True)), int(NOW_S))
    words = Words("en")
    days = [sitting["day"] for sitting in sittings_told(looked.kept, words)]
    lines = list(trends_said(looked, words, sources=True))
    assert any(line.strip().startswith(days[-1]) for line in lines)
    listed = re.findall(r"(20\d\d-\d\d): ((?:\d\d(?:, |,?$))+)", "\n".join(lines), re.MULTILINE)
    told = {f"{month}-{day}" for month, each in listed for day in re.findall(r"\d\d", each)}
    assert told == {time.strftime("%Y-%m-%d", time.gmtime(one.local_s)) for one in nights}
    first, last = (next(iter(replays_of("player-1", looked.own)[one.started_s])) for one in (nights[0], nights[-1]))
    assert (first.began[11:16], last.began[19:]) == ("01:00", "+0600")
    assert [day.split()[0] for day in (days[0], days[-1])] == [str(first.day), str(last.day)]
    row = Row(names[0], nights[0].started_s, 900.0, True, encode_gist(Gist(nights[0], None)), False)
    assert began(row)[0] == first.began
    assert began(replace(row, kept=None)) == local_time(nights[0].started_s)


def test_sessions_that_were_never_looked_at_are_read_first(guarded: Caller) -> None:
    """Sat by hand and never summed up: they are read once, and told; a simulated one is left out."""
    for day in (4, 5):
        sit(guarded.home, started=f"2026-01-0{day}T10:00:00+0000")
    sit(guarded.home, started="2026-01-06T10:00:00+0000", source="simulated")
    for _ in range(2):
        assert "Sittings so far: 2," in told(guarded).out


def test_a_sitting_under_a_wrong_clock_is_left_out_and_said(guarded: Caller) -> None:
    """Of 2037 it stands in no look over time, and that it is left out is said."""
    for started in ("2026-01-04T10:00:00+0000", "2037-01-05T10:00:00+0000", "2026-01-06T10:00:00+0000"):
        sit(guarded.home, started=started)
    answer = guarded("trends", passphrase_fd=PASSPHRASE)
    assert "Sittings so far: 2," in answer.out and "2037" not in answer.out
    assert "left out, because the clock was wrong when they were played: 1 sittings." in answer.err


def test_without_a_session_it_says_so(guarded: Caller) -> None:
    """Nothing is made up, and that is no fault."""
    assert told(guarded).out == "No sitting of the player's own is kept yet.\n"


def test_a_wrong_passphrase_tells_nothing(played: Caller) -> None:
    """Neither a number nor a name."""
    answer = played("trends", passphrase_fd=OTHER)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith("stillwater: ") and "Mira" not in answer.err


def test_where_several_play_somebody_is_named(played: Caller) -> None:
    """It asks whose they are, and takes the name."""
    open_home(played.home)
    assert played("players", "add", "Bo").status == 0
    unnamed = played("trends", passphrase_fd=PASSPHRASE)
    assert unnamed.status == 1 and "--player" in unnamed.err
    assert "Mira" in told(played, "--player", "Mira").out


def test_a_reader_that_leaves_is_no_fault(played: Caller) -> None:
    """Output into a pipe that nobody reads any more (``| head``) ends quietly."""
    reading, writing = os.pipe()
    os.close(reading)
    secret = written(f"{PASSPHRASE}\n")
    done = subprocess.run(
        [sys.executable, "-m", "game", "trends", "--passphrase-fd", str(secret)],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "STILLWATER_HOME": str(played.home)},
        pass_fds=[secret],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    os.close(secret)
    assert (done.returncode, done.stderr) == (0, "")
