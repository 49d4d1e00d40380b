"""A server and several sites as processes on this machine, by Flower, for one run.

Everything listens on 127.0.0.1 alone; telemetry, the look for updates and the fetching of libraries are off; Flower's
own folder is a temporary one. Without TLS, as nothing leaves the machine: real sites need certificates.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from torch import Tensor

from scripts.population_run.learn import Numbers, Recipe
from scripts.population_run.wire import Task, write_task

ROOT: Final = Path(__file__).resolve().parent.parent.parent
APP: Final = Path(__file__).resolve().parent / "app"
LOCAL: Final = "127.0.0.1"
OFF: Final = {
    "FLWR_TELEMETRY_ENABLED": "0",
    "FLWR_TELEMETRY_LOGGING": "0",
    "FLWR_DISABLE_UPDATE_CHECK": "1",
    "FLWR_DISABLE_RUNTIME_DEPENDENCY_INSTALLATION": "1",
    "FLWR_TRACING_ENABLED": "0",
    "OMP_NUM_THREADS": "1",
}
"""Flower's environment: nothing is told to anybody, nothing is fetched."""
CONFIG: Final = """[superlink]
default = "here"

[superlink.here]
address = "{address}"
insecure = true
"""


class RunFailedError(RuntimeError):
    """The server or a site ended before its time, or the rounds took too long."""


def run(sites: Sequence[Path], recipe: Recipe, seed: int, within_s: float) -> Numbers:
    """The numbers after all rounds, over the network.

    Args:
        sites: each site's folder (``write_site``).
        recipe: how they learn.
        seed: of all dice.
        within_s: seconds after which it is given up.

    Raises:
        RunFailedError: with the end of the log.
    """
    with TemporaryDirectory(prefix="stillwater-population-") as name, ExitStack() as stack:
        folder = Path(name)
        (folder / "app").mkdir()
        (folder / "app" / "pyproject.toml").write_bytes((APP / "pyproject.toml").read_bytes())
        link, *nodes = _free_ports(1 + len(sites))
        (folder / "config.toml").write_text(CONFIG.format(address=f"{LOCAL}:{link}"), encoding="utf-8")
        logs = [folder / f"{part}.log" for part in ("server", *(f"site{place}" for place in range(len(sites))), "run")]
        words = ["flower-superlink", "--insecure", "--host", LOCAL, "--port", str(link)]
        parts = [stack.enter_context(_started(words, folder, logs[0]))]
        _wait_for(link, parts, logs, within_s)
        for place, (site, port) in enumerate(zip(sites, nodes, strict=True)):
            words = ["flower-supernode", "--insecure", "--superlink", f"{LOCAL}:{link}", "--host", LOCAL]
            words += ["--port", str(port), "--node-config", f'folder="{site}" place={place}']
            parts.append(stack.enter_context(_started(words, folder, logs[1 + place])))
        out = folder / "told.npy"
        task = Task(recipe, len(sites), seed, str(out))
        words = ["flwr", "run", str(folder / "app"), "here", "--run-config", write_task(task)]
        parts.append(stack.enter_context(_started(words, folder, logs[-1])))
        if parts.pop().wait(within_s) != 0:
            raise RunFailedError(f"the run did not begin:\n{_ends(logs)}")
        return _result(out, parts, logs, within_s)


def write_site(folder: Path, players: Tensor) -> None:
    """A site's folder with its players' courses, as ``client_app`` reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "players.npz", value=players.numpy())


def _result(out: Path, parts: Sequence["subprocess.Popen[bytes]"], logs: Sequence[Path], within_s: float) -> Numbers:
    ends_s = time.monotonic() + within_s
    while not out.exists():
        if time.monotonic() > ends_s or any(part.poll() is not None for part in parts):
            raise RunFailedError(f"no numbers came back:\n{_ends(logs)}")
        time.sleep(0.2)
    told: Numbers = np.load(out, allow_pickle=False)
    return told


def _wait_for(port: int, parts: Sequence["subprocess.Popen[bytes]"], logs: Sequence[Path], within_s: float) -> None:
    """Until somebody listens there."""
    ends_s = time.monotonic() + within_s
    while True:
        with socket.socket() as here:
            if here.connect_ex((LOCAL, port)) == 0:
                return
        if time.monotonic() > ends_s or any(part.poll() is not None for part in parts):
            raise RunFailedError(f"the server did not come up:\n{_ends(logs)}")
        time.sleep(0.2)


@contextmanager
def _started(words: Sequence[str], folder: Path, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A process with all that it starts, ended at the end."""
    with log.open("wb") as sink:
        part = subprocess.Popen(
            [_command(words[0]), *words[1:]],
            cwd=folder,
            env=_environment(folder),
            stdout=sink,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        yield part
    finally:
        _end(part)


def _end(part: "subprocess.Popen[bytes]") -> None:
    """End it and what it started: Flower runs each turn in a process of its own."""
    for signal in (15, 9):
        try:
            os.killpg(part.pid, signal)
            part.wait(timeout=5.0)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
    part.wait()


def _environment(folder: Path) -> Mapping[str, str]:
    """Flower finds its commands by PATH and our code by PYTHONPATH."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    return {**os.environ, **OFF, "PATH": path, "PYTHONPATH": str(ROOT), "FLWR_HOME": str(folder)}


def _command(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    with ExitStack() as stack:
        found = []
        for _ in range(count):
            here = stack.enter_context(socket.socket())
            here.bind((LOCAL, 0))
            found.append(int(here.getsockname()[1]))
        return found


def _ends(logs: Sequence[Path]) -> str:
    """The last lines of each log."""
    told = []
    for log in logs:
        if log.exists():
            lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
            told.append("\n".join((f"-- {log.stem}", *lines)))
    return "\n".join(told)
