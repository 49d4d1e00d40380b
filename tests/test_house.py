"""The house checks itself: the room table and the rules of the core hold, and planted faults are found."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.check_rules import find_faults

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("game", "affect", "adaptation", "levels", "scripts")
LINT = "from importlinter.cli import lint_imports_command as main; main()"

LEVEL = '''"""A planted level."""

LEVEL = None


def step(numbers: tuple[float, ...]) -> float:
    """Say nothing of use."""
    total = 0.0
    for number in numbers:
        total += number
    return total
'''


def rules_say(root: Path) -> str:
    """What scripts/check_rules.py finds under a root: one line per fault, empty if none."""
    return "\n".join(f"{fault.path}:{fault.line}: {fault.words}" for fault in find_faults(root))


def rooms_say(root: Path) -> str:
    """What the import contracts find under a root: the report if one is broken, empty if all are kept."""
    answer = subprocess.run(
        [sys.executable, "-c", LINT, "--no-logo", "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Contracts:" in answer.stdout, answer.stdout + answer.stderr
    return answer.stdout if answer.returncode else ""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the rooms, the scripts and the settings, with two small levels more."""
    for name in ROOMS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in ("planted_one", "planted_two"):
        (tmp_path / "levels" / f"{name}.py").write_text(LEVEL, encoding="utf-8")
    return tmp_path


def plant(file: Path, line: str) -> None:
    """Put a line before the first code of a file that has a docstring."""
    text = file.read_text(encoding="utf-8")
    head, end, rest = text.partition('"""\n')
    file.write_text(f"{head}{end}{line}\n{rest}", encoding="utf-8")


def test_house_keeps_its_rules() -> None:
    """The core and the levels hold nothing that could make two runs differ."""
    assert rules_say(ROOT) == ""


def test_house_keeps_its_rooms() -> None:
    """Every import is one that the room table allows."""
    assert rooms_say(ROOT) == ""


def test_pygame_in_the_core_is_found(house: Path) -> None:
    """An unplanted copy breaks no contract that speaks of pygame; one with pygame in the core does."""
    assert "pygame" not in rooms_say(house) + rules_say(house)
    plant(house / "game/core/reading.py", "import pygame")
    assert "game.core.reading may not import pygame" in rooms_say(house)
    assert "imports pygame" in rules_say(house)


def test_level_in_a_level_is_found(house: Path) -> None:
    """A level that imports a level breaks the contract between them."""
    assert "planted" not in rooms_say(house) + rules_say(house)
    plant(house / "levels/planted_one.py", "from levels import planted_two")
    assert "levels.planted_one is not allowed to import levels.planted_two" in rooms_say(house)
    assert "levels/planted_one.py" in rules_say(house)


def test_clock_in_the_core_is_found(house: Path) -> None:
    """The core cannot ask what time it is."""
    assert "import time" not in rooms_say(house)
    plant(house / "game/core/reading.py", "import time")
    assert "game.core.reading may not import time" in rooms_say(house)
    assert "imports time" in rules_say(house)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("total = sum(numbers)", "sum()"),
        ("total = max(map(sum, [numbers]))", "sum()"),
        ("total = math.fsum(numbers)", "math.fsum"),
        ("total = numbers[0] ** 2", "** is not"),
        ("total = pow(numbers[0], 2)", "pow()"),
        ("total = float(hash(numbers))", "hash()"),
        ("total = math.sin(numbers[0])", "math.sin"),
        ("total = random.Random(1).uniform(0, 1)", "uniform()"),
        ("total = max(number for number in set(numbers))", "iterates over a set"),
        ("total = [*{1.0, 2.0}][0]", "iterates over a set"),
        ("total = list(frozenset(numbers))[0]", "iterates over a set"),
        ("total = float(open('/dev/null').read() or 0)", "open()"),
        ("print(numbers)", "print()"),
    ],
)
def test_unsteady_arithmetic_in_a_step_is_found(house: Path, statement: str, words: str) -> None:
    """Each way in which a step could differ between two runs is found, in the line where it stands."""
    level = house / "levels/planted_one.py"
    assert "planted_one" not in rules_say(house)
    plant(level, "import math\nimport random")
    text = level.read_text(encoding="utf-8").replace("    total = 0.0\n", f"    total = 0.0\n    {statement}\n")
    level.write_text(text, encoding="utf-8")
    faults = [line for line in rules_say(house).splitlines() if "planted_one" in line]
    assert len(faults) == 1
    assert words in faults[0]
    assert text.splitlines()[int(faults[0].split(":")[1]) - 1].strip() == statement


def test_drawing_reached_from_a_step_is_found(house: Path) -> None:
    """Sine and cosine may paint; they may not reach the world, however many calls lie between."""
    level = house / "levels/planted_one.py"
    plant(level, "from game.core import drawing")
    painted = level.read_text(encoding="utf-8") + "\n\ndef show() -> object:\n    return drawing.wave\n"
    level.write_text(painted, encoding="utf-8")
    assert "planted_one" not in rules_say(house)
    reached = painted.replace("total = 0.0", "total = float(bool(between()))")
    level.write_text(reached + "\n\ndef between() -> object:\n    return show()\n", encoding="utf-8")
    assert "show() is reached from step or begin" in rules_say(house)


def test_homeless_module_is_found(house: Path) -> None:
    """A file that stands in no room is a fault, so that nothing escapes the table."""
    (house / "game" / "utils.py").write_text('"""Planted."""\n', encoding="utf-8")
    assert "game.utils stands in no room" in rooms_say(house)


def test_pins_are_exact_and_hold_every_requirement() -> None:
    """Each library that pyproject.toml names has one exact version in constraints.txt, and no pin a place."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9.\-]+==[\w.]+", pin) for pin in pins)
    named = {pin.partition("==")[0] for pin in pins}
    assert len(named) == len(pins)
    wanted = re.findall(r'^    "([\w.\-]+)[<>=]', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert {"numpy", "torch", "pytest"} <= set(wanted) <= named
