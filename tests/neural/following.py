"""Finding painted objects again by colour alone, and the same set from elsewhere."""

from dataclasses import replace

import numpy as np

from neural.conditioning.region_map import region_map
from render.config import RenderConfig
from render.passes import render
from render.view import Cut
from studio.measures.control import mask_ious
from studio.measures.shown import FrameAsSeen


def overlaps(picture, program, passes, style):
    """IoU of each region over 1 % of the frame, and unlike all others: where its colours in the program's picture are found in this one,
    and where it is."""
    frame = passes[0]
    return mask_ious([FrameAsSeen(one, frame, one) for one in (picture, program)], region_map(passes, style).region_of_part)[0]


def seen_from_elsewhere(drawn, passes):
    """The same set and words, from a camera a third of the way round."""
    rig = drawn.view.cuts[0].rig
    key = rig.keys[0]
    way = np.subtract(key.position, key.look_at)
    turn = np.array([[-0.5, -0.866, 0], [0.866, -0.5, 0], [0, 0, 1]])
    moved = replace(key, position=tuple(map(float, np.add(key.look_at, turn @ way))))
    view = replace(drawn.view, cuts=(Cut(time=0.0, rig=replace(rig, keys=(moved,))),))
    return render(drawn.set.scene, passes.trajectory, view, RenderConfig(width=passes.width, height=passes.height, rasteriser="rays"))
