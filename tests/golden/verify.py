"""Tell the golden sitting again and compare every digest. Standard library only; runs on any Python from 3.11.

python tests/golden/verify.py
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from game.core.retell import Rules, verify
from levels import find_levels, find_patterns
from tests.golden.records import read


def main() -> int:
    """0 when the rules still tell the same sitting."""
    verdict = verify(read(), Rules(find_levels(), find_patterns()))
    version = ".".join(str(number) for number in sys.version_info[:3])
    if verdict.differs_at is None:
        print(f"Python {version}: {verdict.ticks} ticks, {verdict.digests} digests agree")
        return 0
    print(
        f"Python {version}: the golden sitting is told differently from tick {verdict.differs_at} on.\n"
        "If only this Python differs, step is not bit-exact: find what depends on the version (DESIGN rule 2).\n"
        "If the rules were changed on purpose: python -m tests.golden.make, and commit the file with the change."
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
