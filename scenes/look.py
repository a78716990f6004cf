"""What a thing looks like: colour and material for the beauty pass, words, seed and reference picture for the painter."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from neural.conditioning.ade20k import CLASSES
from neural.conditioning.vocabulary import COLOURS, parse
from neural.style import ObjectStyle
from render.materials import MATERIALS
from render.view import OWN, Shading, check_texture
from sim.errors import DeclarationError, check_number, check_seed, check_vector, unknown
from sim.math.conventions import Vec3

GREY = "grey"
"""The colour of what has none."""


@dataclass(frozen=True)
class Look:
    """What a thing looks like.

    colour: a name, or sRGB in 0..1; None: grey, or as the texture is. material: what it looks made of; it has no physics.
    prompt: further words for the painter; the colour, the material and the thing's own noun are put in front where they are
    missing, so that Look("red", "ceramic") on a cup reads 'red ceramic cup'. seed: re-rolls the painting of this thing alone.
    reference: path of a picture it should look like. texture: path of a picture that is seen on it instead of the colour; it
    repeats without end. scale: m that this picture is wide, laid on from six sides; 0: as the thing's mesh file lays it, or 1 m.
    normal: path of a normal map, as glTF has them (green is up), that lies as the texture does and bends what light sees of the
    surface, in place of what its mesh file has; 'own': that which the file has.
    glow: light that it gives off, of its own colour: 1 makes it as bright as full sun on it would. It lights what is near, also
    while it moves: a bulb of radius r, m, as a lamp whose strength is glow times r squared, a screen as an area light.
    """

    colour: str | Vec3 | None = None
    material: str = "plaster"
    prompt: str = ""
    seed: int = 0
    reference: str | None = None
    texture: str = ""
    scale: float = 0.0
    normal: str = ""
    glow: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Appearance:
    """The look of one object, or of one part of it, ready to be split. path: 'object' or 'object.part'."""

    path: str
    look: Look
    label: str
    noun: str

    def __post_init__(self) -> None:
        _check(self.path, self.look)
        if self.label not in CLASSES:
            raise unknown("class label", self.label, CLASSES, self.path)
        if not isinstance(self.noun, str) or not self.noun:
            raise DeclarationError(f"{self.path}: noun is {self.noun!r}; it must be a word for the painter, such as 'cup'.")

    @property
    def surface(self) -> Shading:
        """What is rendered of it: of the colour and material that the prompt names, else of the look's own."""
        said = parse(self.look.prompt)
        return Shading(colour=rgb(said.colour or _seen(self.look)), material=said.material or self.look.material, texture=self.look.texture,
                       scale=self.look.scale, normal=self.look.normal, glow=self.look.glow)

    @property
    def style(self) -> ObjectStyle:
        """What the painter needs of it."""
        return ObjectStyle(label=self.label, prompt=phrase(self.look, self.noun), seed=self.look.seed, reference=self.look.reference)


def _seen(look: Look) -> str | Vec3 | None:
    """Its colour, or if none is given that of its texture on the whole."""
    return look.colour if look.colour is not None or look.texture in ("", OWN) else _mean(look.texture)


@lru_cache(maxsize=64)
def _mean(path: str) -> Vec3:
    from scenes.looks_of_files import colour_of
    from sim.geometry.mesh_material import read_picture
    from sim.geometry.paint import Paint, plain
    bare = plain(1)
    return colour_of(Paint(tints=bare.tints, uv=bare.uv, which=bare.which, pictures=(read_picture(path),), cutoffs=(0.0,)))


def rgb(colour: str | Vec3 | None) -> Vec3:
    """sRGB in 0..1 of a colour name or of an RGB triple; grey for None. DeclarationError for a name that is none."""
    if colour is None:
        colour = GREY
    if isinstance(colour, str) and colour not in COLOURS:
        raise unknown("colour", colour, COLOURS)
    r, g, b = COLOURS[colour] if isinstance(colour, str) else colour
    return float(r), float(g), float(b)


def colour_name(colour: str | Vec3 | None) -> str:
    """The colour's name; of an RGB triple that of the nearest colour in the vocabulary (Euclidean in sRGB); grey for None."""
    if colour is None:
        return GREY
    if isinstance(colour, str):
        return colour
    return min(COLOURS, key=lambda name: sum((a - b) ** 2 for a, b in zip(COLOURS[name], colour)))


def phrase(look: Look, noun: str) -> str:
    """The painter's words for a thing: '{colour} {material} {prompt} {noun}', leaving out what the prompt says already."""
    said, rest = parse(look.prompt), re.sub(r"^(an?|the)\s+", "", look.prompt.strip(), flags=re.IGNORECASE)
    words = ("" if said.colour else colour_name(_seen(look)), "" if said.material else look.material, rest, "" if said.noun else noun)
    return " ".join(filter(None, words))


def _check(owner: str, look: object) -> None:
    if not isinstance(look, Look):
        raise DeclarationError(f"{owner}: look is {look!r}; it must be a Look, such as Look('red', 'ceramic').")
    check_texture(owner, look.texture, look.scale, look.normal)
    check_number(owner, "glow", look.glow, least=0, most=1e5)
    if isinstance(look.colour, str):
        if look.colour not in COLOURS:
            raise unknown("colour", look.colour, COLOURS, owner)
    elif look.colour is not None:
        for channel in check_vector(owner, "colour", look.colour):
            check_number(owner, "colour", channel, least=0, most=1)
    if look.material not in MATERIALS:
        raise unknown("material", look.material, MATERIALS, owner)
    if not isinstance(look.prompt, str):
        raise DeclarationError(f"{owner}: prompt is {look.prompt!r}; it must be words.")
    check_seed(owner, look.seed)
    if look.reference is not None and not Path(look.reference).is_file():
        raise DeclarationError(f"{owner}: reference picture {look.reference!r} does not exist (looked in {Path.cwd()}).")
