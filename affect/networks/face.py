"""The network that reads a face: a small residual convolution over the crop, a line of landmarks beside it.

Loaded only where torch is: in a training, or in the camera's child.
"""

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn.utils import fuse_conv_bn_eval

EXPRESSIONS: Final = ("neutral", "happy", "sad", "angry", "fearful", "surprise", "disgust", "contempt")
"""In the order of the network's first eight outputs."""
OUTPUTS: Final = len(EXPRESSIONS) + 4
"""Eight logits, then valence and the log of its variance, tension and the log of its."""
WIDTHS: Final = (32, 48, 96, 176)
SHAPE: Final = 478 * 3 + 9
"""Landmarks (478, 3), the seven features, yaw and pitch (degrees)."""
SHAPE_AXES: Final = 64
"""Principal axes of landmarks and geometry that are kept: the rest is pose twice over and noise."""
SHAPE_WIDTH: Final = 64


class Block(nn.Module):
    """Two 3 x 3 convolutions and a way past them."""

    def __init__(self, taken: int, given: int, stride: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(taken, given, 3, stride, 1, bias=False)
        self.first_norm: nn.Module = nn.BatchNorm2d(given)
        self.second = nn.Conv2d(given, given, 3, 1, 1, bias=False)
        self.second_norm: nn.Module = nn.BatchNorm2d(given)
        self.past = nn.Conv2d(taken, given, 1, stride, bias=False)
        self.past_norm: nn.Module = nn.BatchNorm2d(given)

    def forward(self, data: Tensor) -> Tensor:
        """(n, taken, h, w) to (n, given, h / stride, w / stride)."""
        inner = torch.relu(self.first_norm(self.first(data)))
        return torch.relu(self.second_norm(self.second(inner)) + self.past_norm(self.past(data)))


class FaceNetwork(nn.Module):
    """Crop and landmarks to expression, valence and tension."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(1, WIDTHS[0], 5, 2, 2, bias=False)
        self.stem_norm: nn.Module = nn.BatchNorm2d(WIDTHS[0])
        self.blocks = nn.Sequential(
            Block(WIDTHS[0], WIDTHS[1], 1), Block(WIDTHS[1], WIDTHS[2], 2), Block(WIDTHS[2], WIDTHS[3], 2)
        )
        self.register_buffer("shape_mean", torch.zeros(SHAPE))
        self.register_buffer("shape_axes", torch.zeros(SHAPE, SHAPE_AXES))
        self.shape_mean: Tensor
        self.shape_axes: Tensor
        self.shape = nn.Linear(SHAPE_AXES, SHAPE_WIDTH)
        self.drop = nn.Dropout(0.3)
        self.head = nn.Linear(WIDTHS[3] + SHAPE_WIDTH, OUTPUTS)

    def forward(self, crop: Tensor, shape: Tensor, found: Tensor) -> Tensor:
        """What the face says.

        Args:
            crop: float (n, 1, 48, 48), grey, any range: each crop is brought to mean 0 and spread 1.
            shape: float (n, SHAPE).
            found: float (n, 1): 1 where ``shape`` was measured, 0 where it was not.

        Returns:
            float (n, OUTPUTS).
        """
        level = crop.mean(dim=(2, 3), keepdim=True)
        spread = crop.std(dim=(2, 3), keepdim=True) + 4.0
        data = torch.relu(self.stem_norm(self.stem((crop - level) / spread)))
        seen = self.blocks(data).mean(dim=(2, 3)).float()
        steps = ((shape - self.shape_mean) @ self.shape_axes).clamp(-4.0, 4.0)
        felt = torch.relu(self.shape(steps)) * found
        return self.head(self.drop(torch.cat((seen, felt.float()), dim=1)))  # type: ignore[no-any-return]

    def rested(self) -> "FaceNetwork":
        """This network with its norms folded into its convolutions: the same outputs, half the time."""
        self.eval()
        self.stem, self.stem_norm = _folded(self.stem, self.stem_norm), nn.Identity()
        for block in self.blocks:
            assert isinstance(block, Block)
            block.first, block.first_norm = _folded(block.first, block.first_norm), nn.Identity()
            block.second, block.second_norm = _folded(block.second, block.second_norm), nn.Identity()
            block.past, block.past_norm = _folded(block.past, block.past_norm), nn.Identity()
        return self


def _folded(convolution: nn.Conv2d, norm: nn.Module) -> nn.Conv2d:
    return fuse_conv_bn_eval(convolution, norm) if isinstance(norm, nn.BatchNorm2d) else convolution
