"""What an event is about in a closed word, which tools can search for; the sentences of people are told elsewhere."""

from affect.trends.recovery import Stretch
from game.core.facts import FeelingTold, MinigameBegan
from game.replay.events import Event
from game.replay.export.material import Material
from game.replay.lanes import LevelSpan, TrustSpan


def subject(material: Material, event: Event) -> tuple[str, float | None]:
    """A closed word for what an event is about ("" = its kind says it all), and when that was over, seconds."""
    match event.about:
        case LevelSpan(name=name, to_s=to_s):
            return name, to_s
        case MinigameBegan(pattern=pattern):
            ends = (game.to_s for game in material.lanes.minigames if game.from_s == event.t_s)
            return pattern, next(ends, None)
        case TrustSpan(sensor=sensor, to_s=to_s):
            return sensor, to_s
        case Stretch(end_s=end_s, end=end):
            return end, end_s
        case FeelingTold(moment=moment):
            return moment, None
    return "", None
