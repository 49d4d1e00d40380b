"""The mind that plays: the learned one where it knows what it is talking about, the rules everywhere else.

The rules stand in where the numbers are none, where the moment is unlike anything the learned mind met, where nothing
has been known of the player for a while, and where there is no learned mind; every decision says which of the two
decided and why. Who stands in stays for a while, so that the two never take turns at every decision.
"""

from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt

from adaptation.actions import NAMES, OFFER, Array, Flags, Wishes, as_directive, steps, wishes
from adaptation.explain import AVERAGE, REASONS, ask
from adaptation.features import NAMES as FEATURES
from adaptation.features import to_observation, to_row
from adaptation.policy import DamagedPolicyError, Policy, PolicyError, chances_of, choices_of
from adaptation.rules import Rules
from game.core.directive import Directive, Reason
from game.core.observe import Observation
from game.core.trace import Account

Counts = npt.NDArray[np.int64]
STAYS = 6
"""Decisions (30 s) without trouble before the learned mind decides again."""
BLIND, SEEING = 0.15, 0.3
"""Neither feeling nor breath is known better than the first: nothing is known of the player; better than the second:
something is again."""
BLIND_DECISIONS = 6
"""So long (30 s) nothing may be known before the rules stand in."""
NEAR_AGAIN = 0.9
"""Share of the bound inside which a moment must be to be familiar again."""
EXPLORES = 0.05
"""Chance that lots decide about a minigame, where a guardian has agreed to that."""
NO_MODEL, DAMAGED = "why.rules_no_model", "why.rules_damaged"
TROUBLES = ("", "why.rules_numbers", "why.rules_unfamiliar", "why.rules_unsure")
"""Why the rules stand in, by number; 0 = they do not."""
NUMBERS, UNFAMILIAR, UNSURE = 1, 2, 3
_CONFIDENCES = [FEATURES.index(name) for name in ("arousal_confidence", "breath_confidence")]


@dataclass(frozen=True, slots=True)
class Watch:
    """How it stands between the two minds, for each of n people."""

    stands_in: Counts
    """int (n,): decisions left for which the rules decide; 0 = the learned mind does."""
    trouble: Counts
    """int (n,): the last trouble, as a place in ``TROUBLES``."""
    blind: Counts
    """int (n,): decisions in a row in which nothing was known of the player."""


class Adaptive:
    """The learned mind with the rules behind it, for one sitting or for a crowd."""

    def __init__(self, policy: Policy | PolicyError, rules: Rules | None = None, lots: Random | None = None) -> None:
        """Prepare for a sitting.

        Args:
            policy: the learned mind, or why there is none.
            rules: who stands in; None = the shipped rules.
            lots: drawn from for exploration; None = a guardian has not agreed to it.
        """
        self.account = Account()
        self._policy = policy
        self._rules = Rules() if rules is None else rules
        self._lots = lots
        self._watch: Watch | None = None

    @property
    def name(self) -> str:
        """Of the mind and its model, for the header of a session."""
        return self._policy.name if isinstance(self._policy, Policy) else self._rules.name

    def decide(self, observation: Observation) -> Directive:
        """A wish for the next five seconds, with at most two reasons; ``account`` says who decided."""
        row = to_row(observation)
        sound = np.where(_sound(row), row, AVERAGE)
        if not isinstance(self._policy, Policy):
            self.account = Account("rules", DAMAGED if isinstance(self._policy, DamagedPolicyError) else NO_MODEL)
            return self._rules.decide(to_observation(sound))
        self._watch = watch = _look(row[None], self._before(1), self._policy)
        if watch.stands_in[0]:
            self.account = Account("rules", TROUBLES[watch.trouble[0]])
            return self._rules.decide(to_observation(sound))
        self._rules.wish(sound[None])  # so that they know what was when they have to stand in
        return self._follow(observation, row, self._policy)

    def wish(self, rows: Array) -> Wishes:
        """Wishes for n people, float64 (n, 31) in; n is the same in every call. Draws no lots, gives no reasons."""
        sound = np.where(_sound(rows), rows, AVERAGE)
        ruled = self._rules.wish(sound)
        if not isinstance(self._policy, Policy):
            return ruled
        self._watch = _look(rows, self._before(len(rows)), self._policy)
        learned = self._policy.wish(sound)
        stands_in = self._watch.stands_in > 0
        return Wishes(
            difficulty=np.where(stands_in, ruled.difficulty, learned.difficulty),
            tempo=np.where(stands_in, ruled.tempo, learned.tempo),
            guidance=np.where(stands_in, ruled.guidance, learned.guidance),
            breath_hz=np.where(stands_in, ruled.breath_hz, learned.breath_hz),
            minigame=np.where(stands_in, ruled.minigame, learned.minigame),
        )

    def standing_in(self) -> Flags:
        """bool (n,): for whom the rules decided last."""
        watch = self._watch
        return np.ones(1, dtype=bool) if watch is None else watch.stands_in > 0

    def _before(self, count: int) -> Watch:
        return self._watch or Watch(*(np.zeros(count, dtype=np.int64) for _ in range(3)))

    def _follow(self, seen: Observation, row: Array, policy: Policy) -> Directive:
        """What the learned mind wishes, with its reasons: all asked of the network in one go."""
        asked = ask(seen, row, policy.mean)
        logits = policy.logits(asked.rows)
        chances, chosen = chances_of(logits[:1])[0], choices_of(logits)
        done = steps(asked.rows, wishes(asked.rows, chosen))
        drawn = self._lots is not None and self._lots.random() < EXPLORES
        offered = bool(chosen[0, OFFER])
        if drawn and self._lots is not None:
            chosen[0, OFFER] = int(self._lots.random() < 0.5)
        reasons = asked.reasons(done)
        if bool(chosen[0, OFFER]) is not offered:
            reasons = (Reason("why.by_lot"), *reasons)[:REASONS]
        named = tuple(zip(NAMES, (round(chance, 4) for chance in chances.tolist()), strict=True))
        self.account = Account("policy", "", named, drawn)
        return as_directive(wishes(row[None], chosen[:1]), reasons)


def _look(rows: Array, before: Watch, policy: Policy) -> Watch:
    """Who decides now. Pure."""
    whole = _sound(rows).all(axis=1)
    sound = np.where(whole[:, None], rows, policy.centre)
    away = before.stands_in > 0
    bound = np.where(away & (before.trouble == UNFAMILIAR), NEAR_AGAIN, 1.0) * policy.bound
    unfamiliar = policy.distance(sound) > bound
    known = np.where(away & (before.trouble == UNSURE), SEEING, BLIND)
    blind = np.where(sound[:, _CONFIDENCES].max(axis=1) < known, before.blind + 1, 0)
    unsure = np.where(blind >= BLIND_DECISIONS, UNSURE, 0)
    trouble = np.where(whole, np.where(unfamiliar, UNFAMILIAR, unsure), NUMBERS)
    stands_in = np.where(trouble > 0, STAYS, np.maximum(before.stands_in - 1, 0))
    return Watch(stands_in, np.where(trouble > 0, trouble, before.trouble), blind)


def _sound(numbers: Array) -> Flags:
    """Which numbers can be those of an Observation: finite, and in [-1, 1]."""
    sound: Flags = np.abs(numbers) <= 1.0
    return sound
