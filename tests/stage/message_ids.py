"""Which message ids the code uses: literals, and templates of f-strings."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("game", "levels", "adaptation", "affect")
ID = re.compile(r"[a-z]+\.[a-z0-9_]+")
_FILES = (".html", ".json", ".key", ".npz", ".csv", ".png", ".webp", ".zip", ".sealed", ".wav", ".po", ".mo", ".sealed")


def used() -> tuple[set[str], set[str]]:
    """Literals that look like ids, and f-string templates as regular expressions, over all rooms."""
    literals: set[str] = set()
    templates: set[str] = set()
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            inside: set[int] = set()
            for node in ast.walk(tree):
                if isinstance(node, ast.JoinedStr):
                    inside |= {id(part) for part in node.values}
                    templates |= _template(node)
            literals |= {
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in inside
                and ID.fullmatch(node.value)
                and not node.value.endswith(_FILES)
            }
    return literals, templates


def _template(node: ast.JoinedStr) -> set[str]:
    """``f"closing.sentence_{n}"`` as ``closing\\.sentence_[a-z0-9_]+``; empty where it cannot be an id."""
    parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
    sample = "".join("x" if part is None else str(part) for part in parts)
    if not ID.fullmatch(sample) or sample.endswith(_FILES):
        return set()
    return {"".join("[a-z0-9_]+" if part is None else re.escape(str(part)) for part in parts)}
