"""A minute through a camera and a microphone, as the game believed it: docs/fused_minute.svg.

    STILLWATER_DATA=../shared/data python -m benchmarks.fused_minute [OUT.svg]

A film (one face that rests, smiles and is gone; its shoulders warped by 12 breaths/min) stands in for the camera and
a sound (breath of the simulator in the same rhythm, silence, an angry voice of RAVDESS) is played into a virtual
microphone when the film has come to its minute. The game plays Tide on a screen of its own; what its sensors said is
read from the sealed session and fused again at 10 Hz as the game fuses it. Also printed: the mean belief and its sd
in every stretch. No person breathed: the shoulders are warped and the breath is made of noise.
"""

import csv
import io
import os
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import soundfile
from numpy.typing import NDArray

from affect.sensor import RATE_HZ
from affect.simulate import Breathing, breathe, white
from affect.simulate_torso import Trouble, film
from benchmarks.breath_camera import clip, folder
from benchmarks.fused_picture import Moment, Stretch, draw
from game.core.belief import Evidence, Sample, fuse, hear
from game.core.pace import NATURAL
from tests.e2e.game import Sitting, agree, playing
from tests.rig.display import xvfb
from tests.rig.sound import pulse

Floats = NDArray[np.float32]

FILM_HZ = 15.0
BREATH_HZ = 12.0 / 60.0
RISE_PX = 2.5
LEAD_S = 20.0
"""The film shows a resting face for so long before its minute begins: the sound must catch up with it."""
SOUND_LATE_S = 0.2
"""What a player and the sound server take to be heard."""
MARK, MARK_NAME = "n", "not_me"
"""A key whose tick tells what the clock showed then; what it asks of the game is not in the picture."""
RESTS, SMILES = 0, 60
"""Frames of one-face.mp4, shown as stills: a hand held its camera, which moves more than a chest does."""
SOUND = (
    Stretch("breath", 0.0, 22.0),
    Stretch("silence", 22.0, 30.0),
    Stretch("speech", 30.0, 44.0),
    Stretch("silence", 44.0, 50.0),
    Stretch("breath", 50.0, 66.0),
)
SIGHT = (
    Stretch("rests", 0.0, 21.0),
    Stretch("smiles", 21.0, 29.0),
    Stretch("rests", 29.0, 43.0),
    Stretch("nobody", 43.0, 51.0),
    Stretch("rests", 51.0, 66.0),
)
END_S = 66.0


BREATH = breathe(Breathing(BREATH_HZ, wander=0.02, level_dbfs=-42.0), END_S, 5)


@dataclass(frozen=True, slots=True)
class Run:
    """What is left of the sitting."""

    sitting: Sitting
    first_tick: int
    """Tick at which the sound began."""
    tick_s: float
    """How long a tick took: 1/60 s, or more where the machine was too busy for the game."""

    def t_s(self, tick: int) -> float:
        """Seconds since the sound began."""
        return (tick - self.first_tick) * self.tick_s


def write_film(path: Path) -> None:
    """One face that rests, smiles, and is gone; shoulders that rise all the while."""
    person = clip("one-face.mp4")
    empty = _empty(person.pictures[0].shape)
    count = round((LEAD_S + END_S) * FILM_HZ)
    rise = RISE_PX * np.array([NATURAL.fullness(_phase(index / FILM_HZ - LEAD_S)) for index in range(count)])
    trouble = Trouble(noise=1.5, flicker=0.005, drift=0.005)
    shown = {}
    for name, frame in (("rests", RESTS), ("smiles", SMILES)):
        pictures, masks = [person.pictures[frame]], [person.masks[frame]]
        shown[name] = film(pictures, masks, person.place, rise, trouble, FILM_HZ, 1)
    height, width = person.pictures[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FILM_HZ, (width, height))
    for index in range(count):
        pictures_now = {name: next(frames) for name, frames in shown.items()}
        now = _at(SIGHT, index / FILM_HZ - LEAD_S)
        picture = empty if now == "nobody" else pictures_now[now or "rests"]
        writer.write(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    writer.release()


def _phase(t_s: float) -> float:
    """Phase of the breath, [0, 1), at a time of the minute; before it, as if it had been as regular as it can be."""
    if t_s < 0.0:
        return t_s * BREATH_HZ % 1.0
    return float(BREATH.phase[min(round(t_s * RATE_HZ), len(BREATH.phase) - 1)])


def write_sound(path: Path) -> None:
    """Breath, silence and an angry voice, as SOUND says, in a quiet room."""
    count = round(END_S * RATE_HZ)
    breath = BREATH.sound
    voice = _angry_voice(14.0)
    whole = white(END_S, -68.0, 5)
    for stretch in SOUND:
        here = slice(round(stretch.start_s * RATE_HZ), min(count, round(stretch.end_s * RATE_HZ)))
        if stretch.name == "breath":
            whole[here] += breath[here]
        elif stretch.name == "speech":
            whole[here] += voice[: here.stop - here.start]
    soundfile.write(path, whole, RATE_HZ)


def _angry_voice(seconds: float) -> Floats:
    """Sentences of one angry man, one after the other, at -22 dBFS."""
    rows = csv.DictReader((folder() / "voice" / "manifest.csv").read_text(encoding="utf-8").splitlines())
    angry = [row for row in rows if row["archive"] == "ravdess.zip" and row["emotion"] == "angry" and row["sex"] == "M"]
    speaker = angry[0]["speaker"]
    pieces: list[Floats] = []
    with zipfile.ZipFile(folder() / "voice" / "ravdess.zip") as archive:
        for row in angry:
            if row["speaker"] == speaker:
                said, _ = soundfile.read(io.BytesIO(archive.read(row["member"])), dtype="float32")
                loud = np.flatnonzero(np.abs(said) > 0.05 * np.abs(said).max())
                pieces += [said[loud[0] : loud[-1]], np.zeros(RATE_HZ // 4, np.float32)]
    whole = np.concatenate(pieces)
    whole = np.tile(whole, 1 + round(seconds * RATE_HZ) // len(whole))[: round(seconds * RATE_HZ)]
    result: Floats = (whole * 10 ** (-22 / 20) / np.sqrt(np.mean(whole**2))).astype(np.float32)
    return result


def _empty(shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """A wall with nobody before it."""
    shade = np.linspace(150.0, 190.0, shape[1])[None, :, None] * np.ones((shape[0], 1, 3))
    return np.asarray(shade, np.uint8)


def _at(stretches: tuple[Stretch, ...], t_s: float) -> str | None:
    return next((one.name for one in stretches if one.start_s <= t_s < one.end_s), None)


def play(kept: Path) -> Run:
    """Play the minute."""
    write_film(kept / "film.mp4")
    write_sound(kept / "sound.wav")
    home = kept / "home"
    agree(home, "camera", "microphone")
    words = ["play", "--level", "tide", "--camera", str(kept / "film.mp4"), "--age", "adult"]
    with xvfb() as display, pulse() as sound:
        environment = {**display.environment, **sound.environment}
        with playing(words, home, environment, kept / "log") as game:
            seen = game.wait_for(lambda sitting: {"face", "voice"} <= sitting.heard_from, "not all is heard", 120.0)
            film_tick = next(tick - sample.age for tick, sample in seen.samples if sample.sensor == "face")
            display.press(MARK)
            marked_s = time.monotonic()
            mark = game.wait_for(lambda sitting: bool(sitting.presses_of(MARK_NAME)), "no key came", 30.0)
            mark_tick = mark.presses_of(MARK_NAME)[0]
            due_s = LEAD_S - (mark_tick - film_tick) / 60.0
            wait_s = marked_s + due_s - SOUND_LATE_S - time.monotonic()
            if wait_s < 0.0:
                raise SystemExit(f"The sound would be {-wait_s:.1f} s late for the film's minute. Try again.")
            time.sleep(wait_s)
            with sound.playing(kept / "sound.wav") as player:
                player.wait()
            display.press(MARK)
            played_s = time.monotonic() - marked_s
            last = game.wait_for(lambda sitting: len(sitting.presses_of(MARK_NAME)) > 1, "no key came", 30.0)
            tick_s = played_s / (last.presses_of(MARK_NAME)[1] - mark_tick)
            status = game.leave()
            print(f"exit status {status}; a tick took {60.0 * tick_s:.3f} of a 60th of a second; {game.words.strip()}")
            return Run(game.sitting(), mark_tick + round(due_s / tick_s), tick_s)


def fused(run: Run) -> list[Moment]:
    """What is believed ten times a second, from the samples the game took in."""
    by_tick: dict[int, list[Sample]] = {}
    for tick, sample in run.sitting.samples:
        by_tick.setdefault(tick, []).append(sample)
    evidence: Evidence = ()
    moments = []
    for tick in range(1, run.sitting.ticks):
        samples = tuple(by_tick.get(tick, ()))
        if samples or tick % 60 == 0:
            evidence = hear(evidence, samples, tick)
        if tick % 6 == 0 and 0.0 <= run.t_s(tick) <= END_S:
            moments.append(Moment(run.t_s(tick), fuse(evidence, tick)))
    return moments


def main() -> None:
    """Play, fuse, draw, print."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "docs" / "fused_minute.svg"
    os.environ.setdefault("CI", "true")
    with tempfile.TemporaryDirectory() as name:
        run = play(Path(name))
    moments = fused(run)
    told = [(run.t_s(tick - sample.age), sample) for tick, sample in run.sitting.samples]
    out.write_text(draw(moments, SOUND, SIGHT, told, BREATH_HZ, END_S), encoding="utf-8")
    for stretch in (*SOUND, *SIGHT):
        print(f"{stretch.name:8s} {stretch.start_s:5.1f}-{stretch.end_s:5.1f} s", summary(moments, stretch))


def summary(moments: list[Moment], stretch: Stretch) -> str:
    """Mean belief and sd in a stretch, by quantity."""
    inside = [one.estimate for one in moments if stretch.start_s + 2.0 <= one.t_s < stretch.end_s]
    if not inside:
        return "not in the minute"
    words = []
    for name in ("arousal", "valence", "smile", "breath_hz", "voice_presence", "presence"):
        means = [getattr(one, name).mean for one in inside]
        sds = [getattr(one, name).variance ** 0.5 for one in inside]
        words.append(f"{name} {np.mean(means):+.2f} sd {np.mean(sds):.2f}")
    return ", ".join(words)


if __name__ == "__main__":
    main()
