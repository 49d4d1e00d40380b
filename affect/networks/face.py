"""The network that reads a face, as it is taught: a residual convolution over the crop, landmarks beside it.

In play the same numbers are used by ``affect.sensors.face_network`` with numpy alone: nobody who plays needs torch.
A test holds the two equal.
"""

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils import fuse_conv_bn_eval

from affect.sensors.face_network import EXPRESSIONS, FLAT, OUTPUTS, SHAPE

__all__ = ["EXPRESSIONS", "FaceNetwork", "numbers_of"]

STEM: Final = 32
STAGES: Final = ((32, 1, 1), (64, 2, 2), (160, 2, 2))
"""Channels, blocks and stride of each."""
SHAPE_AXES: Final = 96
"""Principal axes of landmarks and geometry that are kept: the rest is pose twice over and noise."""
SHAPE_WIDTH: Final = 96
CLOSED: Final = 0.3
"""Share of the last features that is dropped in training."""


class Block(nn.Module):
    """Two 3 x 3 convolutions and a way past them."""

    def __init__(self, taken: int, given: int, stride: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(taken, given, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(given)
        self.second = nn.Conv2d(given, given, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(given)
        self.past = nn.Conv2d(taken, given, 1, stride, bias=False) if taken != given or stride > 1 else None
        self.past_norm = nn.BatchNorm2d(given) if self.past is not None else None

    def forward(self, data: Tensor) -> Tensor:
        """(n, taken, h, w) to (n, given, h / stride, w / stride)."""
        inner = torch.relu_(self.first_norm(self.first(data)))
        if self.past is not None and self.past_norm is not None:
            data = self.past_norm(self.past(data))
        return torch.relu_(self.second_norm(self.second(inner)) + data)


class FaceNetwork(nn.Module):
    """Crop and landmarks to expression, valence and tension."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(1, STEM, 5, 2, 2, bias=False)
        self.stem_norm = nn.BatchNorm2d(STEM)
        blocks: list[Block] = []
        taken = STEM
        for given, count, stride in STAGES:
            blocks += [Block(taken if i == 0 else given, given, stride if i == 0 else 1) for i in range(count)]
            taken = given
        self.blocks = nn.Sequential(*blocks)
        self.where = nn.Parameter(torch.full((1, taken, FLAT, FLAT), 1.0 / (FLAT * FLAT)))
        """How much each place counts for each feature: faces are upright, so a place is a part of the face."""
        self.register_buffer("shape_mean", torch.zeros(SHAPE))
        self.register_buffer("shape_axes", torch.zeros(SHAPE, SHAPE_AXES))
        self.shape_mean: Tensor
        self.shape_axes: Tensor
        self.shape = nn.Linear(SHAPE_AXES, SHAPE_WIDTH)
        self.drop = nn.Dropout(CLOSED)
        self.head = nn.Linear(taken + SHAPE_WIDTH, OUTPUTS)

    def forward(self, crop: Tensor, shape: Tensor, found: Tensor) -> Tensor:
        """What the face says.

        Args:
            crop: float (n, 1, SIDE, SIDE), grey, any range: each crop is brought to mean 0 and spread 1.
            shape: float (n, SHAPE).
            found: float (n, 1): 1 where ``shape`` was measured, 0 where it was not.

        Returns:
            float (n, OUTPUTS).
        """
        spread, level = torch.std_mean(crop, dim=(2, 3), keepdim=True)
        data = torch.relu_(self.stem_norm(self.stem((crop - level) / (spread + 4.0))))
        seen = (self.blocks(data).float() * self.where).sum(dim=(2, 3))
        steps = ((shape - self.shape_mean) @ self.shape_axes).clamp(-4.0, 4.0)
        felt = torch.relu(self.shape(steps)) * found
        told: Tensor = self.head(self.drop(torch.cat((seen, felt.float()), dim=1)))
        return told


def numbers_of(network: FaceNetwork) -> dict[str, NDArray[np.float32]]:
    """What ``face_network.FaceNumbers`` wants: norms folded into convolutions, each of which is one matrix.

    ``conv0`` is the stem; then each block's two, and where there is one the way past: (side * side * taken, given),
    rows by place, then by channel. ``_bias`` of the same name: (given,).
    """
    network.eval()
    folded = [(network.stem, network.stem_norm)]
    for block in network.blocks:
        assert isinstance(block, Block)
        folded += [(block.first, block.first_norm), (block.second, block.second_norm)]
        if block.past is not None and block.past_norm is not None:
            folded.append((block.past, block.past_norm))
    numbers: dict[str, NDArray[np.float32]] = {}
    for index, (convolution, norm) in enumerate(folded):
        fused = fuse_conv_bn_eval(convolution, norm)
        assert fused.bias is not None
        weight = fused.weight.detach().permute(2, 3, 1, 0)
        numbers[f"conv{index}"] = weight.reshape(-1, weight.shape[3]).numpy().copy()
        numbers[f"conv{index}_bias"] = fused.bias.detach().numpy().copy()
    numbers["where"] = network.where.detach()[0].permute(1, 2, 0).reshape(FLAT * FLAT, -1).numpy().copy()
    for name in ("shape_mean", "shape_axes"):
        numbers[name] = getattr(network, name).numpy().copy()
    for name, layer in (("shape", network.shape), ("head", network.head)):
        numbers[name] = layer.weight.detach().numpy().T.copy()
        numbers[f"{name}_bias"] = layer.bias.detach().numpy().copy()
    numbers["plan"] = np.array([(given, count, stride) for given, count, stride in STAGES], np.float32)
    return numbers
