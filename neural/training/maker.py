"""Collecting a random set: bodies, people, and for each part what may be said of it; words and surfaces are drawn from that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from neural.conditioning.ade20k import CLASSES
from neural.conditioning.vocabulary import COLOURS, MATERIALS, NOUNS
from render.view import Shading
from sim.math.conventions import Quat, Vec3
from sim.scene.actions import Action
from sim.scene.objects import Body, Part
from sim.scene.person import Person
from sim.scene.shapes import Shape

MOST = 31
"""Regions of a training picture beside the sky's."""
OWN = 0.6
"""How often a part of a furnishing keeps its own colour and material."""


@dataclass(frozen=True, kw_only=True)
class RegionWords:
    """What is said of a region: class label, and colour, material and noun, each perhaps ''."""

    label: str
    colour: str
    material: str
    noun: str


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What may be said of a part. like: the path of a part that it is like, or ''. own: what it is made as, or None."""

    nouns: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    materials: tuple[str, ...] = tuple(MATERIALS)
    like: str = ""
    own: RegionWords | None = None

    def words(self, rng: np.random.Generator) -> RegionWords:
        """Words drawn from it. One in twenty is left out, and the part is then as unsaid ones are: grey, plaster."""
        if self.own and rng.random() < OWN:
            return self.own
        material = str(rng.choice(self.materials if rng.random() < 0.75 else list(MATERIALS)))
        colour, material = ("" if rng.random() < 0.05 else word for word in (str(rng.choice(list(COLOURS))), material))
        noun = "" if rng.random() < 0.1 else str(rng.choice(NOUNS if rng.random() < 0.25 else self.nouns))
        label = str(rng.choice(CLASSES if rng.random() < 0.3 else self.labels))
        return RegionWords(label=label, colour=colour, material=material, noun=noun)


@dataclass(frozen=True, kw_only=True)
class Furnishing:
    """A thing of a kit, at the origin, on the floor: its body, and what each part, by its path in the body or '', is made as."""

    body: Body
    own: Mapping[str, RegionWords] = field(default_factory=dict)


class Maker:
    """Collects bodies, people, what they do, and what may be said of their parts while a set is drawn."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.bodies: list[Body] = []
        self.people: list[Person] = []
        self.actions: list[Action] = []
        self.choices: dict[str, Choice] = {}

    def pick(self, items) -> str:
        return str(self.rng.choice(list(items)))

    def describe(self, path: str, nouns, labels, materials=tuple(MATERIALS)) -> None:
        """Say what may be said of a part."""
        self.choices[path] = Choice(nouns=tuple(nouns), labels=tuple(labels), materials=tuple(materials))

    def describe_as(self, path: str, other: str) -> None:
        """A part like another one."""
        self.choices[path] = Choice(like=other)

    def add(self, name: str, shape: Shape, position, nouns, labels, *, materials=tuple(MATERIALS), fixed=True,
            rotation: Quat = (0, 0, 0, 1), **more) -> None:
        """One body of one part."""
        self.bodies.append(Body(name=name, parts=(Part(name="it", shape=shape),), position=triple(position), rotation=rotation,
                                fixed=fixed, **more))
        self.describe(name, nouns, labels, materials)

    def furnish(self, name: str, furnishing: Furnishing, position: Vec3, rotation: Quat) -> None:
        """A thing of a kit, which stays where it is put."""
        self.bodies.append(replace(furnishing.body, name=name, position=position, rotation=rotation, fixed=True))
        for path, own in furnishing.own.items():
            self.choices[f"{name}.{path}" if path else name] = Choice(nouns=(own.noun,), labels=(own.label,), own=own)

    @property
    def room_left(self) -> int:
        return MOST - sum(not choice.like for choice in self.choices.values())


def dressed(choices: Mapping[str, Choice], rng: np.random.Generator) -> tuple[dict[str, RegionWords], dict[str, Shading]]:
    """Words and surfaces drawn for each part."""
    words = {path: choice.words(rng) for path, choice in choices.items() if not choice.like}
    words |= {path: words[choice.like] for path, choice in choices.items() if choice.like}
    surfaces = {said: _surface(said, rng) for said in dict.fromkeys(words.values())}
    return words, {path: surfaces[said] for path, said in words.items()}


def _surface(said: RegionWords, rng: np.random.Generator) -> Shading:
    """As what is said is rendered; often of a colour that is only near the one that is named."""
    colour = np.array(COLOURS.get(said.colour, (0.7, 0.7, 0.7))) + (rng.normal(0, 0.07, 3) if rng.random() < 0.5 else 0)
    return Shading(colour=triple(colour.clip(0, 1)), material=said.material or "plaster")


def triple(values: Iterable[float]) -> Vec3:
    x, y, z = (float(v) for v in values)
    return x, y, z
