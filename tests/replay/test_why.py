"""Why did it change: the decision behind any instant, in words that are true of it."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adaptation.adaptive import DAMAGED, NO_MODEL, TROUBLES
from adaptation.claims import CLAIMS
from game.core.belief import ENOUGH
from game.core.directive import Directive, Reason
from game.core.observe import Observation
from game.core.temper import BreathLimits, Feeling, first_shield, temper
from game.core.trace import Account, Decision
from game.replay.lanes import Lanes, read_lanes
from game.replay.sentences import shield_told
from game.replay.why import Why, WhyTold, saw, why, why_told
from game.stage.presentation import LANGUAGES
from game.stage.words import Words
from tests import strategies
from tests.replay.lanes_made import AS_SEEN, SEEN, decision, played, sitting

ENGLISH = Words("en")
AN_ID = re.compile(r"\b(lanes|why|places|pattern|feeling)\.[a-z]")
"""What nobody should read."""


def lanes_with(*decisions: Decision) -> Lanes:
    """Lanes of 20 s with these decisions."""
    return read_lanes("name", sitting(20.0, [(one.tick, decision(one)) for one in decisions]))


def told_of(used: Directive, asked: Directive | None = None, **more: Any) -> WhyTold:
    """What is told of one decision, in English."""
    made = Decision(300, SEEN, asked or used, used, (), AS_SEEN)
    return why_told(why(lanes_with(replace(made, **more)), 300), ENGLISH)


def test_the_decision_behind_any_tick_is_the_last_one() -> None:
    """Of a played sitting: made at or before the tick, and no other between; it holds until the next."""
    lanes = read_lanes("name", played().made)
    ticks = [one.tick for one in lanes.decisions]
    for tick in range(0, int(60 * lanes.length_s) + 100, 149):
        told = why(lanes, tick)
        made = [each for each in ticks if each <= tick]
        assert (told.decision.tick if told.decision else None) == (made[-1] if made else None)
        assert told.from_s <= told.until_s <= lanes.length_s
        assert not any(told.from_s < each / 60.0 < told.until_s for each in ticks)


def test_before_the_first_there_is_none() -> None:
    """It is said, and nothing is made up."""
    told = why_told(why(lanes_with(), 60), ENGLISH)
    assert told["text"] == "No decision had been made yet."
    assert (told["saw"], told["chose"], told["tempered"], told["rules"], told["by"]) == ([], [], [], [], "")


def test_what_was_chosen_stands_with_its_numbers() -> None:
    """From what was seen to what was asked for, in percent and per minute; the line says what was used."""
    asked = Directive(0.38, 0.5, 0.7, AS_SEEN.breath_hz - 0.5 / 60.0, "longer_exhale", (Reason("why.tense", (0.4,)),))
    used = replace(asked, guidance=0.5, minigame=None)
    told = told_of(used, asked, changed=("guidance", "minigame"), account=Account("policy"))
    assert told["text"] == "A little easier, a slower guide"
    assert told["chose"] == [
        "let us breathe (a longer breath out)",
        "a little easier (50 → 38 %)",
        "a clearer guide (50 → 70 %)",
        "a slower guide (23.2 → 22.8 a minute)",
    ]
    assert told["reasons"] == ["it felt a little tight"] and told["by"] == "by the learned part"
    assert len(told["tempered"]) == 2 and told["rules"] == ["no change"]


def test_nothing_held_back_is_said_as_that() -> None:
    """A wish that was let through, and one of which the shield shaved off what nobody notices."""
    assert told_of(AS_SEEN)["tempered"] == ["nothing was changed of what was asked"]
    shaved = told_of(AS_SEEN, replace(AS_SEEN, difficulty=0.501), changed=("difficulty",))
    assert shaved["tempered"] == ["nothing was changed of what was asked"]


def test_a_place_that_leads_the_breath_is_named() -> None:
    """Where the rate in force is neither what was asked for nor the shield's doing, the place led."""
    told = told_of(replace(AS_SEEN, breath_hz=0.1), AS_SEEN)
    assert told["tempered"] == ["the place led the breath itself here"]


@given(strategies.hostile_directives, st.builds(Feeling, st.booleans(), st.booleans(), st.booleans()))
def test_whatever_the_shield_does_has_words(wish: Directive, feeling: Feeling) -> None:
    """No wish, however odd, leaves a sentence without words or raises."""
    limits = BreathLimits()
    tempered = temper(wish, AS_SEEN, first_shield(limits), limits, feeling, 300)
    made = Decision(300, SEEN, wish, tempered.directive, tempered.changed, AS_SEEN)
    for language in LANGUAGES:
        assert not [line for line in shield_told(Words(language), made) if AN_ID.search(line)]


@given(strategies.decisions)
def test_any_decision_can_be_told(made: Decision) -> None:
    """Every list has sentences, in both languages, without a message id of ours in them."""
    for language in LANGUAGES:
        told = why_told(Why(made, 1.0, 2.0), Words(language))
        lines = [told["text"], *told["saw"], *told["chose"], *told["tempered"], *told["rules"]]
        assert all(lines) and told["saw"] and told["chose"] and told["tempered"] and told["rules"]
        assert not [line for line in lines if re.search(r"\blanes\.[a-z]", line)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_told_in_the_third_person(language: str) -> None:
    """Whatever a mind can say to the player, a grown-up reads of the player, with the same numbers."""
    words = Words(language)
    for key in (*(claim.key for claim in CLAIMS), "why.by_lot"):
        third = f"lanes.{key.replace('.', '_')}"
        numbers = (17.0,)
        assert words.say(third) != third
        assert ("17" in words.say(third, numbers)) == ("17" in words.say(key, numbers)), key
        assert not re.search(r"\byou(r|rs)?\b|你", words.say(third)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_decided_has_words(language: str) -> None:
    """Both minds, and every cause for which the rules stand in."""
    words = Words(language)
    for account in (Account(), Account("policy"), Account("policy", explored=True)):
        told = why_told(Why(Decision(1, SEEN, AS_SEEN, AS_SEEN, (), AS_SEEN, account), 0.0, 1.0), words)
        assert told["by"] and not AN_ID.search(told["by"])
    for fallback in (DAMAGED, NO_MODEL, *TROUBLES[1:]):
        told = why_told(
            Why(Decision(1, SEEN, AS_SEEN, AS_SEEN, (), AS_SEEN, Account("rules", fallback)), 0.0, 1.0), words
        )
        assert not AN_ID.search(told["by"])


@given(strategies.observations)
def test_nothing_is_said_of_what_is_not_known(seen: Observation) -> None:
    """Below the confidence at which minds are told nothing, the page says that it could not be read."""
    unread = ENGLISH.say("lanes.unread")
    tension, expression, breath = saw(ENGLISH, seen)[:3]
    for line, confidence in (
        (tension, seen.arousal_confidence),
        (expression, seen.valence_confidence),
        (breath, seen.breath_confidence),
    ):
        assert line.endswith(unread) == (confidence < ENOUGH)


def test_words_for_feelings_go_with_the_numbers() -> None:
    """From calmer to tenser in five steps, mirrored; a trend is told with its direction, and how sure it is."""
    plain = replace(SEEN, arousal_confidence=0.9, arousal_trend=0.0)
    steps = [saw(ENGLISH, replace(plain, arousal=value))[0] for value in (-0.4, -0.2, 0.0, 0.2, 0.4)]
    assert steps == [
        "How tense: clearly calmer than usual (sure)",
        "How tense: a little calmer than usual (sure)",
        "How tense: near the usual (sure)",
        "How tense: a little tenser than usual (sure)",
        "How tense: clearly tenser than usual (sure)",
    ]
    falling = saw(ENGLISH, replace(plain, arousal=0.0, arousal_trend=-0.1, arousal_confidence=0.3))[0]
    assert falling == "How tense: near the usual, falling (unsure)"


def test_a_press_of_too_much_is_among_what_was_seen() -> None:
    """Within its minute, and not after."""
    lately, long_ago = (saw(ENGLISH, replace(SEEN, since_too_much=since)) for since in (0.9, 1.0))
    assert len(lately) == len(long_ago) + 1
