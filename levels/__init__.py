"""The levels. Each is one file (or package) here with a ``LEVEL``; each breathing pattern one file in ``breathing``.

They are found by their place: nothing lists them.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from game.core.level import Level
from game.core.pace import Pattern


def find_levels() -> dict[str, Level[Any]]:
    """Every level by its name."""
    return {module.LEVEL.name: module.LEVEL for module in _modules(__name__) if hasattr(module, "LEVEL")}


def find_patterns() -> tuple[Pattern, ...]:
    """Every breathing pattern, by name."""
    found = (module.PATTERN for module in _modules(f"{__name__}.breathing") if hasattr(module, "PATTERN"))
    return tuple(sorted(found, key=lambda pattern: str(pattern.name)))


def _modules(package: str) -> Iterator[ModuleType]:
    for entry in iter_modules(import_module(package).__path__):
        yield import_module(f"{package}.{entry.name}")
