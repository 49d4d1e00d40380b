"""The voice network for training: several small perceptrons side by side, whose answers are averaged.

In play the same numbers are used by ``affect.voice_model`` with numpy alone: a few matrix products do not need torch
in the microphone's process. A test holds the two equal.
"""

import torch
from torch import Tensor, nn

from affect.voice_functionals import SIZE
from affect.voice_model import OUTPUTS

MEMBERS = 4
"""Perceptrons side by side."""
WIDTH, NARROW = 96, 48
"""Units of the two hidden layers."""


class VoiceNetwork(nn.Module):
    """Rows of functionals, standardised by it, to log odds."""

    def __init__(self, members: int = MEMBERS, width: int = WIDTH, narrow: int = NARROW, drop: float = 0.3) -> None:
        super().__init__()
        self.mean = nn.Buffer(torch.zeros(SIZE))
        self.scale = nn.Buffer(torch.ones(SIZE))
        sizes = ((SIZE, width), (width, narrow), (narrow, OUTPUTS))
        self.weights = nn.ParameterList(torch.randn(members, a, b) * (2.0 / a) ** 0.5 for a, b in sizes)
        self.offsets = nn.ParameterList(torch.zeros(members, 1, b) for _, b in sizes)
        self._drop = nn.Dropout(drop)

    def forward(self, rows: Tensor) -> Tensor:
        """float32 (n, SIZE) to (members, n, OUTPUTS). Each member drops its own inputs while it is trained."""
        x = torch.clamp((rows - self.mean) / self.scale, -4.0, 4.0)
        x = x.expand(len(self.weights[0]), *x.shape)
        if self.training:
            x = nn.functional.dropout(x, 0.1)
        x = self._drop(torch.relu(torch.bmm(x, self.weights[0]) + self.offsets[0]))
        x = self._drop(torch.relu(torch.bmm(x, self.weights[1]) + self.offsets[1]))
        told: Tensor = torch.bmm(x, self.weights[2]) + self.offsets[2]
        return told
