"""What people say of a session lies beside it: numbered, never changed, shown to nobody without the ring."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.vault.errors import BadName, Missing, Unfit
from game.vault.home import Home, player_folder
from game.vault.keys import PrivateKey, read_public_key, remove, unlock
from game.vault.layers import NAME, Layers, append, layer_states, layered_ids, read_layers
from game.vault.ledger import Ledger
from game.vault.saying import (
    MOST_NOTE,
    MOST_TICK,
    Audience,
    Corrected,
    Label,
    Noted,
    Saying,
    Shown,
    Signed,
    Withdrawn,
    decoded,
    encoded,
    fresh_mark,
)
from tests.vault.made import LIN, NOW_S, RIGHT, closed

MOTHER, LIN_SAYS = Signed("passphrase", NOW_S), Signed("Dr. Lin", NOW_S + 60)
MARKS = st.text("0123456789abcdef", min_size=16, max_size=16)
SIGNED = st.builds(Signed, st.text(min_size=1, max_size=64), st.integers(0, 1 << 40))
STRETCHES = st.tuples(st.integers(0, MOST_TICK), st.integers(0, MOST_TICK)).filter(lambda pair: pair[0] != pair[1])
SAYINGS: st.SearchStrategy[Saying] = st.one_of(
    st.builds(
        lambda mark, ends, label, by: Corrected(mark, min(ends), max(ends), label, by),
        MARKS,
        STRETCHES,
        st.sampled_from(Label),
        SIGNED,
    ),
    st.builds(
        Noted, MARKS, st.none() | st.integers(0, MOST_TICK), st.text(max_size=MOST_NOTE), st.text(max_size=64),
        st.booleans(), SIGNED,
    ),
    st.builds(Withdrawn, MARKS, SIGNED),
    st.builds(Shown, st.sampled_from(Audience), SIGNED),
)  # fmt: skip


def _correction(label: Label = Label.LAUGHING, by: Signed = MOTHER) -> Corrected:
    return Corrected(fresh_mark(), 60, 600, label, by)


def _note(text: str, shared: bool = True, by: Signed = MOTHER, mark: str = "") -> Noted:
    return Noted(mark or fresh_mark(), None, text, "saw", shared, by)


@pytest.fixture
def session(player: Path) -> str:
    """A session's name."""
    return closed(player, 1).stem


def test_what_was_said_comes_back(home: Home, player: Path, private: PrivateKey, session: str) -> None:
    """Corrections, notes and the audience stand with number, author and time, in the order they were said."""
    append(player, home.device, session, _correction(), _note("she smiled"))
    append(player, home.device, session, _correction(Label.FINE, LIN_SAYS), Shown(Audience.FAMILY, MOTHER))
    told = read_layers(player, home.device, private, session)
    assert [(one.number, one.label, one.author, one.when_s) for one in told.corrections] == [
        (1, Label.LAUGHING, "passphrase", NOW_S),
        (2, Label.FINE, "Dr. Lin", NOW_S + 60),
    ]
    assert [(one.session_id, one.from_tick, one.to_tick) for one in told.corrections] == [(session, 60, 600)] * 2
    assert [(one.number, one.version, one.text, one.template) for one in told.notes] == [(1, 1, "she smiled", "saw")]
    assert (told.shown, told.faults) == (Shown(Audience.FAMILY, MOTHER), ())


def test_nothing_was_said_yet(home: Home, player: Path, private: PrivateKey, session: str) -> None:
    """A session that nobody said anything of has no layers, and no folder for them."""
    assert read_layers(player, home.device, private, session) == Layers(session)
    assert layered_ids(player) == ()
    append(player, home.device, session, _note("hello"))
    assert layered_ids(player) == (session,)


def test_every_saying_makes_another_state(home: Home, player: Path, private: PrivateKey, session: str) -> None:
    """What was read of the layers says which they were; another session's stay what they are, reading changes none."""
    other, states = closed(player, 1).stem, [0]
    assert layer_states(player) == {}
    append(player, home.device, other, _correction())
    of_other = layer_states(player)[other]
    for saying in (_correction(), _note("hm"), _correction(), Shown(Audience.ME, MOTHER)):
        append(player, home.device, session, saying)
        states.append(read_layers(player, home.device, private, session).state)
        assert layer_states(player) == {session: states[-1], other: of_other}
    assert len(set(states)) == len(states)


def test_a_ledger_that_is_begun_anew_has_another_state(
    home: Home, player: Path, private: PrivateKey, session: str
) -> None:
    """Cut, and added to after that: as many entries as before are not the same layers. Without a head it is none."""
    append(player, home.device, session, _correction())
    before, place = layer_states(player)[session], player / "layers" / session
    log = place / f"{NAME}-1.log"
    log.write_bytes(log.read_bytes()[:-1])
    append(player, home.device, session, _correction())
    assert layer_states(player)[session] not in (0, before)
    (place / f"{NAME}.head").unlink()
    assert layer_states(player)[session] == read_layers(player, home.device, private, session).state > 0


def test_the_session_is_never_touched(home: Home, player: Path, session: str) -> None:
    """Whatever is said, the sealed file stays bit for bit what it was."""
    path = player / "sessions" / f"{session}.still"
    before = path.read_bytes(), path.stat().st_mtime_ns
    append(player, home.device, session, _correction(), _note("a"), Shown(Audience.ME, MOTHER))
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_note_keeps_its_number_and_every_version(home: Home, player: Path, private: PrivateKey, session: str) -> None:
    """The newest version counts, the earlier ones stay readable, and another note gets the next number."""
    first, second = _note("draft", shared=False), _note("another")
    append(player, home.device, session, first, second, _note("final", mark=first.mark, by=LIN_SAYS))
    told = read_layers(player, home.device, private, session)
    assert [(note.number, note.version, note.text, note.shared, note.author) for note in told.notes] == [
        (1, 2, "final", True, "Dr. Lin"),
        (2, 1, "another", True, "passphrase"),
    ]
    assert [(note.number, note.version, note.text) for note in told.versions] == [
        (1, 1, "draft"),
        (2, 1, "another"),
        (1, 2, "final"),
    ]


def test_what_is_taken_back_stays_with_who_took_it_back(
    home: Home, player: Path, private: PrivateKey, session: str
) -> None:
    """A withdrawal is said of its correction or note alone; a second one changes nothing."""
    wrong, right, note = _correction(), _correction(Label.FINE), _note("hm")
    append(player, home.device, session, wrong, right, note)
    append(player, home.device, session, Withdrawn(wrong.mark, LIN_SAYS), Withdrawn(note.mark, MOTHER))
    append(player, home.device, session, Withdrawn(wrong.mark, MOTHER), Withdrawn(fresh_mark(), MOTHER))
    told = read_layers(player, home.device, private, session)
    assert [one.withdrawn for one in told.corrections] == [LIN_SAYS, None]
    assert [one.withdrawn for one in (*told.notes, *told.versions)] == [MOTHER, MOTHER]


def test_sessions_do_not_share_layers(home: Home, player: Path, private: PrivateKey, session: str) -> None:
    """Numbers are counted in each session by itself; another session's ledger in its place does not open."""
    other = closed(player, 1).stem
    append(player, home.device, session, _correction())
    append(player, home.device, other, _correction(Label.FINE))
    (one,) = read_layers(player, home.device, private, other).corrections
    assert (one.number, one.label) == (1, Label.FINE)
    for name in (f"{NAME}-1.log", f"{NAME}.head"):
        (player / "layers" / other / name).write_bytes((player / "layers" / session / name).read_bytes())
    assert read_layers(player, home.device, private, other).faults


def test_layers_show_nothing_and_need_no_secret_to_be_written(guarded_home: Home, guarded: Path) -> None:
    """Written with the public key alone; without the ring no word of them is on the disk, nor who said them."""
    session = closed(guarded, 1).stem
    append(guarded, guarded_home.device, session, _note("she hummed a song", by=LIN_SAYS), _correction())
    files = [path for path in (guarded / "layers").rglob("*") if path.is_file()]
    data = b"".join(path.read_bytes() for path in files)
    assert len(files) == 2 and not any(word in data for word in (b"hummed", b"Lin", b"laughing", b"when_s"))
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in files)
    ring = unlock(guarded, guarded_home.device, LIN)
    assert read_layers(guarded, guarded_home.device, ring, session).notes[0].text == "she hummed a song"


def test_layers_survive_a_change_of_keys(guarded_home: Home, guarded: Path) -> None:
    """After a recipient was removed the family reads all; the removed one only what was said before."""
    device, session = guarded_home.device, closed(guarded, 1).stem
    old = unlock(guarded, device, LIN)
    append(guarded, device, session, _note("before"))
    remove(guarded, device, "Dr. Lin", RIGHT)
    append(guarded, device, session, _note("after"))
    told = read_layers(guarded, device, unlock(guarded, device, RIGHT), session)
    assert [note.text for note in told.notes] == ["before", "after"] and told.faults == ()
    assert [note.text for note in read_layers(guarded, device, old, session).notes] == ["before"]


def test_a_changed_or_cut_layer_is_said(home: Home, player: Path, private: PrivateKey, session: str) -> None:
    """Any changed byte of the log is told, the other entries are read; so is a log that lost its end."""
    append(player, home.device, session, _note("one"), _note("two"))
    path = player / "layers" / session / f"{NAME}-1.log"
    data = path.read_bytes()
    for at in range(22, len(data), 37):
        path.write_bytes(data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :])
        told = read_layers(player, home.device, private, session)
        assert told.faults and {note.text for note in told.notes} < {"one", "two"}, at
    path.write_bytes(data[:-8])
    told = read_layers(player, home.device, private, session)
    assert told.faults and [note.text for note in told.notes] == ["one"]


def test_what_another_program_wrote_is_said_and_passed_over(
    home: Home, player: Path, private: PrivateKey, session: str
) -> None:
    """Whoever has the folder may append; what is no saying is named by its place, and the rest is read."""
    append(player, home.device, session, _note("ours"))
    Ledger(player / "layers" / session, NAME, home.device).append(read_public_key(player), b"", b"\1{}", b"\7x")
    told = read_layers(player, home.device, private, session)
    assert [note.text for note in told.notes] == ["ours"]
    assert [fault for fault in told.faults if "not made by this Stillwater" in fault] == list(told.faults)
    assert len(told.faults) == 3


def test_only_of_sessions_that_are_there(home: Home, player: Path, session: str) -> None:
    """A name that is none and a session that is not there are refused, and no folder is left behind."""
    for name, error in (("../" + session[3:], BadName), ("x", BadName), ("0" * 32, Missing)):
        with pytest.raises(error):
            append(player, home.device, name, _note("a"))
    assert not (player / "layers").exists()
    with pytest.raises(BadName):
        read_layers(player, home.device, unlock(player, home.device), "../../x")


BY = Signed("a", 0)
UNFIT: tuple[Saying, ...] = (
    Corrected(fresh_mark(), 5, 5, Label.FINE, BY),
    Corrected(fresh_mark(), 6, 5, Label.FINE, BY),
    Corrected(fresh_mark(), -1, 5, Label.FINE, BY),
    Corrected(fresh_mark(), 0, MOST_TICK + 1, Label.FINE, BY),
    Corrected("../../../../etc", 0, 5, Label.FINE, BY),
    Noted(fresh_mark(), None, "x" * (MOST_NOTE + 1), "", True, BY),
    Noted(fresh_mark(), -1, "x", "", True, BY),
    Noted(fresh_mark(), None, "x", "t" * 65, True, BY),
    Withdrawn("", BY),
    Withdrawn(fresh_mark(), Signed("", 0)),
    Withdrawn(fresh_mark(), Signed("a" * 65, 0)),
    Shown(Audience.ME, Signed("a", -1)),
)


@pytest.mark.parametrize("saying", UNFIT, ids=lambda saying: type(saying).__name__)
def test_what_no_saying_can_hold_is_refused(home: Home, player: Path, session: str, saying: Saying) -> None:
    """Nothing is written then, not even what was fine before it."""
    with pytest.raises(Unfit):
        append(player, home.device, session, _note("fine"), saying)
    assert layered_ids(player) == ()


@settings(max_examples=200, deadline=None)
@given(SAYINGS)
def test_every_saying_comes_back(saying: Saying) -> None:
    """Any text, mark, moment and name comes back as it was."""
    assert decoded(encoded(saying)) == saying


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SAYINGS, st.data())
def test_a_changed_saying_is_another_one_or_none(saying: Saying, data: st.DataObject) -> None:
    """Whatever a field is replaced by, ``decoded`` gives a saying that could be written, or ValueError."""
    kind, told = encoded(saying)[:1], json.loads(encoded(saying)[1:])
    field = data.draw(st.sampled_from(sorted(told)))
    told[field] = data.draw(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers()) | st.just({})
    )
    try:
        found = decoded(kind + json.dumps(told).encode())
    except ValueError:
        return
    assert decoded(encoded(found)) == found


@given(st.binary(max_size=200))
def test_noise_is_no_saying(noise: bytes) -> None:
    """Bytes that nobody sealed as a saying are refused as such."""
    with pytest.raises(ValueError):
        decoded(noise)


def test_another_player_is_not_asked(home: Home, player: Path, session: str) -> None:
    """A session of one player is none of another's."""
    other = player_folder(home, "player-2")
    with pytest.raises(Missing):
        append(other, home.device, session, _note("hello"))
