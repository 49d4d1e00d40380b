"""The sketch: many sittings at once, for training. The bodies are those of the real levels; play is abstracted.

What acts on a person (how many things, how fast, how well it goes) comes from ``play``, fitted to the real levels; what
is known of them goes through ``hearing``, what is wished through ``shield``: the core's own rules on arrays. One step
is one decision of five seconds, 30 lives. Everything is a function of its arguments: the same people, seed and wishes
give the same sittings, and the random numbers drawn never depend on the wishes, so two minds meet the same luck.
"""

from adaptation.actions import Wishes
from adaptation.sketch.crowds import ANY_ADULT, Players
from adaptation.sketch.play import shipped
from adaptation.sketch.sitting import Sketch, begin, graft, latent, step
from adaptation.sketch.view import observe

PLACES = shipped().places
"""The places there are, in the order of the fitted numbers."""

__all__ = ["ANY_ADULT", "PLACES", "Players", "Sketch", "Wishes", "begin", "graft", "latent", "observe", "step"]
