"""``stillwater keys``: who can open a player's sittings, changed by commands that keep every secret to themselves."""

import os
import stat
import sys
from pathlib import Path

import pytest

from game.vault.errors import CannotOpen
from game.vault.home import open_home, player_folder
from game.vault.keys import Kind, is_guarded, recipients, unlock
from game.vault.passphrase import Passphrase
from game.vault.recovery import read_words
from tests.commands.calling import OTHER, PASSPHRASE, Caller, at_terminal, written

KEY_PASSPHRASE = "a key of my own"


def kinds(call: Caller) -> list[Kind]:
    """Who can open."""
    return [recipient.kind for recipient in recipients(player_folder(open_home(call.home)))]


def opens(call: Caller, passphrase: str) -> bool:
    """Whether the passphrase opens the ring."""
    home = open_home(call.home)
    try:
        unlock(player_folder(home), home.device, Passphrase(passphrase))
    except CannotOpen:
        return False
    return True


def words_of(call: Caller, *more: str) -> tuple[str, str]:
    """Recovery words made with the passphrase, and what was said on the way."""
    reading, writing = os.pipe()
    answer = call("keys", "recovery", "--words-fd", str(writing), *more, passphrase_fd=PASSPHRASE)
    assert answer.status == 0, answer.err
    with os.fdopen(reading, encoding="utf-8") as file:
        return file.read().strip(), answer.out + answer.err


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("list",),
        ("passphrase",),
        ("recovery",),
        ("therapist",),
        ("therapist", "add"),
        ("therapist", "make"),
        ("remove",),
    ],
)
def test_help(call: Caller, words: tuple[str, ...]) -> None:
    """Each tells what it is for, and touches nothing."""
    answer = call("keys", *words, "--help")
    assert answer.status == 0
    assert answer.out.startswith("usage: stillwater keys")
    assert not call.home.exists()


@pytest.mark.parametrize("words", [(), ("open",), ("remove",), ("therapist",), ("therapist", "add", "Dr. Lin")])
def test_a_wrong_call(call: Caller, words: tuple[str, ...]) -> None:
    """It ends with 2 and says what is missing."""
    answer = call("keys", *words)
    assert answer.status == 2
    assert "usage: stillwater keys" in answer.err
    assert not call.home.exists()


def test_before_anybody_set_a_passphrase(call: Caller) -> None:
    """The machine alone opens, and it is said what that means; words and therapists would promise nothing."""
    answer = call("keys", "list")
    assert "this machine, without any secret" in answer.out
    assert "who has this folder opens everything" in answer.out
    refused = call("keys", "recovery", "--words-fd", "1")
    assert refused.status == 1
    assert "Set a passphrase first" in refused.err


def test_a_passphrase_is_set_and_changed(call: Caller) -> None:
    """The first shuts the machine out, the second the first; what that means for old copies is said each time."""
    first = call("keys", "passphrase", new_passphrase_fd=PASSPHRASE)
    assert (first.status, kinds(call)) == (0, [Kind.PASSPHRASE])
    assert "still opens without it" in first.out
    for wrong in ({}, {"passphrase_fd": OTHER}):
        assert call("keys", "passphrase", new_passphrase_fd=OTHER, **wrong).status == 1
    changed = call("keys", "passphrase", passphrase_fd=PASSPHRASE, new_passphrase_fd=OTHER)
    assert changed.status == 0
    assert "closed to the old one" in changed.out
    assert (opens(call, PASSPHRASE), opens(call, OTHER)) == (False, True)
    short = call("keys", "passphrase", passphrase_fd=OTHER, new_passphrase_fd="short")
    assert short.status == 1
    assert "at least 8 characters" in short.err
    nobody = call("keys", "passphrase", passphrase_fd=OTHER)
    assert nobody.status == 1
    assert "--new-passphrase-fd" in nobody.err
    assert opens(call, OTHER)


@pytest.mark.parametrize(("language", "between"), [("en", " "), ("zh_CN", "")])
def test_recovery_words_set_a_new_passphrase(guarded: Caller, language: str, between: str) -> None:
    """Who forgot the passphrase sets another by the words, in either language; mistyped words say so."""
    words, _ = words_of(guarded, "--language", language)
    typed = between.join(words.split())
    wrong = guarded("keys", "passphrase", "--recovery-words", passphrase_fd=words.split()[0], new_passphrase_fd=OTHER)
    assert wrong.status == 1
    assert "not the twelve recovery words" in wrong.err
    answer = guarded("keys", "passphrase", "--recovery-words", passphrase_fd=typed, new_passphrase_fd=OTHER)
    assert answer.status == 0, answer.err
    assert opens(guarded, OTHER)


def test_words_are_never_written_where_a_terminal_is_not(guarded: Caller) -> None:
    """Output into a file or a log gets no words: the command refuses before it makes any."""
    answer = guarded("keys", "recovery", passphrase_fd=PASSPHRASE)
    assert answer.status == 1
    assert "shown at a terminal only" in answer.err
    assert kinds(guarded) == [Kind.PASSPHRASE]


def test_words_are_shown_once_and_wiped(guarded: Caller) -> None:
    """At a terminal they stand numbered, with how to keep them; after Enter the screen is cleared."""
    given = written(f"{PASSPHRASE}\n")
    words = ("keys", "recovery", "--passphrase-fd", str(given))
    status, shown = at_terminal(guarded.home, *words, typed="\n", descriptors=(given,))
    assert status == 0
    before, after = shown.split("\x1b[2J\x1b[3J\x1b[H")
    told = [text.split()[1] for text in before.splitlines() if text.strip()[:2].strip().isdigit()]
    read_words(" ".join(told))
    assert "on paper" in before
    assert not any(f" {word}\r" in after for word in told)
    assert kinds(guarded) == [Kind.PASSPHRASE, Kind.RECOVERY]


def test_words_may_go_where_the_output_goes(guarded: Caller) -> None:
    """Somebody names the output itself: the words come, and what is said after them, too."""
    given = written(f"{PASSPHRASE}\n")
    words = ("keys", "recovery", "--passphrase-fd", str(given), "--words-fd", "1")
    status, shown = at_terminal(guarded.home, *words, typed="", descriptors=(given,))
    assert status == 0, shown
    read_words(shown.splitlines()[0])
    assert "Recovery words are set." in shown


def test_a_therapist_makes_a_pair_is_added_opens_and_is_removed(guarded: Caller, tmp_path: Path) -> None:
    """The pair's fingerprint is the same on both sides; once removed nothing newer opens by it."""
    key = tmp_path / "lin.key"
    made = guarded("keys", "therapist", "make", str(key), new_passphrase_fd=KEY_PASSPHRASE)
    assert made.status == 0
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    again = guarded("keys", "therapist", "make", str(key), new_passphrase_fd=KEY_PASSPHRASE)
    assert again.status == 1
    assert "there already" in again.err
    added = guarded("keys", "therapist", "add", "Dr. Lin", f"{key}.pub", passphrase_fd=PASSPHRASE)
    assert added.status == 0, added.err
    assert made.out.strip()[-24:] == added.out.strip()[-24:]
    assert "Dr. Lin" in guarded("keys", "list").out
    shown = guarded("audit", "show", "--key", str(key), passphrase_fd=KEY_PASSPHRASE)
    assert shown.status == 0, shown.err
    locked = guarded("audit", "show", "--key", str(key))
    assert locked.status == 1
    assert "passphrase guards the therapist's key" in locked.err
    removed = guarded("keys", "remove", "Dr. Lin", passphrase_fd=PASSPHRASE)
    assert removed.status == 0
    assert "still can" in removed.out
    assert guarded("audit", "show", "--key", str(key), passphrase_fd=KEY_PASSPHRASE).status == 1
    assert kinds(guarded) == [Kind.PASSPHRASE]


def test_what_cannot_be_added_or_removed_says_why(guarded: Caller, tmp_path: Path) -> None:
    """No key, nobody of that name, the passphrase itself: each in a sentence, and nothing changes."""
    (tmp_path / "no.key").write_text("hello")
    for words, said in (
        (("therapist", "add", "Dr. Lin", str(tmp_path / "no.key")), "no public key"),
        (("therapist", "add", "Dr. Lin", str(tmp_path / "none")), "does not exist"),
        (("remove", "Dr. Who"), "Nobody named 'Dr. Who'"),
        (("remove", "passphrase"), "changed, not removed"),
    ):
        answer = guarded("keys", *words, passphrase_fd=PASSPHRASE)
        assert (answer.status, said in answer.err) == (1, True), answer.err
    assert kinds(guarded) == [Kind.PASSPHRASE]


def test_where_several_play_somebody_must_be_named(call: Caller) -> None:
    """A change to keys never falls on whoever happens to be first."""
    for name in ("Ada", "Bo"):
        assert call("players", "add", name).status == 0
    answer = call("keys", "passphrase", new_passphrase_fd=PASSPHRASE)
    assert answer.status == 1
    assert "Say whose by --player" in answer.err
    assert call("keys", "passphrase", "--player", "Bo", new_passphrase_fd=PASSPHRASE).status == 0
    home = open_home(call.home)
    assert [is_guarded(player_folder(home, name)) for name in ("player-1", "player-2")] == [False, True]


def test_no_secret_is_said_and_every_change_is_noted(guarded: Caller, tmp_path: Path) -> None:
    """Nothing that was typed or made stands in any output, log, argument or the environment; the audit has each act."""
    words, said = words_of(guarded)
    key = tmp_path / "lin.key"
    outputs = [said]
    for command, secrets in (
        (("keys", "therapist", "make", str(key)), {"new_passphrase_fd": KEY_PASSPHRASE}),
        (("keys", "therapist", "add", "Dr. Lin", f"{key}.pub"), {"passphrase_fd": PASSPHRASE}),
        (("keys", "remove", "recovery words"), {"passphrase_fd": PASSPHRASE}),
        (("keys", "passphrase"), {"passphrase_fd": PASSPHRASE, "new_passphrase_fd": OTHER}),
        (("keys", "list"), {}),
        (("keys", "remove", "Dr. Lin"), {"passphrase_fd": PASSPHRASE}),
        (("audit", "show"), {"passphrase_fd": OTHER}),
    ):
        answer = guarded(*command, **secrets)
        outputs.append(answer.out + answer.err)
    everything = "\n".join([*outputs, *sys.argv, *os.environ.values()])
    for secret in (PASSPHRASE, OTHER, KEY_PASSPHRASE, words):
        assert secret not in everything
    for act in ("passphrase set", "recipient added", "recipient removed"):
        assert act in outputs[-1]
    assert not list(tmp_path.rglob("*.part"))
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert words.encode() not in path.read_bytes()
            assert PASSPHRASE.encode() not in path.read_bytes()
