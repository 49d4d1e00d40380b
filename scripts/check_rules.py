"""Read the syntax trees of game/core and levels for whatever could make two runs of a session differ.

Rule 2 of DESIGN section 4: dice only by ``random.Random(...).random()``; only + - * / % and sqrt; no ``sum``
of floats (its result differs between Python 3.11 and 3.12), ``fsum``, ``**``, ``hash``, no iteration over
sets; no clock, disk or terminal. ``game/core/drawing.py`` alone may use sine and cosine, and nothing that
``step`` or ``begin`` reaches may use what it offers.

    python scripts/check_rules.py [ROOT]

Prints "path:line: what is wrong", one per line, and exits with 1 if there was any.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PURE = frozenset(
    {
        *("abc", "bisect", "collections", "collections.abc", "dataclasses", "enum", "functools", "hashlib"),
        *("itertools", "json", "math", "random", "struct", "types", "typing", "zlib"),
    }
)
"""Standard library modules without clock, disk, network or threads."""
FINDERS = frozenset({"importlib", "pkgutil"})
"""What a package may use besides, in its ``__init__``, to find its files by their place."""
FORBIDDEN_NAMES = {
    "sum": "sum() of floats differs between Python versions: add in a loop, in a fixed order",
    "pow": "pow() is not in the allowed arithmetic: multiply",
    "hash": "hash() differs from run to run: use hashlib",
    "id": "id() differs from run to run",
    "open": "open() reaches the disk",
    "print": "print() reaches the terminal",
    "input": "input() reaches the terminal",
    "eval": "eval() hides what is run",
    "exec": "exec() hides what is run",
    "compile": "compile() hides what is run",
    "__import__": "__import__() hides what is imported",
}
DICE = frozenset(
    {
        *("betavariate", "binomialvariate", "choice", "choices", "expovariate", "gammavariate", "gauss"),
        *("getrandbits", "lognormvariate", "normalvariate", "paretovariate", "randbytes", "randint"),
        *("randrange", "sample", "seed", "shuffle", "triangular", "uniform", "vonmisesvariate"),
        "weibullvariate",
    }
)
"""Methods of random.Random other than random(): how they draw may change between Python versions."""
ORDERING_CALLS = frozenset({"list", "tuple", "enumerate", "iter", "join", "zip"})
"""Calls that give their argument an order."""
DRAWING = "game.core.drawing"
PURE_ENTRIES = frozenset({"step", "begin"})
"""Functions whose result is part of the world."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One place that breaks a rule."""

    path: str
    """File, relative to the root."""
    line: int
    """Line, from 1."""
    words: str
    """What is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """One parsed file."""

    path: str
    """File, relative to the root."""
    module: str
    """Dotted name."""
    tree: ast.Module
    """Its syntax tree."""


def read_sources(root: Path) -> list[Source]:
    """Parse every file of the core and of the levels."""
    sources = []
    for folder in ("game/core", "levels"):
        for path in sorted((root / folder).rglob("*.py")):
            relative = path.relative_to(root)
            module = ".".join(relative.with_suffix("").parts).removesuffix(".__init__")
            tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
            sources.append(Source(relative.as_posix(), module, tree))
    return sources


def import_faults(source: Source) -> Iterator[Fault]:
    """Find imports outside the pure part of the standard library, the core and the file's own level."""
    own_level = ".".join(source.module.split(".")[:2]) if source.module.startswith("levels.") else "game.core"
    allowed = PURE | FINDERS if source.path.endswith("__init__.py") else PURE
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        else:
            continue
        for name in names:
            ours = any(name == room or name.startswith(room + ".") for room in ("game.core", own_level))
            if name not in allowed and not ours:
                yield Fault(source.path, node.lineno, f"imports {name}: only the core and pure modules may be")


def math_faults(source: Source) -> Iterator[Fault]:
    """Find mathematics other than sqrt; the drawing file is free."""
    if source.module == DRAWING:
        return
    for node in ast.walk(source.tree):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module == "math":
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "math":
            names = [node.attr]
        for name in names:
            if name != "sqrt":
                line = getattr(node, "lineno", 0)
                yield Fault(source.path, line, f"math.{name}: only sqrt gives the same bits on every machine")


def arithmetic_faults(source: Source) -> Iterator[Fault]:
    """Find powers, forbidden builtins and unstable dice."""
    has_dice = any(
        (isinstance(node, ast.Import) and any(alias.name == "random" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "random")
        for node in ast.walk(source.tree)
    )
    bound = _bound_names(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.BinOp | ast.AugAssign) and _is_inexact_power(node):
            yield Fault(source.path, node.lineno, "** is not in the allowed arithmetic: multiply")
        # Any mention counts, not only a call: map(sum, rows) calls it too.
        if isinstance(node, ast.Name) and node.id in FORBIDDEN_NAMES and node.id not in bound:
            yield Fault(source.path, node.lineno, FORBIDDEN_NAMES[node.id])
        if has_dice and isinstance(node, ast.Call) and _called(node) in DICE:
            words = f"{_called(node)}() may change between versions: only random.Random(...).random()"
            yield Fault(source.path, node.lineno, words)


def _is_inexact_power(node: ast.BinOp | ast.AugAssign) -> bool:
    """Say whether it is a power, other than that of two whole numbers written out, which is exact."""
    if not isinstance(node.op, ast.Pow):
        return False
    parts = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.target, node.value)
    return not all(isinstance(part, ast.Constant) and isinstance(part.value, int) for part in parts)


def _bound_names(tree: ast.Module) -> set[str]:
    """Names the file itself gives a meaning: arguments and assigned variables."""
    arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    return arguments | {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _called(node: ast.Call) -> str:
    """Name of what is called: the last word of a dotted name."""
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _is_set(node: ast.expr, known: set[str]) -> bool:
    """Say whether an expression is plainly a set; ``known`` are names bound to sets."""
    if isinstance(node, ast.Set | ast.SetComp):
        return True
    if isinstance(node, ast.Name):
        return node.id in known
    if isinstance(node, ast.Call):
        return _called(node) in {"set", "frozenset"}
    if isinstance(node, ast.BinOp):
        return _is_set(node.left, known) or _is_set(node.right, known)
    return False


def _set_names(tree: ast.Module) -> set[str]:
    """Names that are bound to a set, or annotated as one, anywhere in the file."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _is_set(node.value, set()):
            names.update(target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            if _annotates_set(node.annotation):
                names.add(node.target.id)
        elif isinstance(node, ast.arg) and node.annotation is not None and _annotates_set(node.annotation):
            names.add(node.arg)
    return names


def _annotates_set(annotation: ast.expr) -> bool:
    """Say whether an annotation is set, frozenset, Set ... with or without an item type."""
    bare = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    return isinstance(bare, ast.Name) and bare.id in {"set", "frozenset", "Set", "AbstractSet", "MutableSet"}


def set_faults(source: Source) -> Iterator[Fault]:
    """Find iteration over sets: in loops, in comprehensions, and by turning one into a sequence."""
    known = _set_names(source.tree)
    for node in ast.walk(source.tree):
        iterated: list[ast.expr] = []
        if isinstance(node, ast.For | ast.comprehension):
            iterated = [node.iter]
        elif isinstance(node, ast.Starred):
            iterated = [node.value]
        elif isinstance(node, ast.Call) and _called(node) in ORDERING_CALLS:
            iterated = list(node.args)
        for expression in iterated:
            if _is_set(expression, known):
                yield Fault(source.path, expression.lineno, "iterates over a set: its order is not fixed; sort")


@dataclass(frozen=True, slots=True)
class Function:
    """One function and what it mentions."""

    source: Source
    """Where it stands."""
    name: str
    """Its own name."""
    line: int
    """Its line."""
    mentions: frozenset[tuple[str, str]]
    """(module, name) of functions it may call."""
    draws: bool
    """True where it mentions something of the drawing file."""


def _bindings(source: Source) -> dict[str, tuple[str, str]]:
    """Map each name the file imports to (module, name in it); a whole module has an empty name."""
    bound: dict[str, tuple[str, str]] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                bound[alias.asname or alias.name] = (node.module or "", alias.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                bound[alias.asname or alias.name.partition(".")[0]] = (alias.name, "")
    return bound


def functions_of(source: Source) -> Iterator[Function]:
    """List the functions of a file with what each mentions."""
    bound = _bindings(source)
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        mentions: set[tuple[str, str]] = set()
        for part in ast.walk(node):
            if isinstance(part, ast.Name):
                mentions.add(bound.get(part.id, (source.module, part.id)))
            elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
                module, inner = bound.get(part.value.id, (source.module, ""))
                # "from game.core import drawing" binds (game.core, drawing): the module is their sum.
                mentions.add((f"{module}.{inner}" if inner else module, part.attr))
        draws = any(DRAWING in (module, f"{module}.{name}") for module, name in mentions)
        yield Function(source, node.name, node.lineno, frozenset(mentions), draws)


def drawing_faults(sources: list[Source]) -> Iterator[Fault]:
    """Find use of the drawing file on any way that starts in ``step`` or ``begin``."""
    functions = [found for source in sources if source.module != DRAWING for found in functions_of(source)]
    by_name: dict[tuple[str, str], list[Function]] = {}
    for function in functions:
        by_name.setdefault((function.source.module, function.name), []).append(function)
    reached: set[tuple[str, str]] = set()
    ahead = [function for function in functions if function.name in PURE_ENTRIES]
    while ahead:
        function = ahead.pop()
        place = (function.source.path, f"{function.name}:{function.line}")
        if place in reached:
            continue
        reached.add(place)
        if function.draws:
            words = f"{function.name}() is reached from step or begin and uses {DRAWING}, whose sine may differ"
            yield Fault(function.source.path, function.line, words)
        for mention in sorted(function.mentions):
            ahead.extend(by_name.get(mention, []))


def find_faults(root: Path) -> list[Fault]:
    """List every fault of the core and the levels under ``root``, in order of place."""
    sources = read_sources(root)
    faults = set(drawing_faults(sources))
    for source in sources:
        for check in (import_faults, math_faults, arithmetic_faults, set_faults):
            faults.update(check(source))
    return sorted(faults)


def main() -> int:
    """Print the faults; 1 if there are any."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    faults = find_faults(root)
    for fault in faults:
        print(f"{fault.path}:{fault.line}: {fault.words}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
