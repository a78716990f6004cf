"""A person's body as it is seen: skin, face, hair and clothes, each a piece of its own, in the model's rest pose."""

from functools import lru_cache

from sim.character.body.cutting import BodyMesh, body_mesh
from sim.character.body.data import body_data
from sim.character.body.eyes import brows, eye_parts
from sim.character.body.figure import Figure, physique
from sim.character.body.garments import Fitting, garment, hidden
from sim.character.body.hair import hair
from sim.character.body.landmarks import landmarks


@lru_cache(maxsize=16)
def dressed(figure: Figure, style: str, clothes: tuple[str, ...]) -> dict[str, BodyMesh]:
    """'skin', 'lips', 'eyes', 'irises', 'pupils', 'brows', 'lashes', 'teeth', 'tongue', 'hair' if the style has any, and each garment by
    its name. Skin that clothes cover is left out."""
    data, bare = body_data(), physique(figure)
    fit = Fitting(who=bare, marks=landmarks(bare))
    covered = hidden(clothes, fit)
    groups = {str(name): data.face_group == number for number, name in enumerate(data.groups)}
    seen = groups["body"] & ~covered[data.faces].all(axis=1)
    faces = {"skin": seen & ~data.lips, "lips": seen & data.lips, **{name: groups[name] for name in ("lashes", "teeth", "tongue")}}
    out = {name: body_mesh(bare.vertices, data.faces[chosen]) for name, chosen in faces.items()} | eye_parts(bare) | {"brows": brows(bare)}
    hairs = hair(bare, style)
    return out | ({"hair": hairs} if hairs else {}) | {name: garment(name, fit) for name in clothes}
