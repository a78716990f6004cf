"""Collecting a random set: bodies, people, the surfaces that they are seen with, and the words that say so."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from neural.conditioning.vocabulary import COLOURS, KNOWN_CLASSES, MATERIALS, NOUNS
from render.view import Shading
from sim.math.conventions import Quat, Vec3
from sim.scene.actions import Action
from sim.scene.objects import Body, Part
from sim.scene.person import Person
from sim.scene.shapes import Shape

MOST = 15
"""Regions of a training picture beside the sky's."""


@dataclass(frozen=True, kw_only=True)
class RegionWords:
    """What is said of a region: class label, and colour, material and noun, each perhaps ''."""

    label: str
    colour: str
    material: str
    noun: str


class Maker:
    """Collects bodies, people, what they do, surfaces and words while a set is drawn."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.bodies: list[Body] = []
        self.people: list[Person] = []
        self.actions: list[Action] = []
        self.surfaces: dict[str, Shading] = {}
        self.words: dict[str, RegionWords] = {}

    def pick(self, items) -> str:
        return str(self.rng.choice(list(items)))

    def describe(self, path: str, nouns, labels, materials=MATERIALS) -> None:
        """Draw the surface and words of a part. One word in ten is left out, and the part is then as unsaid ones are: grey, plaster."""
        colour, material = self.pick(COLOURS), self.pick(materials)
        colour, material = ("" if self.rng.random() < 0.06 else x for x in (colour, material))
        noun = "" if self.rng.random() < 0.1 else self.pick(NOUNS if self.rng.random() < 0.25 else nouns)
        label = self.pick(KNOWN_CLASSES if self.rng.random() < 0.35 else labels)
        self.words[path] = RegionWords(label=label, colour=colour, material=material, noun=noun)
        self.surfaces[path] = Shading(colour=COLOURS.get(colour, (0.7, 0.7, 0.7)), material=material or "plaster")

    def describe_as(self, path: str, other: str) -> None:
        """A part like another one."""
        self.words[path], self.surfaces[path] = self.words[other], self.surfaces[other]

    def add(self, name: str, shape: Shape, position, nouns, labels, *, fixed=True, rotation: Quat = (0, 0, 0, 1), **more) -> None:
        """One body of one part."""
        self.bodies.append(Body(name=name, parts=(Part(name="it", shape=shape),), position=triple(position), rotation=rotation,
                                fixed=fixed, **more))
        self.describe(name, nouns, labels)

    @property
    def room_left(self) -> int:
        return MOST - len(set(self.words.values()))


def triple(values: Iterable[float]) -> Vec3:
    x, y, z = (float(v) for v in values)
    return x, y, z
