"""What lanes let through: no number that was learnt of the player, and of what was not chosen nothing."""

import json
from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from game.core.belief import ENOUGH
from game.core.directive import Directive, Reason
from game.core.observe import Observation
from game.core.posterior import ANYBODY, Known, Posterior
from game.core.setup import Mode, Setup
from game.core.trace import Account, Decision, Header, Kind, decode_decision, decode_header, encode_decision
from game.replay.share_decisions import DECIDED_BY, LEARNT, PLAYED
from game.replay.share_lanes import LANES, Choice, bare_header, choose, let_through
from game.vault.layout import Record
from tests.strategies import decisions, headers, posteriors

WITHOUT_PLAY = choose(["decisions", "feelings", "breath"])
WITH_PLAY = choose(["decisions", "feelings", "breath", "play"])
CALM = Observation(**{**dict.fromkeys(Observation.__dataclass_fields__, 0.0), "since_too_much": 1.0})
WISH = Directive(0.3, 0.3, 0.6, 0.15)


def through(decision: Decision, choice: Choice, usual: Posterior = ANYBODY) -> Decision:
    """The decision as it goes along."""
    (record,) = let_through([Record(int(Kind.DECISION), encode_decision(decision))], choice, usual)
    return decode_decision(record.payload)


def kept(seen: Observation, choice: Choice, *reasons: Reason) -> tuple[Reason, ...]:
    """Which reasons of a decision by this Observation go along; they are the same wherever they stand."""
    wish = replace(WISH, reasons=reasons)
    told = through(Decision(300, seen, wish, wish, (), wish), choice)
    assert told.asked.reasons == told.used.reasons == told.rules.reasons
    return told.used.reasons


def test_of_every_number_that_is_seen_it_is_known_who_tells_it() -> None:
    """Each is told by one lane or, as it was learnt of the player, by none: a new one has to be thought of."""
    told = [name for lane in LANES.values() for name in lane.seen]
    assert sorted((*told, *LEARNT)) == sorted(each.name for each in fields(Observation))


@given(decisions, posteriors)
def test_nothing_that_was_learnt_goes_along_with_decisions(decision: Decision, usual: Posterior) -> None:
    """Whatever was seen; and without play nothing of "too much", games, skips and mode."""
    known, alone = through(decision, WITH_PLAY, usual), through(decision, WITHOUT_PLAY, usual)
    for told in (known, alone):
        assert [getattr(told.seen, name) for name in LEARNT] == [0.0] * len(LEARNT)
        assert told.account.chances == ()
    assert all(getattr(known.seen, name) == getattr(decision.seen, name) for name in PLAYED)
    assert {name: getattr(alone.seen, name) for name in PLAYED} == {
        "since_minigame": 1.0, "minigames": 0.0, "skips": 0.0, "since_too_much": 1.0, "relief": 0.0, "train": 0.0,
    }  # fmt: skip
    felt = ("arousal", "valence")
    assert all(getattr(alone.seen, name) == getattr(decision.seen, name) for name in DECIDED_BY if name not in felt)
    assert (alone.used.difficulty, alone.used.breath_hz) == (decision.used.difficulty, decision.used.breath_hz)


@given(st.floats(-0.8, 0.8), st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))
def test_whose_usual_it_was_cannot_be_told(felt: float, one: float, other: float) -> None:
    """Two players read alike give the same feelings, whatever is usual for each; unknown stays unknown."""
    seen, came = replace(CALM, arousal_confidence=ENOUGH, valence_confidence=0.9), []
    for usual in (one, other):
        known = replace(ANYBODY, arousal_baseline=Known(usual, 0.1), valence_baseline=Known(usual, 0.1))
        at = replace(seen, arousal=felt - usual, valence=felt - usual)
        came.append(through(Decision(300, at, WISH, WISH, (), WISH), WITHOUT_PLAY, known).seen)
    for told in came:
        assert abs(told.arousal - felt) < 1e-9 and abs(told.valence - felt) < 1e-9
    unread = replace(seen, arousal=0.0, arousal_confidence=0.0)
    known = replace(ANYBODY, arousal_baseline=Known(one, 0.1))
    assert through(Decision(300, unread, WISH, WISH, (), WISH), WITHOUT_PLAY, known).seen.arousal == 0.0


def test_reasons_go_along_where_what_they_rest_on_does() -> None:
    """Those that speak of what is not told, or are not true of it, or that nobody knows, are left out."""
    seen = replace(CALM, breath=0.5, breath_confidence=0.9, skill=0.9, since_too_much=0.2)
    fast, skilled, pressed = Reason("why.fast_breath", (23.0,)), Reason("why.skilled", (0.9,)), Reason("why.too_much")
    assert kept(seen, WITHOUT_PLAY, skilled, pressed, fast) == (fast,)
    assert kept(seen, WITH_PLAY, skilled, pressed) == (Reason("why.too_much", (0.2,)),)
    assert kept(seen, WITH_PLAY, Reason("why.tense", (0.7,)), Reason("why.of_another_version", (1.0,))) == ()
    assert kept(seen, WITHOUT_PLAY, Reason("why.by_lot", (0.4,))) == (Reason("why.by_lot"),)


def test_what_the_guard_held_back_does_not_tell_of_a_press() -> None:
    """Without play, the guide's strength and games are asked for as they were used; with it, as they were."""
    asked = replace(WISH, guidance=0.9, minigame="box", difficulty=0.6)
    changed = ("difficulty", "guidance", "minigame")
    decision = Decision(300, CALM, asked, WISH, changed, asked, Account("policy", "", (("box", 0.7),)))
    alone = through(decision, WITHOUT_PLAY)
    assert (alone.asked, alone.changed) == (replace(WISH, difficulty=0.6), ("difficulty",))
    assert through(decision, WITH_PLAY).asked == asked
    assert through(decision, WITH_PLAY).account == Account("policy")


@given(headers, st.sets(st.sampled_from(sorted(LANES.keys() - {"decisions"})), min_size=1))
def test_a_sitting_begins_as_anybodys(header: Header, names: set[str]) -> None:
    """No wish of the player's stands in it; how the world might answer is told with play alone."""
    told = decode_header(bare_header(header, choose(names), "day 1"))
    mode = header.setup.mode if "play" in names else Mode.SOOTHE
    assert told.setup == Setup(0, "title", mode, places=())
    assert (told.started, told.presentation) == ("day 1", "")
    assert json.loads(bare_header(header, choose(names), "day 1")).keys() <= {
        "setup", "fingerprint", "mind", "presentation", "started", "source",
    }  # fmt: skip
