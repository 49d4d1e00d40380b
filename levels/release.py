"""Release: press one part of the body together softly, let it go, feel the difference; from the hands to the feet.

Progressive muscle relaxation, kept gentle: a soft press for one breath, never hard, and three breaths of letting go
(Jacobson 1938; Bernstein & Borkovec 1973). What hurts is left out; every part can be skipped.
"""

from game.core.resting import BodyPractice, Step

PARTS = ("hands", "arms", "shoulders", "face", "belly", "legs", "feet")
STEPS = (
    Step("", "release.opening", 2),
    *(
        step
        for part in PARTS
        for step in (Step(part, f"release.{part}_press", 1, pressed=True), Step(part, f"release.{part}_go", 3))
    ),
    Step("whole", "release.whole", 3),
    Step("", "release.closing", 2),
)

LEVEL = BodyPractice("release", STEPS)
