"""Sentences that are not judged: somebody asks for help, or writes of not wanting to live.

No game should answer such a sentence with a guess at a mood, so the reader says of it exactly what it says of a
sentence it cannot read. Nothing is inferred, told apart, counted or kept; the card "someone to talk to" is there
always, whatever is written.
"""

import re
from typing import Final

_LEFT_ALONE: Final = re.compile(
    r"\b(?:please|pls|can (?:any|some)(?:one|body)|(?:some|any)(?:one|body)|need|want) help\b"
    r"|\bhelp (?:me|us)\b|\bhelp!|^\W*help\W*$|\bi (?:really )?need (?:\w+ )?help\b|\bask(?:ing)? for help\b"
    r"|\b(?:kill|hurt|harm|cut)(?:ing)? my ?self\b|\bsuicid|\bself[- ]harm|\bend (?:my life|it all)\b"
    r"|\b(?:want|wish|going) to die\b|\bwanna die\b|\bbetter off dead\b"
    r"|\b(?:not|don't|dont) (?:really )?want to live\b|\bwish i (?:was|were) dead\b"
    r"|救命|救救|求救|求助|帮帮|请帮|谁能帮|谁来帮|谁帮|需要帮助|自杀|自残|轻生|想死|去死|不想活|活不下去|结束生命|不如死"
)


def left_alone(text: str) -> bool:
    """Whether a normalised sentence is one of these, by its plain wording."""
    return _LEFT_ALONE.search(text) is not None
