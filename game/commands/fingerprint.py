"""The fingerprint of the rules: two sittings are told by the same rules when it is the same."""

from collections.abc import Iterator
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable


def rules_fingerprint() -> str:
    """Sixteen hex digits over every source file of core and levels, with its name."""
    digest = blake2b(digest_size=8)
    for name, source in sources():
        digest.update(f"{name}\0".encode())
        digest.update(source)
    return digest.hexdigest()


def sources() -> Iterator[tuple[str, bytes]]:
    """Every source file of core and levels, also of levels that are packages: its path in the house, its bytes."""
    for package in ("game.core", "levels"):
        yield from _below(files(package), package.replace(".", "/"))


def _below(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=_name):
        if entry.is_dir():
            yield from _below(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(".py"):
            yield f"{path}/{entry.name}", entry.read_bytes()


def _name(entry: Traversable) -> str:
    return entry.name
