"""What the fingerprint of the rules is made of."""

from pathlib import Path

from game.commands.fingerprint import rules_fingerprint, sources

ROOT = Path(__file__).resolve().parents[2]


def test_every_rule_counts() -> None:
    """Each source file of core and levels, and nothing else: a garden that grows otherwise is another game."""
    kept = [path for room in ("game/core", "levels") for path in (ROOT / room).rglob("*.py")]
    told = dict(sources())
    assert told == {str(path.relative_to(ROOT)): path.read_bytes() for path in kept}
    assert {
        "game/core/world.py",
        "levels/tide.py",
        "levels/garden/growing.py",
        "levels/breathing/box.py",
    } <= told.keys()


def test_it_is_short_and_the_same_again() -> None:
    """Sixteen hex digits, equal for equal rules."""
    assert int(rules_fingerprint(), 16) >= 0
    assert (len(rules_fingerprint()), rules_fingerprint()) == (16, rules_fingerprint())
