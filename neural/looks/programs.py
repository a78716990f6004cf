"""The looks, as shading programs over exact layers: what the embedded model learns to paint, and what it is shown to do so.

Each takes LookLayers, a time of day and the sky's picture and gives sRGB. All that a program draws can be told from the controls and the
words the model gets, within REACH px; and nothing depends on where the camera is, since paint is carried from frame to frame.
"""

from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from neural.looks.coloured_light import LightAnswer, hour_colours
from neural.looks.control import look_picture
from neural.looks.drawn import blueprint, ink, neon, noir, pencil, toon
from neural.looks.look_layers import LookLayers, moments, sky_picture
from neural.looks.painted import clay, oil, papercut, photo, watercolour
from neural.looks.times import TIMES, Time
from render.frame import Frame, to_bytes
from render.materials import MATERIALS
from render.strokes import CROSS, GRAIN, HATCH, STROKE

Program = Callable[[LookLayers, Time, Tensor], Tensor]
PROGRAMS: dict[str, Program] = {
    "photo": photo, "clay": clay, "watercolour": watercolour, "oil": oil, "ink": ink, "pencil": pencil, "toon": toon, "noir": noir,
    "blueprint": blueprint, "neon": neon, "papercut": papercut,
}


def paint_look(seen: LookLayers, look: str, time: str | Tensor, sky: Tensor | None = None) -> Tensor:
    """(N, 3, H, W) sRGB 0..1: pictures in a look at a time of day, '' for none. sky: (N, 3) sRGB, what is said of the sky's colour, nan
    where nothing is; or None. time: one for all, or each picture's place in TIMES, (N,) int64."""
    moment = _moment(time)
    return PROGRAMS[look](seen, moment, sky_picture(seen, moment, sky)).clamp(0, 1)


def show(seen: LookLayers, look: str, time: str | Tensor, sky: Tensor | None = None) -> Tensor:
    """(N, CHANNELS, H, W) in 0..1: what the model is shown to paint that. time, sky: as of paint_look."""
    moment = _moment(time)
    return look_picture(seen, look, moment, sky_picture(seen, moment, sky))


def _moment(time: str | Tensor) -> Time:
    return TIMES[time] if isinstance(time, str) else moments(time)


def painted(frame: Frame, look: str, time: str, sky: tuple[float, float, float] | None = None, seed: int = 0,
            seeds: NDArray[np.int64] | None = None) -> NDArray[np.uint8]:
    """(H, W, 3) uint8 sRGB: a frame in a look, at a time of day; the sky in a colour (sRGB) that is said, or in none. seed, seeds: of the
    marks, as of `layers`."""
    return to_bytes(_picture(paint_look(layers(frame, time, seed, seeds), look, time, _said(sky))))


def shown(frame: Frame, look: str, time: str, sky: tuple[float, float, float] | None = None, seed: int = 0,
          seeds: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
    """(H, W, CHANNELS) float32 in 0..1: what the model is shown of a frame, told as of `painted`."""
    return _picture(show(layers(frame, time, seed, seeds), look, time, _said(sky)))


def _picture(batch: Tensor) -> NDArray[np.float32]:
    return batch[0].permute(1, 2, 0).numpy()


def _said(sky: tuple[float, float, float] | None) -> Tensor | None:
    return None if sky is None else torch.tensor([sky])


def layers(frame: Frame, time: str, seed: int = 0, seeds: NDArray[np.int64] | None = None) -> LookLayers:
    """What the programs need of a frame, as a batch of one: everything in the tint of its light, but for what the words of the time say of
    that. seed, seeds: of the marks; see render.strokes, nought for all if not given."""
    fine = frame.fine
    gloss = np.array([MATERIALS[material].gloss for material in fine.surfaces.materials])
    marks = frame.marks(seed, np.zeros(len(gloss), np.int64) if seeds is None else seeds)
    light, tint = LightAnswer(hour=hour_colours(time)).split(frame.light)
    seen = {"albedo": frame.albedo * tint, "plain": frame.plain * tint, "light": light,
            "gloss": gloss[frame.part], "pattern": frame.pattern, "lines": frame.edges, "sky": frame.sky,
            "stroke": marks[..., STROKE], "hatch": marks[..., HATCH], "cross": marks[..., CROSS], "grain": marks[..., GRAIN]}
    return LookLayers(**{name: _batched(layer) for name, layer in seen.items()})


def _batched(layer: NDArray) -> Tensor:
    """(1, C, H, W) of a layer (H, W) or (H, W, C)."""
    return torch.from_numpy(layer.astype(np.float32)).reshape(*layer.shape[:2], -1).permute(2, 0, 1)[None].contiguous()
