"""Bodies measured: as thick as they look, eyes, mouths, palms and soles where they are."""

import numpy as np
import pytest

from sim.character.body.anatomy import anatomy
from sim.character.body.body import dressed
from sim.character.body.bones import BONES, number
from sim.character.body.skeleton import skeleton, skin_weights
from sim.scene.figure import Figure
from tests.sim.character.test_body import ANNA

CLOTHES = ("shirt", "trousers", "shoes")
TOM = Figure(age=7, gender=0.0, height=1.2, weight=0.3)
OTTO = Figure(age=60, gender=0.0, height=1.85, weight=0.95)


def points(figure, bone):
    """(N, 3) of what is seen of a bone's flesh and cloth, in its frame."""
    bones, out = skeleton(figure), []
    for made in dressed(figure, CLOTHES).values():
        numbers, _ = skin_weights(made, bones)
        out.append(made.vertices[numbers[:, 0] == number(bone)])
    return (np.concatenate(out) - bones.places[number(bone)]) @ bones.turns[number(bone)]


@pytest.mark.parametrize("figure", [ANNA, TOM, OTTO])
@pytest.mark.parametrize("bone", [bone for bone in BONES if not bone.startswith("left")])
def test_spheres_fill_what_is_seen_and_do_not_stand_out(figure, bone):
    spheres, seen = anatomy(figure, CLOTHES).spheres, points(figure, bone)
    mine = spheres.bones == number(bone)
    gaps = np.linalg.norm(seen[:, None] - spheres.middles[mine], axis=-1) - spheres.radii[mine]
    size, off = figure.height / 1.7, 0.045 if bone.endswith("hand") else 0.03  # fingers are curled
    assert np.percentile(gaps.min(axis=1), 95) < 0.02 * size
    low, high = seen.min(axis=0) - off * size, seen.max(axis=0) + off * size
    for axis in range(2):
        assert (spheres.middles[mine, axis] + spheres.radii[mine]).max() < high[axis]
        assert (spheres.middles[mine, axis] - spheres.radii[mine]).min() > low[axis]


@pytest.mark.parametrize("figure", [ANNA, TOM, OTTO])
def test_eyes_are_above_the_mouth_and_toes_before_heels(figure):
    body, size = anatomy(figure, CLOTHES), figure.height / 1.7
    assert body.crown[2] > body.eyes[2] + 0.08 * size > body.mouth[2] + 0.1 * size and body.mouth[0] > body.eyes[0] > 0
    assert body.toe[0] > body.ball[0] > 0 > body.heel[0] and body.toe[2] == body.ball[2] == body.heel[2] < -0.04 * size
    assert 0.22 * size < body.toe[0] - body.heel[0] < 0.32 * size
    assert 0.01 < body.palm[1] < 0.06 and -0.12 * size < body.palm[2] < -0.04 * size


def test_more_weight_is_thicker():
    def thigh(figure):
        spheres = anatomy(figure, CLOTHES).spheres
        return spheres.radii[spheres.bones == number("left_thigh")].max()
    assert thigh(Figure(weight=0.95)) > 1.08 * thigh(Figure(weight=0.2))
