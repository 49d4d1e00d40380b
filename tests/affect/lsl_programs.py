"""Other people's programs: what records streams, and what hands on a heart belt. Each runs in a process of its own.

    python -m tests.affect.lsl_programs record SECONDS     every Stillwater stream there is, as one line of JSON
    python -m tests.affect.lsl_programs belt NAME TYPE     reads "VALUE [STAMP]" lines and pushes each as a sample
    python -m tests.affect.lsl_programs words NAME         the same stream with text in it

They use pylsl as anybody would and know nothing of the game, but for the names of its streams.
"""

import importlib
import json
import sys
import time
from typing import Any

pylsl: Any = importlib.import_module("pylsl")  # it has no types
KINDS = ("readings", "decisions", "markers")
FIND_S = 20.0


def record(seconds: float) -> None:
    """Record until nothing has come for ``seconds``: "ready" once every stream is open, and all of it at the end."""
    pylsl.set_config_content("[log]\nlevel = -3\n")  # else as it comes: what LabRecorder would find
    resolver = pylsl.ContinuousResolver()
    inlets: dict[str, Any] = {}
    end_s = time.monotonic() + FIND_S
    while len(inlets) < len(KINDS) and time.monotonic() < end_s:
        for info in resolver.results():
            kind = info.source_id().removeprefix("stillwater-")
            if kind in KINDS and kind not in inlets:
                inlets[kind] = pylsl.StreamInlet(info, processing_flags=pylsl.proc_clocksync)
                inlets[kind].open_stream(5.0)
                inlets[kind].time_correction(5.0)
        time.sleep(0.02)
    infos = {kind: inlet.info(5.0) for kind, inlet in inlets.items()}
    labels = {kind: info.get_channel_labels() for kind, info in infos.items()}
    units = {kind: info.get_channel_units() for kind, info in infos.items()}
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    samples: dict[str, list[Any]] = {kind: [] for kind in inlets}
    stamps: dict[str, list[float]] = {kind: [] for kind in inlets}
    came: dict[str, list[float]] = {kind: [] for kind in inlets}
    quiet_s = time.monotonic() + FIND_S
    while time.monotonic() < quiet_s:
        for kind, inlet in inlets.items():
            some, at = inlet.pull_chunk(0.002, 4096, min_samples=1)
            if at:
                quiet_s = time.monotonic() + seconds
                samples[kind] += some
                stamps[kind] += at
                came[kind] += [pylsl.local_clock()] * len(at)
    ahead_s = pylsl.local_clock() - time.monotonic()
    told = {"samples": samples, "stamps": stamps, "came": came, "labels": labels, "units": units, "ahead_s": ahead_s}
    json.dump(told, sys.stdout)


def belt(name: str, kind: str, form: str = "double64") -> None:
    """A bridge of a belt: each line is one sample, pushed at once."""
    pylsl.set_config_content("[log]\nlevel = -3\n")
    outlet = pylsl.StreamOutlet(pylsl.StreamInfo(name, kind, 1, 0.0, form, f"{name}-source"))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        value, *stamp = line.split()
        outlet.push_sample([value if form == "string" else float(value)], float(stamp[0]) if stamp else 0.0)


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    if what == "record":
        record(float(rest[0]))
    elif what == "belt":
        belt(rest[0], rest[1])
    else:
        belt(rest[0], "HR", "string")
