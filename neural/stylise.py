"""Passes + Style -> Frames: the painted picture, made as it is asked for."""

from pathlib import Path

from neural.bank.look_bank import Bank
from neural.config import NeuralConfig
from neural.models.loading import load
from neural.painting.frames import Frames, Progress
from neural.reprojection.cast import CastFrames
from neural.style import Style
from render.passes import Passes


def stylise(passes: Passes, style: Style, config: NeuralConfig = NeuralConfig(), progress: Progress | None = None,
            bank: Path | None = None) -> Frames:
    """The shot painted in this style, lazily. progress is told (frames done, frames in all). bank: a folder, made when missing, that
    `cast` takes from what was painted before, and keeps in what is painted now.

    Raises DeclarationError if the style names unknown objects, looks or classes, leaves a part without words, or asks for a
    reference picture that the model cannot follow; ResourceError if the model is not there.
    """
    rest = passes, style, config, load(config), progress
    return CastFrames(Bank(bank), *rest) if config.consistency == "cast" else Frames(*rest)
