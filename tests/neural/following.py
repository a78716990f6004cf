"""Finding painted objects again by colour alone, and how well that fits their masks."""

from collections import Counter
from dataclasses import replace

import numpy as np

from neural.conditioning.region_map import region_map
from neural.conditioning.vocabulary import COLOURS
from neural.training.first_looks import PROGRAMS, TIMES, FirstLayers
from render.colour import linear_from_srgb
from render.config import RenderConfig
from render.materials import MATERIALS
from render.passes import render
from render.view import Cut


def flat_colours(look, colour, material, sky=False):
    """(n, 3) sRGB 0..1: what a flat look makes of a colour, in shadow and in light, where the pattern is dark and where it is light; of
    a sky, from the horizon to the zenith."""
    albedo = linear_from_srgb(COLOURS.get(colour, (0.7, 0.7, 0.7))).astype(np.float32)
    light, drawn = (grid.ravel().astype(np.float32) for grid in np.meshgrid([0.1, 0.25, 0.6, 0.95, 1.2], [0.0, 0.5, 1.0]))
    if sky:
        drawn = np.linspace(0, 1, len(light), dtype=np.float32)
    body = np.clip(albedo * (1 + MATERIALS[material or 'plaster'].contrast * (2 * drawn[:, None] - 1)), 0, 1)[None]
    nothing = np.zeros((1, len(light)), np.float32)
    seen = FirstLayers(albedo=body, plain=np.broadcast_to(albedo, body.shape), light=light[None], gloss=nothing, pattern=drawn[None],
                  lines=nothing, sky=np.full((1, len(light)), sky))
    return np.clip(PROGRAMS[look](seen, TIMES["day"]), 0, 1)[0]


def found_by_colour(picture, candidates):
    """(H, W) which of the candidates, (n, 3) colours each, every pixel is nearest to."""
    colours = np.concatenate(candidates)
    owner = np.repeat(np.arange(len(candidates)), [len(c) for c in candidates])
    distance = ((picture[..., None, :].astype(np.float32) / 255 - colours) ** 2).sum(axis=-1)
    return owner[distance.argmin(axis=-1)]


def overlaps(picture, frame, passes, style, words, look):
    """IoU of each object over 1 % of the frame whose colour no other has: where colour alone finds it, and where it is."""
    regions = region_map(passes, style)
    region_ids, said = regions.region_ids(frame), [words.get(name) for name in regions.names]
    colours = Counter(w.colour for w in said if w)
    found = found_by_colour(picture, [flat_colours(look, w.colour if w else "", w.material if w else "", sky=w is None) for w in said])
    out = []
    for region, w in enumerate(said):
        mask = region_ids == region
        if w and w.colour and colours[w.colour] == 1 and mask.mean() > 0.01:
            out.append((mask & (found == region)).sum() / (mask | (found == region)).sum())
    return out


def seen_from_elsewhere(drawn, passes):
    """The same set and words, from a camera a third of the way round."""
    rig = drawn.view.cuts[0].rig
    key = rig.keys[0]
    way = np.subtract(key.position, key.look_at)
    turn = np.array([[-0.5, -0.866, 0], [0.866, -0.5, 0], [0, 0, 1]])
    moved = replace(key, position=tuple(map(float, np.add(key.look_at, turn @ way))))
    view = replace(drawn.view, cuts=(Cut(time=0.0, rig=replace(rig, keys=(moved,))),))
    return render(drawn.set.scene, passes.trajectory, view, RenderConfig(width=passes.width, height=passes.height, rasteriser="rays"))
