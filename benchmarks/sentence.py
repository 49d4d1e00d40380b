"""What reading a sentence costs: opening the reader, its memory, and the longest gap between pictures meanwhile.

    python -m benchmarks.sentence

The gap is that of a painted stage (1280x720, no window) at 60 pictures a second over four seconds: once with nobody
writing, once while a sentence is asked for, its reader opened and the sentence read beside the game, as in play.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"

from game.commands.sitting import house_rules
from game.commands.words import OwnWords, open_reader
from game.core.facts import WordsAsked
from game.core.inputs import Inputs
from game.core.setup import Setup
from game.core.show import show
from game.core.world import begin, step
from game.stage.presentation import Presentation
from game.stage.screen import Screen
from game.stage.sound import open_speaker
from game.stage.textfield import Answer
from game.stage.theatre import Theatre

TICKS = 240
WARM, OPENS, ENDS = 10, 40, 42
"""Pictures before any is counted; when the field opens; when the sentence is there (nobody types so fast)."""
SENTENCE = "I had a lovely day by the lake"


class Typing(Theatre):
    """A theatre that keeps its question, so that it can be answered when it is time."""

    answer: Answer

    def ask_words(self, heading: str, answer: Answer) -> None:
        """Keep it."""
        self.answer = answer


def memory_mb() -> float:
    """Resident memory of this process."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def longest_gap(writes: bool) -> tuple[float, float]:
    """Longest time between two pictures, and from asking for words to the guess (0 = nobody wrote); ms."""
    rules = house_rules()
    theatre = Typing(Screen((1280, 720), False, Presentation()), open_speaker(print))
    world = begin(Setup(7, "reflection"), rules.levels["reflection"], rules.patterns)
    longest = asked = known = 0.0
    with ThreadPoolExecutor(1) as beside:
        words = OwnWords(theatre, print, beside)
        last = due = time.perf_counter()
        for tick in range(TICKS):
            held = {20: ("right",), OPENS: ("act",)}.get(tick, ())
            world = step(world, Inputs(held=held, choices=words.take()))
            if writes and tick == OPENS:
                asked = time.perf_counter()
                words.act(WordsAsked("journal"))
            elif writes and tick == ENDS:
                theatre.answer(SENTENCE)
            if getattr(world.state, "guess", "") and not known:
                known = 1e3 * (time.perf_counter() - asked)
            theatre.show(show(world))
            now = time.perf_counter()
            longest = max(longest, 1e3 * (now - last)) if tick > WARM else 0.0
            last, due = now, due + 1.0 / 60.0
            time.sleep(max(0.0, due - time.perf_counter()))
    theatre.close()
    return longest, known


def main() -> None:
    """Measure and print."""
    before, begun = memory_mb(), time.process_time()
    read = open_reader()
    print(f"opening: {1e3 * (time.process_time() - begun):.0f} ms of processor time, {memory_mb() - before:.1f} MB")
    begun = time.process_time()
    for _ in range(1000):
        read(SENTENCE)
    print(f"reading: {time.process_time() - begun:.2f} ms")
    print(f"longest gap between pictures, nobody writes: {longest_gap(False)[0]:.0f} ms")
    gap, known = longest_gap(True)
    print(f"longest gap between pictures, somebody writes: {gap:.0f} ms; the guess after {known:.0f} ms")


if __name__ == "__main__":
    main()
