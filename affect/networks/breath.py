"""The breath network for training; affect.breath_model plays the same numbers with numpy. A test holds them equal.

A block of 100 ms (five frames of 20 ms, seen together) goes through one layer into a gated recurrent unit that runs
ten times a second: inhale and exhale are told apart by how they alternated over the last half minute. From its state
come, for each of the five frames, log odds of pause, inhale and exhale, and a guess at the rate of the last 30 s.
"""

import torch
from torch import Tensor, nn

from affect.breath_input import INPUTS
from affect.spectrum import FRAMES

LABELS = 3
"""Pause, inhale, exhale."""
SEEN, STATE, HIDDEN = 72, 112, 48
"""Units of the layer in front, of the recurrent unit, and of the layer behind."""


class BreathNetwork(nn.Module):
    """Rows of ``network_input`` to log odds and rate."""

    def __init__(self) -> None:
        super().__init__()
        self.see = nn.Linear(INPUTS, SEEN)
        self.remember = nn.GRU(SEEN, STATE, batch_first=True)
        self.weigh = nn.Linear(STATE + SEEN, HIDDEN)
        self.tell = nn.Linear(HIDDEN, FRAMES * LABELS)
        self.pace = nn.Linear(STATE, 2)
        self._drop = nn.Dropout(0.2)

    def forward(self, rows: Tensor) -> tuple[Tensor, Tensor]:
        """float32 (b, n, INPUTS) to log odds (b, n, 5, 3), and to the rate (b, n, 2): its log and the log of its sd."""
        seen = self._drop(torch.relu(self.see(rows)))
        state, _ = self.remember(seen)
        weighed = torch.relu(self.weigh(torch.cat((self._drop(state), seen), dim=-1)))
        told = self.tell(weighed).unflatten(-1, (FRAMES, LABELS))
        return told, self.pace(state)
