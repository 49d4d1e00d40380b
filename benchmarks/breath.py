"""What the breath sensor costs, and how soon it knows.

    python -m benchmarks.breath

On simulated breath: the time from the start of an exhale to a reading that knows, and the work of both microphone
sensors. How well rate and phase are read on labelled recordings: ``python -m affect evaluate breath FOLDER``.
"""

import time

import numpy as np
from numpy.typing import NDArray

from affect.sensor import Sound
from affect.sensors.breath import BreathSensor
from affect.sensors.voice import VoiceSensor
from affect.simulate import Breathing, breathe, white
from game.core.reading import SILENT, CalibrationStage, Hint, Quantity, Reading

NOTHING = Hint(0, CalibrationStage.NONE, 0.0, 0.0, SILENT)
TURN = 0.4
"""Phase at which the sensor's inhale ends."""


def listen(samples: NDArray[np.float32]) -> list[Reading]:
    """All readings of a clip."""
    sensor = BreathSensor(())
    readings: list[Reading] = []
    for at in range(0, len(samples), 1600):
        readings.extend(sensor.take(Sound(samples[at : at + 1600], at * 62_500), NOTHING))
    return readings


def latency_s() -> tuple[float, float]:
    """Median and 95th percentile from the start of an exhale to the first reading that lies in it."""
    breath = breathe(Breathing(12.0 / 60.0), 120.0, 3)
    phases = [
        (one.t_ns / 1e9, one.value)
        for one in listen(breath.sound + white(120.0, -65.0, 3))
        if one.quantity is Quantity.BREATH_PHASE
    ]
    waits = []
    for start, end in zip(breath.exhales_s, breath.ends_s, strict=True):
        known = [at - start for at, value in phases if start <= at < end and TURN <= value < 0.9]
        if start > 30.0 and known:
            waits.append(known[0])
    return float(np.median(waits)), float(np.quantile(waits, 0.95))


def work_ms() -> float:
    """CPU of both microphone sensors for a second of sound, ms: a person who breathes, then one who speaks."""
    sound = breathe(Breathing(0.2), 40.0, 1).sound + white(40.0, -60.0, 1)
    sensors = (BreathSensor(()), VoiceSensor(()))
    start = time.process_time()
    for at in range(0, len(sound), 160):
        for sensor in sensors:
            sensor.take(Sound(sound[at : at + 160], at * 62_500), NOTHING)
    return (time.process_time() - start) * 1000.0 / 40.0


def main() -> None:
    """Print all."""
    print("start of exhale to a reading in it: median {:.2f} s, p95 {:.2f} s".format(*latency_s()))
    print(f"work of breath and voice: {work_ms():.1f} ms per second of sound")


if __name__ == "__main__":
    main()
