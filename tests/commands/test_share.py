"""``stillwater share``: what is given is exactly what was chosen, opens for one key only, and the player can see it."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.core.facts import Caught
from game.core.posterior import ANYBODY
from game.core.reading import Quantity
from game.core.trace import (
    Kind,
    Sounded,
    Written,
    decode_estimate,
    decode_fact,
    decode_header,
    encode_fact,
    encode_header,
    encode_words,
)
from game.replay.share_given import last_moment
from game.replay.share_lanes import LANES, NEEDS, choose, is_untold, let_through
from game.vault.audit import Act, read_trail
from game.vault.bundle import Chosen, Terms, write_bundle
from game.vault.bundle_reader import Bundle, read_bundle
from game.vault.errors import Unfit
from game.vault.home import open_home, player_folder
from game.vault.keys import unlock
from game.vault.layout import Record
from tests.commands.calling import Caller
from tests.commands.sat import AROUSAL, HEADER, SENTENCE, records, sit
from tests.vault.made import LIN

DAYS = ("2026-01-05T10:00:00+0000", "2026-01-06T09:30:00+0000", "2026-01-12T18:00:00+0000")


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """A recipient's public and private key file; the private one is PEM without a passphrase, to be quick."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # noqa: PLC0415 - only here
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat  # noqa: PLC0415

    private = X25519PrivateKey.from_private_bytes(bytes(range(32)))
    (tmp_path / "lin.pub").write_bytes(LIN.address.pem())
    (tmp_path / "lin.key").write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return tmp_path / "lin.pub", tmp_path / "lin.key"


def make(call: Caller, keys: tuple[Path, Path], *words: str, lanes: tuple[str, ...] = ("feelings",)) -> Bundle:
    """A bundle of the player's sessions, opened."""
    path = keys[0].with_name("for_lin.bundle")
    answer = call("share", "make", str(path), "--to", str(keys[0]), "--whom", "Dr. Lin", *words, "--lanes", *lanes)
    assert answer.status == 0, answer.err
    return read_bundle(path, LIN)


@pytest.mark.parametrize("words", [(), ("make",), ("open",), ("given",)])
def test_help(call: Caller, words: tuple[str, ...]) -> None:
    """Each tells what it is for, and touches nothing."""
    answer = call("share", *words, "--help")
    assert answer.status == 0
    assert answer.out.startswith("usage: stillwater share")
    assert not call.home.exists()


@given(st.sets(st.sampled_from(sorted(LANES)), min_size=1))
def test_nothing_passes_but_what_was_chosen(names: set[str]) -> None:
    """Whatever lanes are chosen: no inputs, digests or consent; only their kinds, facts and quantities."""
    if any(need not in names for name in names for need in NEEDS.get(name, ())):
        with pytest.raises(Unfit):
            choose(names)
        return
    choice = choose(names)
    for record in let_through((Record(kind, payload) for kind, payload in records()), choice, ANYBODY):
        if record.kind == Kind.ESTIMATE:
            _, estimate = decode_estimate(record.payload)
            assert all(is_untold(estimate, each) for each in Quantity if each not in choice.quantities)
        elif record.kind == Kind.FACT:
            assert type(decode_fact(record.payload)[1]) in choice.facts
        else:
            assert record.kind in choice.kinds
    assert not choice.kinds & {Kind.TICK, Kind.DIGEST, Kind.TRUST, Kind.HEADER}
    assert ("words" in names) == (Kind.WORDS in choice.kinds)


def test_a_bundle_holds_days_for_dates_and_nothing_of_who_it_is(call: Caller, keys: tuple[Path, Path]) -> None:
    """Days count from the first session, hours, finds, seed and sentence are gone; the pseudonym stands in it."""
    call("players", "rename", "1", "Ada Lovelace")
    for started in DAYS:
        sit(call.home, started=started)
    bundle = make(call, keys, "--last", "3", "--pseudonym", "Blue Heron", "--expires", "30")
    assert bundle.terms.pseudonym == "Blue Heron"
    assert (bundle.terms.made_s, bundle.terms.until_s > 0) == (0, True)
    headers = [decode_header(session.setup) for session in bundle.sessions]
    assert [header.started for header in headers] == ["day 1", "day 2", "day 8"]
    assert [session.started_s // 86_400 for session in bundle.sessions] == [1, 2, 8]
    assert {(header.setup.seed, header.setup.found) for header in headers} == {(0, ())}
    plain = b"".join(record.payload for session in bundle.sessions for record in bundle.records(session))
    everything = plain + b"".join(session.setup for session in bundle.sessions)
    for secret in (b"Ada", b"2026", b"heron", SENTENCE.encode()):
        assert secret not in everything


def test_sessions_are_chosen_by_name_number_and_date(call: Caller, keys: tuple[Path, Path]) -> None:
    """Kept dates stay; one day outside is left out; a simulated sitting is nobody's."""
    names = [sit(call.home, started=started) for started in DAYS]
    sit(call.home, started="2026-01-07T10:00:00+0000", source="simulated")
    bundle = make(call, keys, "--from", "2026-01-06", "--until", "2026-01-11", "--dates", "kept")
    assert [decode_header(session.setup).started for session in bundle.sessions] == [DAYS[1]]
    keys[0].with_name("for_lin.bundle").unlink()
    assert len(make(call, keys, "--sessions", names[0], names[2][:9]).sessions) == 2


def test_the_recipient_reads_it_and_nobody_else(call: Caller, keys: tuple[Path, Path], tmp_path: Path) -> None:
    """As a table with what was chosen only, or shown; another key gets nothing."""
    sit(call.home)
    make(call, keys, "--last", "1", "--note", "for Monday", "--expires", "1", lanes=("feelings", "told", "words"))
    path = str(tmp_path / "for_lin.bundle")
    shown = call("share", "open", path, "--key", str(keys[1]))
    assert shown.status == 0, shown.err
    assert all(part in shown.out for part in ("for Monday", "day 1", SENTENCE, "FeelingTold"))
    assert "asks that it be deleted by" in shown.err
    table = call("share", "open", path, "--key", str(keys[1]), "--csv", "-")
    rows = list(csv.DictReader(io.StringIO(table.out)))
    assert {row["name"] for row in rows if row["kind"] == "estimate"} <= {"valence", "arousal"}
    assert [float(row["value"]) for row in rows if row["name"] == "arousal"] == [pytest.approx(AROUSAL)] * 8
    assert call("keys", "therapist", "make", str(tmp_path / "own"), new_passphrase_fd="quite another").status == 0
    wrong = call("share", "open", path, "--key", str(tmp_path / "own"), passphrase_fd="quite another")
    assert (wrong.status, wrong.out) == (1, "")
    assert "made for somebody else's key" in wrong.err


def test_a_bundle_whose_time_is_over_says_so(call: Caller, keys: tuple[Path, Path], tmp_path: Path) -> None:
    """It opens, because nothing can make it not open, and the wish to delete it is said with its day."""
    sit(call.home)
    whole = make(call, keys, "--last", "1")
    session = whole.sessions[0]
    old = tmp_path / "old.bundle"
    chosen = Chosen(session.started_s, session.setup, list(whole.records(session)))
    write_bundle(old, LIN.address, Terms("Otter", "", 86_400, last_moment(date(1970, 1, 4))), [chosen])
    shown = call("share", "open", str(old), "--key", str(keys[1]))
    assert shown.status == 0, shown.err
    assert "its time was over on 1970-01-04: whoever gave it asks that it be deleted now" in shown.err


def test_a_stranger_cannot_steer_the_terminal_or_a_spreadsheet(
    call: Caller, keys: tuple[Path, Path], tmp_path: Path
) -> None:
    """Signs that nobody sees are shown as such, formulas become text; numbers stay numbers."""
    header = encode_header(replace(HEADER, started="\x1b[31mday 1"))
    facts = (
        (Kind.FACT, encode_fact(60, Caught(1))),
        (Kind.LEVEL, "\x1b]0;mine\x07tide\u202e".encode()),
        (Kind.LEVEL, b"=HYPERLINK(1)"),
        (Kind.WORDS, encode_words(90, Written("@SUM", "\uff0b1+1\r\x9bA", Sounded(-0.5, 0.25, "even", "even")))),
    )
    path, chosen = str(tmp_path / "odd.bundle"), Chosen(0, header, [Record(int(kind), told) for kind, told in facts])
    write_bundle(Path(path), LIN.address, Terms("\x1b[2J", "静\u3000\x1b]0;x\x07\nplayer    B", 0, 0), [chosen])
    shown = call("share", "open", path, "--key", str(keys[1]))
    table = call("share", "open", path, "--key", str(keys[1]), "--csv", "-")
    for answer in (shown, table):
        assert answer.status == 0, answer.err
        assert all(sign.isprintable() or sign in "\n\r\u3000" for sign in answer.out), answer.out
    assert shown.out.splitlines()[:2] == ["player    \ufffd[2J", "note      静\u3000\ufffd]0;x\ufffd\ufffdplayer    B"]
    rows = list(csv.DictReader(io.StringIO(table.out, newline="")))
    levels = [row["name"] for row in rows if row["kind"] == "level"]
    assert levels == ["\ufffd]0;mine\ufffdtide\ufffd", "'=HYPERLINK(1)"]
    written, guess, _ = (row for row in rows if row["kind"].startswith("words"))
    assert (written["name"], written["value"]) == ("'@SUM", "'\uff0b1+1\ufffd\ufffdA")
    assert (guess["value"], guess["sd"]) == ("-0.5", "0.25")


def test_what_was_given_is_written_over_nothing(call: Caller, keys: tuple[Path, Path]) -> None:
    """Not even over the key that opens it."""
    sit(call.home)
    make(call, keys, "--last", "1")
    key, before = str(keys[1]), keys[1].read_bytes()
    answer = call("share", "open", str(keys[0].with_name("for_lin.bundle")), "--key", key, "--csv", key)
    assert (answer.status, f"{key} is there already" in answer.err) == (1, True)
    assert keys[1].read_bytes() == before


def test_the_player_can_see_who_was_given_what(call: Caller, keys: tuple[Path, Path]) -> None:
    """In plain words, in their language, without a passphrase; the audit has it, too."""
    assert call("share", "given").out == "Nothing of yours was given to anybody.\n"
    sit(call.home)
    make(call, keys, "--last", "1", "--expires", "30")
    told = call("share", "given").out
    assert "Dr. Lin was given what your game kept of 1 sitting of yours." in told
    assert "delete it by" in told
    call("players", "set", "1", "--language", "zh_CN")
    assert "给了 Dr. Lin" in call("share", "given").out
    home = open_home(call.home)
    trail = read_trail(player_folder(home), home.device, unlock(player_folder(home), home.device))
    assert [(line.act, line.whom) for line in trail.lines if line.act is Act.SHARED] == [(Act.SHARED, "Dr. Lin")]


def test_what_cannot_be_given_says_why(call: Caller, keys: tuple[Path, Path], tmp_path: Path) -> None:
    """No session or key, a file that is there, half a stretch of days, a lane that tells of others: a sentence each."""
    to = ("--to", str(keys[0]), "--whom", "Dr. Lin", "--last", "1")
    path = tmp_path / "x.bundle"
    nothing = call("share", "make", str(path), *to, "--lanes", "words")
    assert (nothing.status, "no such sessions" in nothing.err) == (1, True)
    sit(call.home, source="simulated")
    unmanned = call("share", "make", str(path), *to, "--lanes", "words")
    assert (unmanned.status, "a simulated player played" in unmanned.err) == (1, True)
    sit(call.home)
    for words, status, said in (
        ((str(path), *to, "--lanes", "decisions"), 1, "decisions tell of feelings and breath"),
        ((str(path), *to, "--lanes", "faces"), 2, "--lanes"),
        ((str(path), *to, "--last", "0", "--lanes", "words"), 2, "from 1 to"),
        ((str(path), *to, "--until", "2026-01-06", "--lanes", "words"), 2, "--until goes with --from"),
        ((str(path), "--to", str(tmp_path / "no"), *to[2:], "--lanes", "words"), 1, "does not exist"),
        ((str(keys[0]), *to, "--lanes", "words"), 1, "is there already"),
    ):
        answer = call("share", "make", *words)
        assert (answer.status, said in answer.err) == (status, True), answer.err
    assert not path.exists()
    assert call("share", "given").out == "Nothing of yours was given to anybody.\n"
    assert call("share", "open", str(keys[0]), "--key", str(keys[1])).status == 1
