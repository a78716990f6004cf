"""A person's body as it is seen: skin, face, hair and clothes, each a piece of its own, in the model's rest pose."""

from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np
import scipy
from numpy.typing import NDArray

from sim.character.body.accessories import pressed
from sim.character.body.cutting import BodyMesh, body_mesh
from sim.character.body.data import body_data
from sim.character.body.dressing import fitted_garment, over, tucked
from sim.character.body.eyes import brows, eye_parts, lashes
from sim.character.body.fitting import Fitting
from sim.character.body.hair import hair_mesh
from sim.character.body.landmarks import landmarks
from sim.character.body.physique import physique
from sim.math.conventions import Array
from sim.scene.figure import Figure
from sim.scene.wardrobe import REMOVABLE


@lru_cache(maxsize=16)
def dressed(figure: Figure, clothes: tuple[str, ...]) -> Mapping[str, BodyMesh]:
    """'skin', the parts of FACE, and each garment and beard by its name; not what is REMOVABLE. Skin that clothes cover is left out."""
    data, bare = body_data(), physique(figure)
    clothes = tuple(name for name in clothes if name not in REMOVABLE)
    fit = Fitting(who=bare, marks=landmarks(bare))
    groups = {str(name): data.face_group == number for number, name in enumerate(data.groups)}
    seen, inner = groups["body"], _mouth()
    faces = {"skin": seen & ~data.lips & ~inner, "lips": seen & data.lips, "mouth": inner,
             **{name: groups[name] for name in ("teeth", "tongue")}}
    out = {name: body_mesh(bare.vertices, data.faces[chosen]) for name, chosen in faces.items()} | eye_parts(bare)
    out["skin"] = tucked(out["skin"], clothes, fit)
    out |= {"brows": brows(bare), "lashes": lashes(bare)}
    return out | {name: fitted_garment(name, fit, over(name, clothes)) for name in clothes}


@cache
def _mouth() -> NDArray[np.bool_]:
    """(F,) which triangles line the mouth: those of the body that lips part from the rest."""
    data = body_data()
    body = (data.face_group == list(data.groups).index("body")) & ~data.lips
    ends = data.faces[body][:, [0, 1, 1, 2]].reshape(-1, 2)
    linked = scipy.sparse.coo_matrix((np.ones(len(ends)), ends.T), shape=(len(data.template),) * 2)
    _, numbers = scipy.sparse.csgraph.connected_components(linked, directed=False)
    parts, counts = np.unique(numbers[data.faces[:, 0]][body], return_counts=True)
    assert len(parts) == 2
    return body & (numbers[data.faces[:, 0]] == parts[counts.argmin()])


@lru_cache(maxsize=16)
def hair_of(figure: Figure, style: str) -> tuple[BodyMesh, Array] | None:
    """Somebody's hair, and the moves (V, 3), m, that press it down under a hat; None if there is none."""
    bare = physique(figure)
    made = hair_mesh(bare, style)
    return None if made is None else (made, pressed(bare, made.vertices))
