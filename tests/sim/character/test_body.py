"""Bodies by the model: as tall, as old and as dressed as they are said to be."""

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from sim.character.body.body import dressed
from sim.character.body.cutting import BodyMesh, body_mesh, border, grown, hemmed, joined, kept_below, relaxed, softened
from sim.character.body.data import body_data
from sim.character.body.dressing import fitted_garment, outside, over
from sim.character.body.eyes import brows, eye_parts, lashes
from sim.character.body.fitting import Fitting
from sim.character.body.garments import GARMENTS
from sim.character.body.hair import STYLES, above_hairline, hair_mesh
from sim.character.body.head import eyes_of
from sim.character.body.headwear import above_band
from sim.character.body.landmarks import NOWHERE, landmarks
from sim.character.body.panels import CLOTH, UNDER
from sim.character.body.phenotype import STOPS, age_dial, dial_shares
from sim.character.body.physique import Physique, physique
from sim.errors import DeclarationError
from sim.scene.figure import Figure
from sim.scene.wardrobe import FACE
from sim.scene.wardrobe import STYLES as NAMES
from tests.sim.character.faces import face_moves

ANNA = Figure(age=34, gender=1.0, height=1.68)
figures = st.builds(Figure, age=st.floats(1, 90), gender=st.floats(0, 1), height=st.floats(0.7, 2.1), weight=st.floats(0, 1),
                    muscle=st.floats(0, 1), proportions=st.floats(0, 1), heritage=st.tuples(*[st.floats(0.1, 1)] * 3))


def joint(figure: Figure, name: str) -> np.ndarray:
    return physique(figure).joints[list(body_data().bones).index(name)]


def bare(figure: Figure) -> np.ndarray:
    return physique(figure).vertices[:body_data().ends[0]]


def solid(made: BodyMesh) -> trimesh.Trimesh:
    return trimesh.Trimesh(made.vertices, made.faces, process=False)


@pytest.mark.parametrize("years, dial", [(0, -1 / 3), (1, 0), (6, 1 / 6), (25, 2 / 3), (90, 1)])
def test_years_are_on_the_dial_where_the_model_has_its_ages(years, dial):
    assert age_dial(years) == pytest.approx(dial)


@given(st.lists(st.floats(0, 1), min_size=len(STOPS), max_size=len(STOPS)), st.tuples(*[st.floats(0.1, 1)] * 3))
def test_shares_of_each_dial_sum_to_one_and_mix_to_its_value(values, heritage):
    shares = dial_shares({name: np.array([value]) for name, value in zip(STOPS, values)}, np.array([heritage]))[0]
    assert shares[:3] == pytest.approx(np.array(heritage) / sum(heritage))
    first = 3
    for value, stops in zip(values, STOPS.values()):
        mine, first = shares[first:first + len(stops)], first + len(stops)
        assert mine.sum() == pytest.approx(1) and mine @ stops == pytest.approx(value) and (mine > 1e-12).sum() <= 2


@settings(max_examples=15, deadline=None)
@given(figures)
def test_a_body_is_as_tall_as_it_is_said_to_be_stands_on_the_ground_and_is_the_same_on_both_sides(figure):
    skin, data = bare(figure), body_data()
    assert (skin[:, 2].min(), skin[:, 2].max()) == (pytest.approx(0, abs=1e-9), pytest.approx(figure.height, abs=1e-9))
    left = [number for number, name in enumerate(data.bones) if name.endswith(".L")]
    right = [list(data.bones).index(data.bones[number][:-1] + "R") for number in left]
    joints = physique(figure).joints
    np.testing.assert_allclose(joints[left] * [1, -1, 1], joints[right], atol=0.005)  # lopsided by so much at 1 m
    assert (joints[left][:, 1] > -1e-9).all()
    assert joint(figure, "head")[2] > joint(figure, "neck01")[2] > joint(figure, "upperleg01.L")[2] > joint(figure, "lowerleg01.L")[2]


def test_children_have_large_heads_and_short_legs():
    def heads(figure):
        return figure.height / (figure.height - joint(figure, "neck03")[2])
    ages = [heads(Figure(age=age, height=height)) for age, height in ((2, 0.87), (8, 1.28), (30, 1.75))]
    assert ages == sorted(ages) and ages[2] > 1.12 * ages[0]


def test_weight_makes_a_body_larger_and_sex_changes_hips_against_shoulders():
    def volume(**more):
        data = body_data()
        return trimesh.Trimesh(physique(Figure(**more)).vertices, data.faces[data.face_group == 0], process=False).volume
    assert volume(weight=0.1) < 0.95 * volume(weight=0.5) < 0.9 * volume(weight=0.95)

    def ratio(gender):
        return joint(Figure(gender=gender), "upperarm01.L")[1] / joint(Figure(gender=gender), "upperleg01.L")[1]
    assert ratio(0.0) > ratio(1.0)


def test_a_unit_of_the_face_moves_what_it_is_named_for():
    eyes, still = (joint(Figure(), "eye.L") + joint(Figure(), "eye.R")) / 2, physique(Figure()).vertices
    jaw = face_moves({"jawOpen": 1.0})
    moved = np.linalg.norm(jaw, axis=1) > 1e-3
    assert jaw[moved, 2].mean() < -0.003 and still[moved, 2].max() < eyes[2] + 0.01
    blink = face_moves({"eyeBlinkLeft": 1.0})
    at = still[np.linalg.norm(blink, axis=1) > 2e-3]
    assert (at[:, 1] > 0).mean() > 0.85 and np.abs(at[:, 2] - eyes[2]).max() < 0.04
    np.testing.assert_allclose(face_moves({"jawOpen": 0.5, "eyeBlinkLeft": 1.0}), 0.5 * jaw + blink)
    assert not face_moves({}).any()


BALL = trimesh.creation.icosphere(subdivisions=4)
ball = body_mesh(np.array(BALL.vertices), BALL.faces.astype(np.int32))


@settings(max_examples=40, deadline=None)
@given(st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda way: np.linalg.norm(way) > 0.1), st.floats(-0.9, 0.9))
def test_a_ball_cut_along_a_plane_has_the_area_of_a_cap_and_no_more_than_that_side(normal, level):
    way = np.array(normal) / np.linalg.norm(normal)
    cut = kept_below(ball, ball.vertices @ way - level)
    assert solid(cut).area == pytest.approx(2 * np.pi * (1 + level), rel=0.01)  # Archimedes
    np.testing.assert_allclose(cut.blend @ ball.vertices, cut.vertices, atol=1e-12)
    assert (cut.vertices @ way <= level + 1e-9).all() and solid(cut).is_winding_consistent
    ends = cut.vertices[np.unique(border(cut))]
    np.testing.assert_allclose(ends @ way, level, atol=1e-9)


def test_a_hem_closes_the_cloth_inwards_and_growing_moves_along_normals():
    half = kept_below(ball, ball.vertices[:, 2])
    wide = grown(half, 0.1)
    np.testing.assert_allclose(np.linalg.norm(wide.vertices, axis=1), 1.1, atol=0.02)
    hem = hemmed(wide, 0.05)
    assert len(hem.faces) == len(wide.faces) + 2 * len(border(wide)) and solid(hem).is_winding_consistent
    assert np.linalg.norm(hem.vertices[len(wide.vertices):], axis=1) == pytest.approx(1.05, abs=0.01)
    assert len(joined([hem, half]).faces) == len(hem.faces) + len(half.faces)


def test_relaxing_fills_hollows_only():
    grid = np.stack([*np.meshgrid(np.arange(9.0), np.arange(9.0), indexing="ij"), np.zeros((9, 9))], axis=-1).reshape(-1, 3)
    a = np.array([[9 * i + j for j in range(8)] for i in range(8)]).ravel()
    sheet = body_mesh(grid, np.concatenate([np.stack([a, a + 9, a + 10], 1), np.stack([a, a + 10, a + 1], 1)]).astype(np.int32))
    for height, still in ((-1.0, False), (1.0, True)):
        bent = BodyMesh(vertices=sheet.vertices + [0, 0, height] * (np.arange(81) == 40)[:, None], faces=sheet.faces, blend=sheet.blend)
        after = relaxed(bent, 20).vertices[40, 2]
        assert (after == height) if still else (after > -0.1)


@pytest.mark.parametrize("figure", [Figure(age=6, gender=0.0, height=1.15), Figure(age=50, gender=0.0, height=1.9, weight=1.0)])
@pytest.mark.parametrize("name", [name for name, spec in GARMENTS.items() if spec.panels])
def test_a_garment_is_outside_of_the_skin_that_it_hides_and_is_held_by_what_it_is_made_of(figure, name):
    fit = Fitting(who=physique(figure), marks=landmarks(physique(figure)))
    made, under = fitted_garment(name, fit), outside((name,), fit) < -UNDER * fit.size
    assert len(made.faces) > 300 and made.blend.shape == (len(made.vertices), len(fit.who.vertices))
    np.testing.assert_allclose(made.blend.sum(axis=1), 1, atol=1e-9)
    assert under[:body_data().ends[0]].sum() > (100 if name == "scarf" else 200)  # a scarf is the smallest
    for sewn in GARMENTS[name].panels:
        cloth, skin = sewn.made(fit), fit.who.vertices[:body_data().ends[0]][sewn.field(fit)[:body_data().ends[0]] < -UNDER * fit.size]
        outer = np.setdiff1d(np.arange(len(cloth.vertices)), border(cloth))  # not the rims that hems end in, under the cloth
        nearest = outer[cKDTree(cloth.vertices[outer]).query(skin)[1]]
        off = ((skin - cloth.vertices[nearest]) * cloth.normals[nearest]).sum(axis=1)
        assert np.percentile(off, 90) < 0, "skin is under the cloth; but for folds, whose nearest side is another"
    assert made.vertices[:, 2].min() > -0.03 and np.abs(solid(made).bounds).max() < 2.2


def test_clothes_end_where_they_are_said_to():
    fit = Fitting(who=physique(ANNA), marks=landmarks(physique(ANNA)))

    def end(name, start, stop):
        """How far along a bone the last of it is, apart from how it is held."""
        first, way = joint(ANNA, start), joint(ANNA, stop) - joint(ANNA, start)
        off = fitted_garment(name, fit).vertices - first
        share = off @ way / (way @ way)
        return share[np.linalg.norm(off - share[:, None] * way, axis=1) < 0.1].max()
    for name, start, stop, share in (("T-shirt", "upperarm01.L", "lowerarm01.L", 0.55), ("shirt", "lowerarm01.L", "wrist.L", 1.03),
                                     ("shorts", "upperleg01.L", "lowerleg01.L", 0.85), ("trousers", "lowerleg01.L", "foot.L", 0.9)):
        assert end(name, start, stop) == pytest.approx(share, abs=0.03)


def test_what_is_worn_under_something_ends_well_inside_of_it_and_that_hangs_outside_of_a_skirt():
    fit = Fitting(who=physique(ANNA), marks=landmarks(physique(ANNA)))
    assert over("skirt", ("shoes", "skirt", "shirt", "coat")) == ("shirt", "coat") and over("coat", ("shirt", "coat")) == ()
    under, whole = fitted_garment("skirt", fit, ("shirt",)), fitted_garment("skirt", fit)
    hips = fit.marks.hips[2]
    assert under.vertices[:, 2].max() < hips + 0.06 < whole.vertices[:, 2].max()
    hem = fitted_garment("shirt", fit)
    hem = hem.vertices[(hem.vertices[:, 2] < hips + 0.03) & (hem.blend @ (fit.marks.arm > NOWHERE) < 0.1)]
    around = whole.vertices[np.abs(whole.vertices[:, 2] - hips) < 0.05]
    flat = [points[:, :2] - [around[:, 0].mean(), 0.0] for points in (hem, around)]
    far = [np.linalg.norm(points, axis=1) for points in flat]
    mine, others = (points / out[:, None] for points, out in zip(flat, far))
    nearest = cKDTree(others).query(mine)[1]
    out = far[0] - far[1][nearest]  # of the inside of its hem, too
    assert np.median(out) > 0.004 and np.percentile(out, 5) > -CLOTH


def test_cloth_bends_softly_where_it_is_told_to():
    half = kept_below(ball, ball.vertices[:, 2])
    soft = softened(half, (half.vertices[:, 0] > 0).astype(float), 6)
    left = soft.blend @ (ball.vertices[:, 1] > 0)
    np.testing.assert_allclose(soft.blend.sum(axis=1), 1)
    behind = half.vertices[:, 0] < 0
    assert (soft.blend[behind] != half.blend[behind]).nnz == 0
    edge = (half.vertices[:, 0] > 0.1) & (np.abs(half.vertices[:, 1]) < 0.05)
    assert ((left[edge] > 0.05) & (left[edge] < 0.95)).mean() > 0.9


def test_the_mouth_is_lined_and_seen_from_nowhere_outside_while_it_is_shut():
    parts, (eyes, size) = dressed(ANNA, ()), eyes_of(physique(ANNA))
    skins = [parts[name] for name in ("skin", "lips")]
    shell = trimesh.Trimesh(np.concatenate([each.vertices for each in skins]),
                            np.concatenate([skins[0].faces, skins[1].faces + len(skins[0].vertices)]), process=False)
    lining = (parts["mouth"].vertices - eyes) / size
    assert lining[:, 0].max() < 0.035 and np.abs(lining[:, 1]).max() < 0.05 and len(parts["mouth"].faces) > 200
    middles = parts["mouth"].vertices[parts["mouth"].faces].mean(axis=1)
    ahead = shell.ray.intersects_any(middles, np.tile([1.0, 0.0, 0.0], (len(middles), 1)))
    assert ahead.mean() > 0.98
    assert len(parts["mouth"].faces) + len(parts["skin"].faces) + len(parts["lips"].faces) == (body_data().face_group == 0).sum()


def test_lashes_are_fine():
    made, model = lashes(physique(ANNA)), physique(ANNA).vertices
    names = list(body_data().groups)
    start, end = ([0, *body_data().ends][names.index("lashes")], body_data().ends[names.index("lashes")])
    skin = cKDTree(model[:body_data().ends[0]])
    assert skin.query(made.vertices)[0].max() < 0.6 * skin.query(model[start:end])[0].max()


def test_limbs_are_measured_along_their_bones():
    marks, skin = landmarks(physique(ANNA)), physique(ANNA).vertices
    for name, field, value in (("lowerarm01.L", marks.arm, 1.0), ("lowerleg01.R", marks.leg, 1.0), ("wrist.R", marks.arm, 2.0)):
        near = np.argsort(np.linalg.norm(skin - joint(ANNA, name), axis=1))[:12]
        assert np.median(field[near]) == pytest.approx(value, abs=0.2), name
    assert marks.arm[np.argmax(skin[:, 2])] == NOWHERE


def open_in_the_head_only(made: BodyMesh, who: Physique) -> bool:
    """What is left out of a solid thing on a head is inside of the skin."""
    skin = body_mesh(who.vertices, body_data().faces[body_data().face_group == 0])
    ends = made.vertices[np.unique(border(made))]
    _, nearest = cKDTree(skin.vertices).query(ends)
    return bool((((ends - skin.vertices[nearest]) * skin.normals[nearest]).sum(axis=1) < 0.002).all())


@pytest.mark.parametrize("style", STYLES)
def test_hair_grows_above_the_hairline_and_leaves_the_face_free(style):
    made = hair_mesh(physique(ANNA), style)
    if style == "bald":
        assert made is None
        return
    eyes = (joint(ANNA, "eye.L") + joint(ANNA, "eye.R")) / 2
    points = made.vertices - eyes
    face = points[(np.abs(points[:, 1]) < 0.04) & (points[:, 0] > -0.03)]
    assert above_hairline(face).min() > -0.008 and made.vertices[:, 2].max() > ANNA.height
    assert open_in_the_head_only(made, physique(ANNA)) and solid(made).volume > 0 and len(made.faces) < 15_000
    np.testing.assert_allclose(made.blend.sum(axis=1), 1)


def test_eyes_look_ahead_from_where_eyes_are_and_brows_lie_above_them():
    parts = eye_parts(physique(ANNA))
    eyes = (joint(ANNA, "eye.L") + joint(ANNA, "eye.R")) / 2
    for name in ("eyes", "irises", "pupils"):
        assert parts[name].vertices.mean(axis=0)[1:] == pytest.approx(eyes[1:], abs=0.004)
        left = parts[name].vertices[:, 1] > 0
        assert ((parts[name].normals * (parts[name].vertices - joint(ANNA, "eye.L")))[left].sum(axis=1) > 0).mean() > 0.9
    assert parts["pupils"].vertices[:, 0].min() > parts["eyes"].vertices[:, 0].max() - 0.005
    both = brows(physique(ANNA))
    high = both.vertices[:, 2] - eyes[2]
    assert (both.normals[:, 0] > 0).all() and high.min() > 0.005 and high.max() < 0.045


def test_a_dressed_body_has_no_skin_under_its_clothes():
    parts = dressed(ANNA, ("shirt", "trousers", "shoes"))
    assert parts.keys() == {"skin", *FACE, "shirt", "trousers", "shoes"}
    fit = Fitting(who=physique(ANNA), marks=landmarks(physique(ANNA)))
    deep = -(parts["skin"].blend @ outside(("shirt", "trousers", "shoes"), fit)) / fit.size
    assert UNDER - 1e-6 < deep.max() < UNDER + 1e-6 and len(parts["skin"].faces) < 0.6 * len(body_data().faces)


def test_what_may_be_declared_is_what_there_is():
    assert set(NAMES) == set(STYLES)
    assert all(bool(spec.panels) != bool(spec.shape) for spec in GARMENTS.values())


def test_a_garment_that_there_is_not_is_named_with_those_that_there_are():
    with pytest.raises(DeclarationError, match="unknown garment 'scraf'. Did you mean 'scarf'?.* Allowed: T-shirt, beard, boots"):
        dressed(ANNA, ("top", "scraf"))


@pytest.mark.parametrize("figure", [ANNA, Figure(age=6, gender=0.0, height=1.15)])
@pytest.mark.parametrize("name", [name for name, spec in GARMENTS.items() if spec.shape])
def test_what_has_a_shape_of_its_own_is_on_the_head_outside_of_the_skin(figure, name):
    made, (eyes, size) = GARMENTS[name].shape(physique(figure)), eyes_of(physique(figure))
    points = (made.vertices - eyes) / size
    np.testing.assert_allclose(made.blend.sum(axis=1), 1)
    assert np.abs(points[:, 1]).max() < 0.19 and points[:, 2].min() > -0.17 and points[:, 2].max() < 0.19
    if name in ("hat", "cap"):
        assert above_band(points).min() > -0.006 and points[:, 0].max() > 0.08
        assert solid(made).is_watertight  # it has an inside, for it can be taken off
    if name == "beard":
        assert points[:, 2].max() < 0.025 and not ((np.abs(points[:, 1]) < 0.012) & (np.abs(points[:, 2] + 0.073) < 0.006)).any()
    if name == "glasses":
        lenses = points[points[:, 0] > 0.025]
        assert abs(lenses[:, 2].mean()) < 0.01 and lenses[:, 0].min() > 0.02
