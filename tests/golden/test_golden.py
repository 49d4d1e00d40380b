"""One recorded minute is told bit for bit the same by every supported Python, with nothing but its own library."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from game.core.facts import MinigameBegan
from game.core.retell import retell
from game.core.tape import decode
from game.core.trace import Kind
from tests.golden.records import FILE, read
from tests.sittings import RULES

VERIFY = Path(__file__).parent / "verify.py"


def interpreter(version: str) -> str | None:
    """A working Python of this version: this one, one on the path, or one that pyenv keeps."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [shutil.which(f"python{version}"), *map(str, sorted(kept.glob(f"{version}.*/bin/python")))]
    ask = "import sys; print('%d.%d' % sys.version_info[:2])"
    for path in filter(None, found):
        answer = subprocess.run([path, "-c", ask], capture_output=True, text=True, check=False, timeout=60)
        if answer.stdout.strip() == version:
            return path
    return None


@pytest.mark.parametrize("version", ("3.11", "3.12", "3.13"))
def test_the_golden_sitting_is_told_the_same(version: str) -> None:
    """Isolated, without site-packages: so the core needs the standard library only."""
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} on this machine")
    answer = subprocess.run(
        [python, "-I", "-S", "-B", str(VERIFY)], capture_output=True, text=True, check=False, timeout=120
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_golden_sitting_holds_every_kind_of_input() -> None:
    """Samples, keys, pointer, pad, choices and directives; a minigame, a pause, two levels. And it is small."""
    told = [decode(payload) for kind, payload in read() if kind == Kind.TICK]
    for part in ("samples", "held", "pointer", "axes", "choices", "directive"):
        assert any(getattr(inputs, part) for inputs in told), part
    worlds = list(retell(read(), RULES))
    assert {world.level.name for world in worlds} == {"title", "tide"}
    assert any(isinstance(fact, MinigameBegan) for world in worlds for fact in world.facts)
    assert any(world.pause for world in worlds)
    assert any(world.minigame and world.minigame.done for world in worlds)
    assert FILE.stat().st_size < 120_000
