"""The section "Soak" of docs/FIGURES.md, out of the figures of a soak."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import fill

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray

from benchmarks.soak_figures import STORMY, WALL_JUMPS_S, Cut, Figures, Leap, Look, Pull, Sat, read_figures

Doubles = NDArray[np.float64]

WARM_S = 1800.0
"""Left out of each life of the game: every place is loaded once (a quarter of a shorter life)."""
SETTLED_S = 120.0
"""Left out of each life of a child: its libraries load."""
LEAST = 8
"""Looks that a slope needs."""
WIDTH = 120
CROWDED = 2.5
"""At a load average above this others take the processor from a soak that stands back."""


def report(path: Path) -> str:
    """The section, Markdown."""
    figures = read_figures(path)
    parts = (_head(figures), _table(figures), _pulls(figures.pulls), _cuts(figures.cuts), _rest(figures))
    return "\n\n".join(_wrapped(part) for part in parts if part)


def _wrapped(part: str) -> str:
    """Lines no longer than a page is wide; tables stay as they are."""
    return "\n".join(line if line.startswith("|") else fill(line, WIDTH) for line in part.splitlines())


def _head(figures: Figures) -> str:
    load = np.array([minute.load for minute in figures.minutes])
    legs = f", in {figures.legs} legs" if figures.legs > 1 else ""
    return (
        "## Soak\n\n"
        f"`python -m benchmarks.soak --minutes {figures.wished_s / 60.0:.0f}`: {figures.soaked_s / 60.0:.0f} minutes"
        f"{legs}, {len(figures.sat)} sittings, {sum(one.minigames for one in figures.sat)} breathing minigames,"
        f" {sum(len(one.levels.split()) for one in figures.sat)} levels begun. Load average of the machine, the soak"
        f" with it{_place(figures)}: {_median(load)} ({load.min():.1f} to {load.max():.1f})."
    )


def _place(figures: Figures) -> str:
    """On how many cores, and how far it stood back, where that was noted."""
    cores = f", on {figures.cores} cores" if figures.cores else ""
    return cores if figures.niceness is None else f"{cores}, at nice {figures.niceness}"


def _table(figures: Figures) -> str:
    sat, last = figures.sat, figures.sat[-1]
    real_s, ticks = sum(one.real_s for one in sat), sum(one.ticks for one in sat)
    first = sat[min(1, len(sat) - 1)]
    agree = sum(one.agrees for one in figures.verified)
    game = [_warm(life) for life in _lives(figures.looks, "game")]
    peace_s = STORMY * figures.wished_s
    rows = [
        ("resident memory of the game", _slope(_within(game))),
        (
            "the same in the last part, in peace",
            _slope(_within([[look for look in life if look.at_s >= peace_s] for life in game])),
        ),
        ("resident memory of the game at quarters of the time", _quarters(figures, "resident_mb")),
        (
            "of it handed out by the allocator; the rest it keeps back, or are libraries",
            _quarters(figures, "in_use_mb"),
        ),
        ("blocks in use by the game's Python after that, first / second half", _blocks(max(game, key=len, default=[]))),
        ("of a camera child, within its lives", _slope(_child(figures.looks, "camera"))),
        ("of a microphone child, within its lives", _slope(_child(figures.looks, "microphone"))),
        ("at most, game + camera + microphone", _most(figures.looks)),
        ("open files of the game after a sitting, second / last", f"{first.files} / {last.files}"),
        ("threads of the game after a sitting, second / last", f"{first.threads} / {last.threads}"),
        ("processes left after a sitting, at most", f"{max(one.processes for one in sat)}"),
        *_drops(figures),
        ("time that slipped", f"{real_s - ticks / 60.0:.1f} s of {real_s:.0f} s"),
        ("pictures later than .1 s", _gaps(figures)),
        ("sessions told again at the end", f"{agree} of {len(figures.verified)} agree in every digest"),
        ("exceptions and faults", f"{len(figures.faults)}"),
    ]
    return "\n".join(["| | |", "| --- | --- |", *(f"| {what} | {told} |" for what, told in rows)])


def _drops(figures: Figures) -> list[tuple[str, str]]:
    """What was dropped and late, apart for sittings in which others took the processor."""
    rows = []
    for crowded, words in ((False, f"load at most {CROWDED:g}"), (True, f"load above {CROWDED:g}")):
        sat = [one for one in figures.sat if (_load(figures, one) > CROWDED) is crowded]
        if not sat:
            continue
        shown, dropped = sum(one.pictures for one in sat), sum(one.dropped for one in sat)
        ticks, unshown = sum(one.ticks for one in sat), sum(one.unshown for one in sat)
        sound_s = sum(one.sound_dropped_s for one in sat)
        rows.append((f"pictures dropped, {words}", f"{_share(dropped, shown)} in {len(sat)} sittings"))
        rows.append((f"sound dropped, {words}", f"{sound_s:.1f} s"))
        rows.append((f"ticks stepped late, without a picture, {words}", _share(unshown, ticks)))
    return rows


def _load(figures: Figures, sat: Sat) -> float:
    """Load average in the middle of a sitting's minutes."""
    loads = [one.load for one in figures.minutes if sat.at_s <= one.at_s <= sat.at_s + sat.real_s]
    return float(np.median(loads)) if loads else 0.0


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100.0 * part / max(whole, 1):.2f} %)"


def _pulls(pulls: Sequence[Pull]) -> str:
    """A row for each device and way."""
    groups: dict[tuple[str, str], list[Pull]] = defaultdict(list)
    for pull in pulls:
        groups[pull.device, pull.kind].append(pull)
    back = sum(pull.back_s is not None for pull in pulls)
    noticed = [pull for pull in pulls if pull.noticed_s is not None]
    gone = sum(pull.process_gone for pull in noticed)
    others = "" if back == len(pulls) else " (the others never were, or their sitting ended first; row by row below)"
    lines = [
        f"Devices pulled {_times(len(pulls))}: noticed {_times(len(noticed))}, with {gone} of those children gone by"
        f" then; sensed again {_times(back)}{others}.",
        "",
        "| device, how | times | back | noticed after, median / most, s | back after it could be, median / most, s |",
        "| --- | --- | --- | --- | --- |",
    ]
    for (device, kind), some in sorted(groups.items()):
        told = [pull.noticed_s for pull in some if pull.noticed_s is not None]
        returned = [pull.back_s for pull in some if pull.back_s is not None]
        lines.append(f"| {device}, {kind} | {len(some)} | {len(returned)} | {_both(told)} | {_both(returned)} |")
    return "\n".join(lines)


def _cuts(cuts: Sequence[Cut]) -> str:
    lines = [
        "| writes cut | times | seconds lost before the cut, median / most | open without salvage | digests agree |",
        "| --- | --- | --- | --- | --- |",
    ]
    for kind in sorted({cut.kind for cut in cuts}):
        some = [cut for cut in cuts if cut.kind == kind]
        lost_s = [max(cut.played_ticks - cut.kept_ticks, 0) / 60.0 for cut in some]
        whole, agree = sum(cut.whole for cut in some), sum(cut.digests_agree for cut in some)
        lines.append(f"| {kind} | {len(some)} | {_both(lost_s)} | {whole} | {agree} |")
    return "\n".join(lines) if cuts else ""


def _rest(figures: Figures) -> str:
    blocked = [pull.blocked_ms for pull in figures.pulls if pull.kind == "refused"]
    worst = sorted(figures.gaps, key=lambda gap: -gap.took_s)[:5]
    parts = [_leaps(figures.leaps), _wall(WALL_JUMPS_S[n % len(WALL_JUMPS_S)] for n in range(figures.wall_jumps))]
    if blocked:
        parts.append(f"Turning a device off held the game for {_both(blocked)} ms (median / most).")
    lines = [" ".join(part for part in parts if part)]
    if worst:
        told = "; ".join(f"{gap.took_s:.2f} s ({gap.after or 'nothing had happened'})" for gap in worst)
        lines += ["", f"The longest times between two pictures: {told}."]
    return "\n".join(lines)


def _leaps(leaps: Sequence[Leap]) -> str:
    """Which clocks leapt, and what of that came back. Where nothing was started again there are no seconds to tell:
    those noted are how long the soak itself waits before it believes what is sensed."""
    if not leaps:
        return ""
    back = sum(leap.back_s is not None for leap in leaps)
    started = [leap for leap in leaps if leap.restarted]
    by_s = [leap.by_s for leap in leaps]
    told = (
        f"The clock of the loop, and of who watches the sensors' children, leapt forward {_times(len(leaps))}"
        f" ({_long(min(by_s))} to {_long(max(by_s))}); the clocks of the children, and by which the age of a reading is"
        f" told, did not. All that was on before was sensed again after {back} of {len(leaps)} leaps"
    )
    if not started:
        return f"{told}; no child was started again."
    waits = [leap.back_s for leap in started if leap.back_s is not None]
    after = f", and all was sensed after {_both(waits)} s (median / most)" if waits else ""
    return f"{told}; children were started again after {len(started)}{after}."


def _wall(jumps_s: Iterable[float]) -> str:
    by_s = list(jumps_s)
    if not by_s:
        return ""
    back = sum(one_s < 0.0 for one_s in by_s)
    most = _long(max(map(abs, by_s)))
    return f"The wall clock was set back {_times(back)} and forward {_times(len(by_s) - back)}, by up to {most}."


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _long(seconds: float) -> str:
    """A length of time in its own unit."""
    for unit_s, unit in ((3600.0, "h"), (60.0, "min")):
        if seconds >= unit_s:
            return f"{seconds / unit_s:g} {unit}"
    return f"{seconds:g} s"


Series = tuple[Doubles, Doubles]
"""Hours and MB, each less the mean of its life."""


def _lives(looks: Sequence[Look], name: str) -> list[list[Look]]:
    """Looks at each process of this name: a leg of the game, or a child until it is started again."""
    lives: dict[int, list[Look]] = defaultdict(list)
    for look in looks:
        if look.name == name:
            lives[look.process_id].append(look)
    return list(lives.values())


def _after(life: Sequence[Look], seconds: float) -> list[Look]:
    return [look for look in life if look.at_s - life[0].at_s >= seconds]


def _warm(life: Sequence[Look]) -> list[Look]:
    """A life of the game without its beginning."""
    return _after(life, min(WARM_S, 0.25 * (life[-1].at_s - life[0].at_s)))


def _child(looks: Sequence[Look], name: str) -> Series:
    return _within([_after(life, SETTLED_S) for life in _lives(looks, name)])


def _within(lives: Sequence[Sequence[Look]]) -> Series:
    hours, megabytes = [np.zeros(0)], [np.zeros(0)]
    for life in lives:
        if len(life) > 1:
            at = np.array([look.at_s for look in life]) / 3600.0
            resident = np.array([look.resident_mb for look in life])
            hours.append(at - at.mean())
            megabytes.append(resident - resident.mean())
    return np.concatenate(hours), np.concatenate(megabytes)


def _slope(series: Series) -> str:
    """MB an hour with a 95 % interval that allows for looks that follow each other (Newey and West, 5 lags)."""
    hours, megabytes = series
    if len(hours) < LEAST:
        return "too short to say"
    fitted = sm.OLS(megabytes, sm.add_constant(hours)).fit(cov_type="HAC", cov_kwds={"maxlags": 5})
    low, high = fitted.conf_int()[1]
    return f"{fitted.params[1]:+.1f} MB/h (95 % {low:+.1f} to {high:+.1f}; {len(hours)} looks)"


def _blocks(life: Sequence[Look]) -> str:
    """Medians over one life: what Python itself holds, pictures and sounds left out."""
    blocks = [look.blocks for look in life]
    if len(blocks) < LEAST:
        return "too short to say"
    half = len(blocks) // 2
    return f"{np.median(blocks[:half]):.0f} / {np.median(blocks[half:]):.0f}"


def _quarters(figures: Figures, what: str) -> str:
    """Medians of the minutes of each quarter."""
    looks = [look for look in figures.looks if look.name == "game"]
    ends = [figures.soaked_s * (quarter + 1) / 4.0 for quarter in range(4)]
    parts = [[getattr(one, what) for one in looks if end - figures.soaked_s / 4.0 <= one.at_s < end] for end in ends]
    if not all(parts) or not any(any(part) for part in parts):
        return "not looked at"
    return f"{' / '.join(f'{np.median(part):.0f}' for part in parts)} MB"


def _most(looks: Sequence[Look]) -> str:
    most = {name: max((look.resident_mb for look in looks if look.name == name), default=0.0) for name in NAMES}
    return f"{' + '.join(f'{most[name]:.0f}' for name in NAMES)} MB"


def _gaps(figures: Figures) -> str:
    took_s = [gap.took_s for gap in figures.gaps]
    unexplained = sum(not gap.after for gap in figures.gaps)
    return f"{len(took_s)}, the longest {max(took_s, default=0.0):.2f} s; {unexplained} after nothing we had done"


def _both(values: Sequence[float]) -> str:
    return f"{np.median(values):.1f} / {max(values):.1f}" if values else "-"


def _median(values: Doubles) -> str:
    return f"{np.median(values):.1f}"


NAMES = ("game", "camera", "microphone")
