"""What happened, in one sentence each: events, feelings, written words, the headline."""

from affect.trends.recovery import Recovery, Stretch
from game.core.facts import ConsentGiven, FeelingTold, Ignored, MinigameBegan, NotMe, TooMuch
from game.core.trace import Sounded, Written
from game.replay.events import Event, Headline
from game.replay.lanes import LevelSpan, TrustSpan
from game.replay.sentences import begun, headed, joined, lasting, level_title, listed, pattern_title, sensor_title
from game.stage.words import Words

WROTE = {"journal": "lanes.wrote_journal", "worry": "lanes.wrote_worry"}
"""What was written, by what it was written for."""


def event_told(event: Event, words: Words) -> str:
    """What happened, in a sentence that blames nobody."""
    match event.about:
        case Stretch() as stretch if event.kind == "recovery":
            told = back_told(words, stretch)
        case Stretch(end=end):
            told = words.say("lanes.storm" if end == "back" else f"lanes.storm_{end}")
        case LevelSpan(name=name):
            told = level_title(words, name)
        case TrustSpan(from_s=from_s, to_s=to_s, sensor=sensor):
            told = headed(words, sensor_title(words, sensor), lasting(words, "unread", to_s - from_s))
        case FeelingTold() as fact:
            told = feeling_told(words, fact)
        case MinigameBegan(pattern=pattern):
            told = headed(words, words.say("lanes.breathed"), pattern_title(words, pattern))
        case Ignored(sensor=sensor, ignored=ignored):
            said = words.say("lanes.ignored" if ignored else "lanes.heard_again")
            told = headed(words, said, sensor_title(words, sensor))
        case ConsentGiven(device=device):
            told = words.say(f"lanes.off_{device}")
        case Written(place=place):
            told = words.say(WROTE.get(place, "lanes.wrote"))
        case NotMe():
            told = words.say("lanes.not_me")
        case TooMuch():
            told = begun(words.say("lanes.too_much"))
    return told


def feeling_told(words: Words, fact: FeelingTold) -> str:
    """ "Before: good, quiet"."""
    said = [words.say(f"feeling.face_{fact.face}"), words.say(f"feeling.energy_{fact.energy}")]
    return headed(words, words.say(f"lanes.feeling_{fact.moment}"), listed(words, said))


def sounded_told(words: Words, sounded: Sounded) -> str:
    """ "it might sound: heavier, the player says: even"."""
    said = (("lanes.tone_guess", sounded.guess), ("lanes.tone_own", sounded.own))
    return joined(words, [headed(words, words.say(key), words.say(f"lanes.tone_{tone}")) for key, tone in said])


def headline_told(headline: Headline, words: Words) -> str:
    """How the tensest moment passed and what ran meanwhile; nothing is called a cause, and nobody is scored."""
    told = headline.recovery
    if told.tensest is None:
        return words.say("lanes.steady", (round(told.known_s / 60.0),))
    if told.tensest.end != "back":
        return words.say(f"lanes.{told.tensest.end}")
    back, ran = back_told(words, told.tensest), _meanwhile_told(words, told)
    return f"{back}{words.say('lanes.then')}{ran}" if ran else back


def back_told(words: Words, stretch: Stretch) -> str:
    """ "Back at the usual about 40 seconds after the tensest moment"."""
    return lasting(words, "back_at_most" if stretch.at_most else "back", stretch.lasted_s)


def _meanwhile_told(words: Words, told: Recovery) -> str:
    """What ran, each kind once; "" where nothing did."""
    names = dict.fromkeys(span.name for span in told.meanwhile)
    return headed(words, words.say("lanes.meanwhile"), listed(words, map(words.say, names))) if names else ""
