"""The formats there are: every file in this folder that holds an ``EXPORT``, found by its place."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from game.replay import export
from game.replay.export.material import Export

_HELPS = "_"
"""A file with this in its name stands beside a format, and is imported by that format alone."""


@cache
def find_exports() -> tuple[Export, ...]:
    """Every format: those for people first, then by name. Imports no library of any of them."""
    found = (module.EXPORT for module in _modules() if hasattr(module, "EXPORT"))
    return tuple(sorted(found, key=lambda one: (not one.for_people, str(one.name))))


def find_export(name: str) -> Export | None:
    """The format of that name; None where there is none."""
    return next((one for one in find_exports() if one.name == name), None)


def _modules() -> Iterator[ModuleType]:
    for entry in iter_modules(export.__path__):
        if _HELPS not in entry.name:
            yield import_module(f"{export.__name__}.{entry.name}")
