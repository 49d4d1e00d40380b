"""``stillwater/Player-v0``: one sitting of a simulated person as a Gymnasium environment.

    import gymnasium, adaptation.env
    env = gymnasium.make("stillwater/Player-v0")

Training plays hundreds of the same at once (``adaptation.train.crowd``).
"""

from typing import Any

import gymnasium
import numpy as np
import numpy.typing as npt
from gymnasium import spaces

from adaptation import actions, reward, sketch
from adaptation.features import NAMES
from adaptation.train.sittings import draw

Row = npt.NDArray[np.float32]
Action = npt.NDArray[np.int64]
ID = "stillwater/Player-v0"
SIGNED = frozenset(
    {
        *("arousal", "arousal_trend", "valence", "valence_trend", "breath", "breath_against_guide", "breath_trend"),
        *("guide", "performance_trend", "relief", "usual_breath", "comfortable_breath", "responds", "likes_tempo"),
        "skill",
    }
)
"""Columns that go down to -1; the others begin at 0."""


class Player(gymnasium.Env[Row, Action]):
    """A decision every 5 s; an episode is one sitting of 3 to 8 minutes.

    Who plays (a family that minds are taught on), where, in Soothe or Train, for how long and whether anything is known
    of the person is drawn at every reset. The episode ends when the time is over or the person leaves.

    Observation, float32 (31,); "unit" is 1 where it is a share or a score:

    | index | name | min | max | unit |
    | --- | --- | --- | --- | --- |
    | 0 | arousal | -1 | 1 | 1, against the baseline |
    | 1 | arousal_confidence | 0 | 1 | 1 |
    | 2 | arousal_trend | -1 | 1 | 1, against a minute's mean |
    | 3 | valence | -1 | 1 | 1, against the baseline |
    | 4 | valence_confidence | 0 | 1 | 1 |
    | 5 | valence_trend | -1 | 1 | 1, against a minute's mean |
    | 6 | breath | -1 | 1 | 13.5/min from 16.5/min |
    | 7 | breath_confidence | 0 | 1 | 1 |
    | 8 | breath_against_guide | -1 | 1 | 10/min |
    | 9 | follow | 0 | 1 | 1 |
    | 10 | performance | 0 | 1 | 1 |
    | 11 | progress | 0 | 1 | 1, of the level |
    | 12 | difficulty | 0 | 1 | 1 |
    | 13 | tempo | 0 | 1 | 1 |
    | 14 | guidance | 0 | 1 | 1 |
    | 15 | guide | -1 | 1 | 13.5/min from 16.5/min |
    | 16 | since_minigame | 0 | 1 | 3 min |
    | 17 | minigames | 0 | 1 | 6 |
    | 18 | skips | 0 | 1 | 2 |
    | 19 | since_too_much | 0 | 1 | 1 min |
    | 20 | sitting | 0 | 1 | 20 min |
    | 21 | train | 0 | 1 | 1 |
    | 22 | performance_trend | -1 | 1 | 1, against a minute's mean |
    | 23 | breath_trend | -1 | 1 | 10/min, against its slow estimate |
    | 24 | activity | 0 | 1 | 1, of the last 20 s |
    | 25 | relief | -1 | 1 | 1, since the last minigame began |
    | 26 | usual_breath | -1 | 1 | 13.5/min from 16.5/min, times how well known |
    | 27 | comfortable_breath | -1 | 1 | 13.5/min from 16.5/min, times how well known |
    | 28 | responds | -1 | 1 | 1, times how well known |
    | 29 | likes_tempo | -1 | 1 | 0.5 from 0.5, times how well known |
    | 30 | skill | -1 | 1 | 0.5 from 0.5, times how well known |

    Action, MultiDiscrete (5,); what an option adds to the setting, before the shield:

    | index | name | min | max | unit |
    | --- | --- | --- | --- | --- |
    | 0 | difficulty | 0 | 3 | -0.12, -0.04, 0, 0.06 |
    | 1 | tempo | 0 | 3 | -0.12, -0.04, 0, 0.06 |
    | 2 | breath_hz | 0 | 2 | -0.75, 0, 0.75 per min |
    | 3 | guidance | 0 | 2 | -0.12, 0, 0.12 |
    | 4 | minigame | 0 | 1 | no, yes |

    Reward: ``adaptation.reward.value`` of the person's inside during the decision, about .6 when all is well.
    """

    metadata = {"render_modes": []}  # noqa: RUF012 - Gymnasium's own name and type

    def __init__(self) -> None:
        low = np.array([-1.0 if name in SIGNED else 0.0 for name in NAMES], dtype=np.float32)
        self.observation_space = spaces.Box(low, np.ones(len(NAMES), dtype=np.float32), dtype=np.float32)
        self.action_space = spaces.MultiDiscrete(list(actions.SIZES))
        self._sketch: sketch.Sketch | None = None

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Row, dict[str, Any]]:
        """A new person sits down. ``options`` are Gymnasium's, and not used."""
        super().reset(seed=seed, options=options)
        invited = draw(self.np_random, 1)
        luck = int(self.np_random.integers(2**31))
        self._sketch = sketch.begin(
            invited.people, luck, invited.minutes, invited.places, invited.train, invited.posteriors
        )
        return self._seen(self._sketch), {}

    def step(self, action: Action) -> tuple[Row, float, bool, bool, dict[str, Any]]:
        """Five seconds. Raises gymnasium.error.ResetNeeded before the first reset."""
        if self._sketch is None:
            raise gymnasium.error.ResetNeeded("a sitting begins with reset()")
        wished = actions.wishes(sketch.observe(self._sketch), np.asarray(action)[None])
        self._sketch, parts = sketch.step(self._sketch, wished)
        return self._seen(self._sketch), float(reward.value(parts)[0]), bool(self._sketch.over[0]), False, {}

    def _seen(self, world: sketch.Sketch) -> Row:
        row: Row = sketch.observe(world)[0].astype(np.float32)
        return row


gymnasium.register(id=ID, entry_point="adaptation.env:Player")
