"""Body scan: a quiet light goes through the body, from the feet to the head; one notices, and changes nothing.

After the body scan of mindfulness-based stress reduction (Kabat-Zinn 1990), shortened for children.
"""

from game.core.resting import BodyPractice, Step

PARTS = ("feet", "legs", "belly", "chest", "hands", "arms", "shoulders", "face")
STEPS = (
    Step("", "bodyscan.opening", 3),
    *(Step(part, f"bodyscan.{part}", 3) for part in PARTS),
    Step("whole", "bodyscan.whole", 4),
    Step("", "bodyscan.closing", 2),
)

LEVEL = BodyPractice("bodyscan", STEPS)
