"""Take the pictures of docs/gallery: every screen, played by a script through the real stage, without a window.

    .venv/bin/python -m scripts.gallery [FOLDER [NAME ...]]

Each picture is one moment of one level, 960x540 WebP. They are what somebody sees who plays so; nothing is retouched.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"

from PIL import Image

from game.commands.sitting import house_places, house_rules
from game.commands.wish import DEVICES
from game.core.belief import Sample
from game.core.directive import DECISION_TICKS, Directive
from game.core.facts import Asked
from game.core.inputs import Inputs
from game.core.pace import Part
from game.core.reading import Quantity
from game.core.setup import Mode, Setup
from game.core.show import show
from game.core.tape import decode, encode
from game.core.world import World, begin, step
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from game.stage.sound import open_speaker
from game.stage.telling import Telling
from game.stage.theatre import Theatre
from levels.guardian import OPEN

SIZE = (960, 540)
PRACTISED_S = 900.0
"""Somebody who has practised a quarter of an hour: most places are open, one is not yet."""
Played = Callable[[World, int], Inputs]


@dataclass(frozen=True, slots=True)
class Moment:
    """One picture."""

    name: str
    """File stem."""
    level: str
    second: float
    """When it is taken, s after the level began."""
    player: Played
    language: str = "en"
    mode: Mode = Mode.SOOTHE
    avatars: tuple[str, ...] = ()
    """Figures of the players, where several play."""
    said: str = ""
    """What the house says at the start, with the signs of the sensors."""
    child: bool = False
    """In a child's words."""


FAMILY = ("owl", "whale", "hedgehog")
CLUB = ("whale", "swan", "owl", "rabbit", "turtle", "hedgehog", "fox", "snail")
NAMES = {
    "en": ("Mia", "Grandpa Jo", "Sam", "Lina", "Noor", "Ben", "Ada", "Tom"),
    "zh_CN": ("小雨", "爷爷", "阿明", "乐乐", "安安", "小北", "思思", "天天"),
}

SENTENCES = {
    "en": "I got the last lantern today, and then I just watched the water for a while.",
    "zh_CN": "今天有点累，不过后来就坐在那里看水，一直看到天黑。",
}


def tellings(language: str) -> dict[str, Telling]:
    """What a house with players would tell the stage."""
    named = {f"name:{index}": Telling(text=name) for index, name in enumerate(NAMES[language])}
    return named | {
        "name:me": Telling(text=NAMES[language][0]),
        "words:own": Telling(text=SENTENCES[language]),
        "value:name": Telling(text=NAMES[language][0]),
        "value:figure": Telling(key="figure.owl"),
        "value:age": Telling(key="value.age_under_13"),
        "value:senses": Telling(key="value.senses_calm"),
        "value:language": Telling(key=f"value.language_{language.lower()}"),
        "value:times": Telling(key="value.number", numbers=(3.0,)),
        "value:minutes": Telling(key="value.number", numbers=(15.0,)),
        "value:explores": Telling(key="value.explores_no"),
        "people:0": Telling(text="Grandma   0123 456" if language == "en" else "奶奶   0123 456"),
    }


def nobody(world: World, tick: int) -> Inputs:
    """Nobody touches anything."""
    return Inputs()


def calm_player(world: World, tick: int) -> Inputs:
    """Breathes with the guide by the key, goes after lanterns, looks at rest."""
    part, _ = world.pattern.part(world.guide.phase)
    held = ("breathe",) if part in (Part.IN, Part.REST_IN) else ()
    return Inputs(samples=_face(tick, -0.1), held=held, pointer=_nearest(world))


def breathing_player(world: World, tick: int) -> Inputs:
    """The same, offered a breathing minigame after twenty seconds."""
    offer = Directive(0.3, 0.4, 0.8, 0.15, "longer_exhale") if tick == 4 * DECISION_TICKS - 1 else None
    told = calm_player(world, tick)
    return Inputs(told.samples, told.held, told.pointer, (), (), offer)


def tense_player(world: World, tick: int) -> Inputs:
    """Goes after lanterns, looks tense."""
    return Inputs(samples=_face(tick, 0.6), pointer=_nearest(world))


def pressing(*keys: tuple[str, float]) -> Played:
    """Presses each key at its second; breathes with the guide. The house opens every player's pages."""

    def play(world: World, tick: int) -> Inputs:
        pressed = {key for key, second in keys if tick == round(second * 60)}
        held = set(calm_player(world, tick).held)
        asked = any(isinstance(fact, Asked) and fact.wish.startswith("guard:open") for fact in world.facts)
        choices = (OPEN,) if asked else ()
        return Inputs(samples=_face(tick, 0.0), held=tuple(sorted(pressed | held)), choices=choices)

    return play


def writing(tone: str) -> Played:
    """Asks to write a sentence, and is told what it might sound like."""

    def play(world: World, tick: int) -> Inputs:
        told = {60: ("words:yes",), 66: (f"reading:{tone}",)}.get(tick, ())
        return Inputs(held={30: ("right",), 45: ("act",)}.get(tick, ()), choices=told)

    return play


ERASING = pressing(("act", 0.5), ("up", 0.8), ("up", 1.1), ("act", 1.4), ("up", 1.7), ("up", 2.0), ("act", 2.3))
MOMENTS = (
    Moment("title", "title", 3, nobody),
    Moment("title_zh", "title", 3, nobody, "zh_CN"),
    Moment("consent", "consent", 3, nobody),
    Moment("consent_zh", "consent", 3, nobody, "zh_CN"),
    Moment("consent_child", "consent", 3, nobody, child=True),
    Moment("consent_child_zh", "consent", 3, nobody, "zh_CN", child=True),
    Moment("consent_microphone", "consent", 4, pressing(("act", 1.0))),
    Moment("start_notice", "title", 3, nobody, avatars=("owl",), said="camera"),
    Moment("start_notice_zh", "title", 3, nobody, "zh_CN", avatars=("owl",), said="camera_microphone"),
    Moment("start_notice_none", "title", 3, nobody, said="none"),
    Moment("players", "players", 3, pressing(("right", 1.0)), avatars=FAMILY),
    Moment("players_zh", "players", 3, pressing(("right", 1.0)), "zh_CN", avatars=CLUB),
    Moment("gate", "gate", 3, pressing(("up", 1.0), ("right", 1.2), ("up", 1.4))),
    Moment("gate_zh", "gate", 3, pressing(("up", 1.0), ("right", 1.2), ("up", 1.4)), "zh_CN"),
    Moment("guardian", "guardian", 3, pressing(("down", 1.0)), avatars=FAMILY),
    Moment("guardian_player", "guardian", 3, pressing(("act", 1.0), ("down", 1.5), ("down", 2.0)), avatars=FAMILY),
    Moment("guardian_player_zh", "guardian", 3, pressing(("act", 1.0), ("down", 1.5)), "zh_CN", avatars=FAMILY),
    Moment(
        "guardian_more", "guardian", 3, pressing(("act", 0.5), ("up", 1.0), ("up", 1.5), ("act", 2.0)), avatars=FAMILY
    ),
    Moment("guardian_erase_zh", "guardian", 4, ERASING, "zh_CN", avatars=FAMILY),
    Moment("calibration_face", "calibration", 3, pressing()),
    Moment("calibration_breaths", "calibration", 14, pressing()),
    Moment("tide_05s", "tide", 5, calm_player),
    Moment("tide_30s", "tide", 30, calm_player),
    Moment("tide_60s", "tide", 60, calm_player),
    Moment("tide_calm", "tide", 200, calm_player),
    Moment("tide_tense_train", "tide", 60, tense_player, mode=Mode.TRAIN),
    Moment("tide_breathing", "tide", 33, breathing_player),
    Moment("tide_closing", "tide", 305, calm_player),
    Moment("pause", "tide", 40, pressing(("escape", 39.0), ("down", 39.3))),
    Moment("pause_zh", "tide", 40, pressing(("escape", 39.0), ("down", 39.3)), "zh_CN"),
    Moment("breathe_ring", "breathe", 21, pressing()),
    Moment("breathe_wave_zh", "breathe", 21, pressing(("right", 3.0)), "zh_CN"),
    Moment("breathe_lantern", "breathe", 22, pressing(("left", 3.0))),
    Moment("settings", "settings", 3, nobody),
    Moment("places", "places", 5, nobody),
    Moment("places_zh", "places", 5, nobody, "zh_CN"),
    Moment("feeling", "feeling", 4, nobody),
    Moment("journal", "journal", 5, nobody),
    Moment("reflection", "reflection", 3, nobody),
    Moment("reflection_zh", "reflection", 3, nobody, "zh_CN"),
    Moment("reflection_told", "reflection", 4, writing("brighter")),
    Moment("reflection_told_zh", "reflection", 4, writing("heavier"), "zh_CN"),
    Moment("reflection_unread", "reflection", 4, writing("none")),
    Moment("release", "release", 30, nobody),
    Moment("bodyscan_zh", "bodyscan", 40, nobody, "zh_CN"),
    Moment("together", "together", 24, pressing()),
    Moment("closing", "closing", 6, nobody),
)


def _face(tick: int, arousal: float) -> tuple[Sample, ...]:
    if tick % 6:
        return ()
    return (
        Sample("face", Quantity.PRESENCE, 1.0, 0.05, 2),
        Sample("face", Quantity.AROUSAL, arousal, 0.15, 2),
        Sample("face", Quantity.VALENCE, 0.2, 0.2, 2),
        Sample("breath", Quantity.LEVEL_DBFS, -50.0, 1.0, 2),
    )


def _nearest(world: World) -> tuple[int, int] | None:
    lanterns = getattr(world.state, "lanterns", ())
    if not lanterns:
        return None
    nearest = min(lanterns, key=lambda lantern: abs(lantern.x - 0.5))
    return min(max(int(nearest.x * 4096), 0), 4096), int((nearest.y - 0.02) * 4096)


def take(moment: Moment, folder: Path) -> Path:
    """Play up to the moment and take the picture; the last two seconds are painted, for what fades."""
    rules = house_rules()
    setup = Setup(
        7,
        moment.level,
        mode=moment.mode,
        places=house_places(rules),
        devices=("camera", "microphone"),
        practised_s=PRACTISED_S,
        found=("fireflies.moth", "stones.white_koi", "garden.butterfly"),
        avatars=moment.avatars,
    )
    world = begin(setup, rules.levels[moment.level], rules.patterns)
    screen = Screen((1280, 720), False, Presentation(language=moment.language, child=moment.child))
    screen.tell(tellings(moment.language))
    theatre = Theatre(screen, open_speaker(print))
    if moment.said:
        signs = (f"sense_{device}{'' if device in moment.said else '_off'}" for device in DEVICES)
        theatre.say(f"sensor.reading_{moment.said}", signs=tuple(signs))
    end = round(moment.second * 60)
    for tick in range(end):
        world = step(world, decode(encode(moment.player(world, tick))))
        if tick >= end - 120:
            theatre.show(show(world))
    picture = Image.fromarray(screen.capture()).resize(SIZE, Image.Resampling.LANCZOS)
    theatre.close()
    path = folder / f"{moment.name}.webp"
    picture.save(path, quality=85, method=6)
    return path


def main() -> None:
    """Take every picture, or those that are named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("docs/gallery")
    folder.mkdir(parents=True, exist_ok=True)
    named = sys.argv[2:]
    moments = [moment for moment in MOMENTS if not named or moment.name in named]
    for place, moment in enumerate(moments):
        path = take(moment, folder)
        print(f"{place + 1:2d}/{len(moments)}  {path.name}  {path.stat().st_size / 1024:.0f} KiB", flush=True)


if __name__ == "__main__":
    main()
