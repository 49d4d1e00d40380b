"""What of a decision is given away: only what the chosen lanes tell, and no number that was learnt of the player.

A decision holds all that the mind was shown. It is made anew: what no chosen lane tells stands as it does for somebody
of whom nothing is known, feelings count from anybody's usual instead of the player's, and of the reasons those go along
that are true of what is left.
"""

from collections.abc import Iterable
from dataclasses import replace

from adaptation.claims import CLAIMS
from game.core.belief import ENOUGH
from game.core.directive import Directive, Reason
from game.core.observe import Observation
from game.core.posterior import ANYBODY, Posterior
from game.core.trace import Account, Decision

DECIDED_BY = (
    "arousal", "arousal_confidence", "arousal_trend", "valence", "valence_confidence", "valence_trend",
    "breath", "breath_confidence", "breath_against_guide", "breath_trend", "follow",
    "performance", "performance_trend", "activity", "progress", "sitting",
    "difficulty", "tempo", "guidance", "guide",
)  # fmt: skip
"""What was seen of feelings, breath, play and settings: what the decisions tell of."""
PLAYED = ("since_minigame", "minigames", "skips", "since_too_much", "relief", "train")
"""What was seen of breathing games, of "too much" and of the mode."""
LEARNT = ("usual_breath", "comfortable_breath", "responds", "likes_tempo", "skill")
"""Numbers out of the player's earlier sittings: they go along with no lane."""
LONG_AGO = {"since_minigame": 1.0, "since_too_much": 1.0}
"""What of nothing known is not 0."""
BY_LOT = "why.by_lot"
"""The one reason that speaks of nothing that was seen: it was drawn, as the account says, too."""
_CLAIMS = {claim.key: claim for claim in CLAIMS}


def narrowed_decision(decision: Decision, told: frozenset[str], usual: Posterior) -> Decision:
    """The decision with what the chosen lanes tell of it.

    Args:
        decision: as it was kept.
        told: names of the fields of the Observation that the chosen lanes tell.
        usual: what was known of the player when the sitting began: it is taken out of the feelings again.
    """
    seen = _narrowed(decision.seen, told, usual)
    asked, changed = decision.asked, decision.changed
    if not told.issuperset(PLAYED):  # what the guard holds back after "too much" and after skipping would tell of both
        asked = replace(asked, guidance=decision.used.guidance, minigame=decision.used.minigame)
        changed = tuple(name for name in changed if name not in ("guidance", "minigame"))
    account = decision.account
    return Decision(
        tick=decision.tick,
        seen=seen,
        asked=_reasoned(asked, seen, told),
        used=_reasoned(decision.used, seen, told),
        changed=changed,
        rules=_reasoned(decision.rules, seen, told),
        account=Account(account.by, account.fallback, explored=account.explored),  # chances rest on what was learnt
    )


def _narrowed(seen: Observation, told: frozenset[str], usual: Posterior) -> Observation:
    numbers = {
        name: getattr(seen, name) if name in told else LONG_AGO.get(name, 0.0)
        for name in Observation.__dataclass_fields__
    }
    # Beside the estimates, which go along, a feeling counted from the player's own usual would tell that usual.
    for name, own, anybody in (
        ("arousal", usual.arousal_baseline, ANYBODY.arousal_baseline),
        ("valence", usual.valence_baseline, ANYBODY.valence_baseline),
    ):
        if numbers[f"{name}_confidence"] >= ENOUGH:  # else it stands at 0: too little was known to say
            numbers[name] = min(max(numbers[name] + own.mean - anybody.mean, -1.0), 1.0)
    return Observation(**numbers)


def _reasoned(wish: Directive, seen: Observation, told: frozenset[str]) -> Directive:
    return replace(wish, reasons=tuple(_kept(wish.reasons, seen, told)))


def _kept(reasons: Iterable[Reason], seen: Observation, told: frozenset[str]) -> Iterable[Reason]:
    """Reasons that speak of what is told and are true of what goes along, each with its number anew."""
    for reason in reasons:
        claim = _CLAIMS.get(reason.key)
        if reason.key == BY_LOT:
            yield Reason(BY_LOT)
        elif claim is not None and told.issuperset(claim.speaks_of) and claim.holds(seen):
            yield Reason(claim.key, (round(claim.number(seen), 2),))
