"""Install sets of libraries into the environment this Python belongs to, at the pinned versions, with a bar.

Called by ``prepare`` in scripts/_environment; needs only the standard library. ``python scripts/install.py
base sensors`` installs the dependencies of pyproject.toml ("base") and those of the named extras.
"""

import argparse
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOM_MB = {
    "base": 400,
    "sensors": 2500,
    "replay": 200,
    "trends": 300,
    "export": 300,
    "lsl": 20,
    "studio": 300,
    "dev": 1500,
    "learning": 6000,
}
"""Disk that must be free before a set is installed, MB: its size, and its downloads until unpacked."""
SETS = tuple(ROOM_MB)
BAR_CELLS = 30
DOWNLOAD_SHARE = 0.7
"""Share of the bar that downloading fills; unpacking fills the rest."""
LINE_EVERY_S = 10.0
"""How often a line is written where there is no terminal to draw a bar on."""


class Bar:
    """One line that is drawn over itself on a terminal, and a line now and then elsewhere."""

    def __init__(self) -> None:
        self._begun_s = time.monotonic()
        self._written_s = float("-inf")

    def show(self, share: float, words: str) -> None:
        """Draw the share done, [0, 1], the time taken so far and what goes on."""
        now_s = time.monotonic()
        passed_s = int(now_s - self._begun_s)
        clock = f"{passed_s // 60}:{passed_s % 60:02d}"
        if sys.stderr.isatty():
            cells = "#" * int(share * BAR_CELLS)
            line = f"\r  [{cells:-<{BAR_CELLS}}] {share:4.0%}  {clock}  {words[:44]:<44}"
            print(line, end="", file=sys.stderr, flush=True)
        elif now_s - self._written_s >= LINE_EVERY_S:
            self._written_s = now_s
            print(f"  {share:4.0%}  {clock}  {words}", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line."""
        if sys.stderr.isatty():
            print(file=sys.stderr)


def requirements(sets: list[str]) -> list[str]:
    """List the requirement lines of the sets, as pyproject.toml has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines: list[str] = []
    for name in sets:
        lines += project["dependencies"] if name == "base" else project["optional-dependencies"][name]
    return sorted(set(lines))


def pinned(sets: list[str]) -> int:
    """Count the pins of the sets: how many libraries the bar waits for."""
    count, current = 0, ""
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# set: "):
            current = line.removeprefix("# set: ")
        elif "==" in line and current in sets:
            count += 1
    return max(count, 1)


def distributions() -> int:
    """Count the libraries that stand in this environment."""
    return sum(1 for _ in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


def follow(pip: "subprocess.Popen[str]", log: Path) -> Iterator[str]:
    """Give what pip has written so far, about three times a second, until it ends."""
    while True:
        ended = pip.poll() is not None
        yield log.read_text(encoding="utf-8", errors="replace")
        if ended:
            return
        time.sleep(0.3)


def run_pip(sets: list[str], log: Path) -> int:
    """Run pip with a bar over its log and return its exit status."""
    command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--progress-bar", "off", "--constraint", str(ROOT / "constraints.txt"), *requirements(sets)]
    total, before = pinned(sets), distributions()
    bar = Bar()
    with log.open("w", encoding="utf-8") as sink:
        pip = subprocess.Popen(command, stdout=sink, stderr=subprocess.STDOUT, text=True)
    for text in follow(pip, log):
        found = re.findall(r"^(?:Collecting|Requirement already satisfied:) ([\w.\-]+)", text, re.MULTILINE)
        share = DOWNLOAD_SHARE * min(len(set(found)) / total, 1.0)
        words = f"fetching {found[-1]}" if found else "asking for the list of libraries"
        if "Installing collected packages" in text:
            share = DOWNLOAD_SHARE + (1 - DOWNLOAD_SHARE) * min((distributions() - before) / total, 1.0)
            words = "unpacking"
        bar.show(share, words)
    if pip.returncode == 0:
        bar.show(1.0, "done")
    bar.end()
    return pip.returncode


def explain(log: Path) -> str:
    """Say in one sentence why pip failed and what to do."""
    text = log.read_text(encoding="utf-8", errors="replace")
    if "No space left" in text:
        return "the disk is full: make room and start again."
    if re.search(r"NewConnectionError|Temporary failure in name res|ConnectTimeout|Network is unreach", text):
        return "the library server cannot be reached: check the network and start again."
    if "No matching distribution" in text or "ResolutionImpossible" in text:
        return "a pinned library does not exist for this Python and machine; the log says which."
    return "the last lines of the log say why."


def main() -> int:
    """Read the sets, check the disk, install."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", metavar="SET", help=f"{', '.join(SETS)} or rig")
    asked = parser.parse_args().sets
    sets = [name for name in SETS if name in asked]
    environment = Path(sys.prefix)
    free_mb = shutil.disk_usage(environment).free // 1_000_000
    wanted_mb = sum(ROOM_MB[name] for name in sets) if distributions() < pinned(sets) else 0
    if free_mb < wanted_mb:
        words = f"{wanted_mb} MB of disk are needed at {environment}, {free_mb} are free: make room."
        print(f"stillwater: {words}", file=sys.stderr)
        return 1
    log = environment / "stillwater-install.log"
    print(f"stillwater: preparing {environment} ({', '.join(sets)})", file=sys.stderr)
    status = run_pip(sets, log)
    if status != 0:
        print(*log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:], sep="\n", file=sys.stderr)
        print(f"stillwater: installing failed: {explain(log)} Log: {log}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
