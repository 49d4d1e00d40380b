"""What an event is about in a closed word, which tools can search for; the sentences of people are told elsewhere."""

from affect.trends.recovery import Stretch
from game.core.facts import ConsentGiven, FeelingTold, Ignored, MinigameBegan
from game.replay.events import Event
from game.replay.export.material import Material
from game.replay.lanes import LevelSpan, TrustSpan


def subject(material: Material, event: Event) -> tuple[str, float | None]:
    """A closed word for what an event is about ("" = its kind says it all), and when that was over, seconds."""
    match event.about:
        case LevelSpan(name=told, to_s=to_s) | TrustSpan(sensor=told, to_s=to_s) | Stretch(end=told, end_s=to_s):
            return told, to_s
        case MinigameBegan(pattern=pattern):
            ends = (game.to_s for game in material.lanes.minigames if game.from_s == event.t_s)
            return pattern, next(ends, None)
        case FeelingTold(moment=told) | ConsentGiven(device=told):
            return told, None
        case Ignored(sensor=sensor, ignored=ignored):
            return f"{sensor} {'ignored' if ignored else 'heard'}", None
    return "", None
