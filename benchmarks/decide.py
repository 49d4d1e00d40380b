"""What one decision of the mind that ships costs, with its reasons.

    python -m benchmarks.decide [MODEL.npz]

Prints the median and the 99th percentile of this thread's own time over 2000 different moments, in microseconds, and
how long it takes to open the mind. Without a model the shipped one is taken; without that, the rules.
"""

import sys
import time
from pathlib import Path

import numpy as np

from adaptation.adaptive import Adaptive
from adaptation.features import to_observation
from adaptation.policy import load
from game.commands.minds import open_mind, usual_mind
from tests.adaptation.networks import moments

DECISIONS = 2000


def main() -> None:
    """Measure and print."""
    begun = time.thread_time()
    mind = Adaptive(load(Path(sys.argv[1]))) if sys.argv[1:] else open_mind(usual_mind(), explores=False, seed=1)
    opened = time.thread_time() - begun
    spent = []
    for observation in [to_observation(row) for row in moments(DECISIONS, 1)]:
        begun = time.thread_time()
        mind.decide(observation)
        spent.append(1e6 * (time.thread_time() - begun))
    middle, worst = np.percentile(spent, (50, 99))
    print(f"{mind.name}: {middle:.0f} us median, {worst:.0f} us p99 of a decision; opened in {1e3 * opened:.1f} ms")


if __name__ == "__main__":
    main()
