"""What people look like: skin, eyes, hair and clothes, and the words for them. What there is to wear, and how it looks if nothing is said,
is in sim.character.body.garments, one garment a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scenes.look import Appearance, Look, rgb
from sim.character.body.garments import GARMENTS, garment_spec
from sim.errors import DeclarationError, unknown
from sim.math.conventions import Vec3
from sim.scene.wardrobe import EVERYDAY, STYLES

SKINS: Mapping[str, Vec3] = {"pale": (0.93, 0.78, 0.70), "light": (0.88, 0.70, 0.57), "tan": (0.80, 0.62, 0.42),
                             "olive": (0.68, 0.51, 0.37), "brown": (0.50, 0.34, 0.23), "dark": (0.31, 0.20, 0.14)}
EYES: Mapping[str, Vec3] = {"brown": (0.33, 0.19, 0.09), "dark": (0.14, 0.08, 0.05), "hazel": (0.45, 0.34, 0.14),
                            "green": (0.27, 0.45, 0.24), "blue": (0.24, 0.45, 0.68), "grey": (0.48, 0.53, 0.56)}
HAIRS: Mapping[str, Vec3] = {"black": (0.06, 0.05, 0.05), "brown": (0.30, 0.19, 0.10), "chestnut": (0.38, 0.18, 0.09),
                             "blond": (0.80, 0.62, 0.32), "red": (0.74, 0.33, 0.10), "grey": (0.52, 0.51, 0.50),
                             "white": (0.87, 0.86, 0.84)}
NOUNS: Mapping[str, str] = {"mouth": "tongue", "irises": "iris", "pupils": "pupil", "brows": "brow", "lashes": "lash"}
"""Of what is called otherwise than its part."""
LIPS, ROSE = 0.55, (0.62, 0.22, 0.22)
"""How much of what colour is in lips, beside that of the skin."""
DARK = (0.6, 0.5, 0.5)
"""Of brows and lashes, how much of hair's colour."""
INSIDE: Vec3 = (0.36, 0.09, 0.09)
"""The colour of what lines a mouth."""


@dataclass(frozen=True)
class Hair:
    """style: 'bald', 'short', 'bob', 'long', 'ponytail', 'bun' or 'curls'. colour: a name of HAIRS or any other, or a Look."""

    style: str = "short"
    colour: str | Vec3 | Look = "brown"


@dataclass(frozen=True)
class Garment:
    """Something to wear, by its name in GARMENTS, and its look; None: a plain one."""

    name: str
    look: Look | None = None


def hair(style: str = "short", colour: str | Vec3 | Look = "brown") -> Hair:
    """Hair of a style and colour, for person(hair=...)."""
    if style not in STYLES:
        raise unknown("hair", style, STYLES, "hair")
    return Hair(style, colour)


def garment(name: str, colour: str | Vec3 | Look | None = None, material: str = "") -> Garment:
    """Something to wear, for person(wardrobe=[...]), in a colour, or with a Look of its own."""
    plain = garment_spec(name).material
    return Garment(name, colour if colour is None or isinstance(colour, Look) else Look(colour, material or plain))


def worn(who: str, wardrobe: Mapping[str, Look] | Sequence[str | Garment] | None) -> tuple[Garment, ...]:
    """What somebody wears. A mapping changes what people wear every day, or adds to it; a sequence is all there is. Raises
    DeclarationError for what there is not, and for two things in one place."""
    if wardrobe is None or isinstance(wardrobe, Mapping):
        given = {name: Garment(name, look) for name, look in (wardrobe or {}).items() if name not in ("skin", "hair")}
        _check(who, given)
        places = {place for name in given for place in GARMENTS[name].places}
        everyday = [name for name in EVERYDAY if name not in given and not places & set(GARMENTS[name].places)]
        every = [given.get(name, Garment(name)) for name in (*EVERYDAY, *given) if name in everyday or name in given]
        chosen = tuple(dict.fromkeys(every))
    else:
        chosen = tuple(Garment(each) if isinstance(each, str) else each for each in wardrobe)
        _check(who, [each.name for each in chosen])
    taken: dict[str, str] = {}
    for each in chosen:
        for place in GARMENTS[each.name].places:
            if place in taken:
                raise DeclarationError(f"{who}: wears {taken[place]} and {each.name}, both on the {place}; leave one out.")
            taken[place] = each.name
    return chosen


def appearances(who: str, pieces: Sequence[str], clothes: Sequence[Garment], skin: str | Vec3 | Look, hairs: Hair,
                eyes: str) -> tuple[Appearance, ...]:
    """The looks of all pieces of somebody. Raises DeclarationError for a colour that there is not."""
    tone, tint = _look(skin, SKINS, "skin"), _look(hairs.colour, HAIRS, "hair")
    if eyes not in EYES:
        raise unknown("colour of eyes", eyes, EYES, who)
    rose = tuple(np.round((1 - LIPS) * np.array(rgb(tone.colour)) + LIPS * np.array(ROSE), 3).tolist())
    dark = tuple(np.round(np.array(DARK) * rgb(tint.colour), 3).tolist())
    looks = {"skin": tone, "hair": tint, "lips": Look(rose, tone.material), "eyes": Look("white", "ceramic"),
             "irises": Look(EYES[eyes], "ceramic"), "pupils": Look("black", "ceramic"),
             "brows": Look(dark, tint.material), "lashes": Look(dark, tint.material),
             "teeth": Look("white", "ceramic"), "tongue": Look((0.6, 0.3, 0.3), tone.material), "mouth": Look(INSIDE, tone.material)}
    looks |= {each.name: each.look or _plain(each.name, tint) for each in clothes}
    return tuple(_appearance(who, piece, looks[piece]) for piece in pieces)


def _appearance(who: str, piece: str, look: Look) -> Appearance:
    spec = GARMENTS.get(piece)
    return Appearance(path=f"{who}.{piece}", look=look, label=spec.label if spec else "person",
                  noun=(spec.noun if spec else NOUNS.get(piece, "")) or piece)


def _check(who: str, names: Sequence[str] | Mapping[str, Garment]) -> None:
    for name in names:
        if name not in GARMENTS:
            raise unknown("garment", name, ("skin", "hair", *GARMENTS), who)


def _look(given: str | Vec3 | Look, named: Mapping[str, Vec3], material: str) -> Look:
    """Of skin or hair: by a name of its own, else by any colour's."""
    if isinstance(given, Look):
        return given
    return Look(named.get(given, given) if isinstance(given, str) else given, material)


def _plain(name: str, tint: Look) -> Look:
    spec = GARMENTS[name]
    return Look(spec.colour, spec.material) if spec.colour else tint
