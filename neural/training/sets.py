"""Random sets to learn from: a floor, walls or a horizon, furniture, props that fall into place, people with clothing."""

from dataclasses import dataclass

import numpy as np

from neural.vocabulary import COLOURS, KNOWN_CLASSES, MATERIALS, NOUNS
from render.view import Cut, Key, Lamp, Rig, Sky, Sun, Surface, View
from sim.conventions import Quat, Vec3, quat_between, quat_from_euler, quat_rotate
from sim.scene import Body, Part, Scene
from sim.shapes import Box, Capsule, Cone, Cup, Cylinder, Plane, Shape, Sphere

FRAMES = 16
"""Half a second and more at 24 a second: props fall and roll, and the last frame is the picture."""
MOST = 15
"""Slots of a training picture beside the sky's."""
SURROUNDINGS = ("ground", "back", "side")
PROPS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("box", ("box", "crate", "block", "book", "domino", "machine", "toy"), ("box", "plaything", "book", "column")),
    ("ball", ("ball", "toy"), ("ball", "plaything")),
    ("cylinder", ("pillar", "barrel", "pot", "stool", "pole", "lamp"), ("column", "barrel", "pot", "stool", "pole", "lamp")),
    ("capsule", ("bottle", "cushion", "toy"), ("bottle", "cushion", "plaything")),
    ("cone", ("cone", "tree", "hat"), ("tree", "plant", "sculpture", "tower")),
    ("cup", ("cup", "vase", "bowl", "glass", "pot"), ("glass", "vase", "pot", "plate")),
)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said of a slot: class label, and colour, material and noun, each perhaps ''."""

    label: str
    colour: str
    material: str
    noun: str


@dataclass(frozen=True, kw_only=True)
class RandomSet:
    """words: by part path, as in sim.parts. sky: what is said of the sky; its colour may be ''."""

    scene: Scene
    view: View
    words: dict[str, Words]
    sky: Words


class _Maker:
    """Collects bodies, surfaces and words while a set is drawn."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.bodies: list[Body] = []
        self.surfaces: dict[str, Surface] = {}
        self.words: dict[str, Words] = {}

    def pick(self, items) -> str:
        return str(self.rng.choice(list(items)))

    def describe(self, path: str, nouns, labels, materials=MATERIALS) -> None:
        """Draw the surface and words of a part. One word in ten is left out, and the part is then as unsaid ones are: grey, plaster."""
        colour, material = self.pick(COLOURS), self.pick(materials)
        colour, material = ("" if self.rng.random() < 0.06 else x for x in (colour, material))
        noun = "" if self.rng.random() < 0.1 else self.pick(NOUNS if self.rng.random() < 0.25 else nouns)
        label = self.pick(KNOWN_CLASSES if self.rng.random() < 0.35 else labels)
        self.words[path] = Words(label=label, colour=colour, material=material, noun=noun)
        self.surfaces[path] = Surface(colour=COLOURS.get(colour, (0.7, 0.7, 0.7)), material=material or "plaster")

    def add(self, name: str, shape: Shape, position, nouns, labels, *, fixed=True, rotation: Quat = (0, 0, 0, 1), **more) -> None:
        """One body of one part."""
        self.bodies.append(Body(name=name, parts=(Part(name="it", shape=shape),), position=_triple(position), rotation=rotation,
                                fixed=fixed, **more))
        self.describe(name, nouns, labels)

    @property
    def room_left(self) -> int:
        return MOST - len(set(self.words.values()))


def random_set(rng: np.random.Generator) -> RandomSet:
    """A set whose things are seen from somewhere sensible. Sizes run from a table top to a hall."""
    maker, scale = _Maker(rng), float(np.exp(rng.uniform(np.log(0.25), np.log(1.3))))
    _ground(maker, scale)
    places = _spots(rng, scale)
    for number in range(int(rng.choice([0, 0, 0, 1, 1, 2]))):
        if maker.room_left >= 8 and scale > 0.5:
            _person(maker, f"person{number}", places.pop())
    for number in range(int(rng.integers(1, 4))):
        _furniture(maker, f"piece{number}", places.pop(), scale)
    for number in range(min(int(rng.integers(2, 9)), maker.room_left)):
        _prop(maker, f"prop{number}", places.pop(), scale)
    scene = Scene(bodies=tuple(maker.bodies), frames=FRAMES, seed=0)
    sky = Words(label="sky", colour="" if rng.random() < 0.6 else maker.pick(COLOURS), material="", noun="" if rng.random() < 0.3 else "sky")
    return RandomSet(scene=scene, view=_view(maker, scale), words=maker.words, sky=sky)


def _spots(rng: np.random.Generator, scale: float) -> list[np.ndarray]:
    """Places on the floor at least 1.1 x scale apart, in random order, those near the middle last (they are taken first)."""
    grid = np.array([(x, y) for x in range(-2, 3) for y in range(-2, 3)], float) * 1.1 * scale
    grid += rng.uniform(-0.18, 0.18, grid.shape) * scale
    near = np.linalg.norm(grid, axis=1) + rng.uniform(0, 1.3, len(grid)) * scale
    return [grid[i] for i in np.argsort(-near)]


def _ground(maker: _Maker, scale: float) -> None:
    rng, wide = maker.rng, 14.0
    maker.add("ground", Plane(size=(wide * 2, wide * 2)), (0, 0, 0), ("floor", "ground", "grass", "sand", "road", "table"),
              ("floor", "earth", "grass", "road", "sand", "table"))
    if rng.random() < 0.35:
        return
    far, tall = scale * rng.uniform(3.2, 5.0), scale * rng.uniform(2.0, 5.0)
    walls = [("back", (2 * wide, 0.2, tall), (0, far, tall / 2))]
    if rng.random() < 0.5:
        walls.append(("side", (0.2, 2 * wide, tall), (far * float(rng.choice([-1, 1])), 0, tall / 2)))
    for name, size, position in walls:
        maker.add(name, Box(size=size), position, ("wall", "building", "fence", "curtain", "house"), ("wall", "building", "fence", "curtain"))


def _furniture(maker: _Maker, name: str, place, scale: float) -> None:
    rng, kind = maker.rng, maker.pick(("table", "pillar", "ramp", "shelf"))
    turn = tuple(quat_from_euler([0, 0, rng.uniform(0, 360)]))
    if kind == "pillar":
        radius, height = rng.uniform(0.1, 0.28) * scale, rng.uniform(1.0, 2.8) * scale
        shape = Cylinder(radius=radius, height=height) if rng.random() < 0.6 else Box(size=(radius * 1.8, radius * 1.8, height))
        maker.add(name, shape, (*place, height / 2), ("pillar", "pole", "tower", "tree"), ("column", "pole", "tower"), rotation=turn)
    elif kind == "ramp":
        tilt = tuple(quat_from_euler([0, -rng.uniform(10, 35), rng.uniform(0, 360)]))
        maker.add(name, Box(size=(0.9 * scale, 0.35 * scale, 0.05 * scale)), (*place, 0.27 * scale), ("ramp", "board", "track"),
                  ("bench", "base", "path"), rotation=tilt)
    else:
        height = rng.uniform(0.3, 0.9) * scale
        maker.add(name, Box(size=(rng.uniform(0.5, 0.8) * scale, rng.uniform(0.4, 0.6) * scale, height)), (*place, height / 2),
                  ("table", "desk", "cabinet", "counter", "bench"), ("table", "desk", "cabinet", "counter"), rotation=turn)
        if rng.random() < 0.8 and maker.room_left > 2:
            _prop(maker, f"{name}_top", place, 0.55 * scale, height)


def _prop(maker: _Maker, name: str, place, scale: float, floor: float = 0.0) -> None:
    """A thing let go a little above the floor, now and then with a push."""
    rng = maker.rng
    kind, nouns, labels = PROPS[rng.integers(len(PROPS))]
    size = scale * rng.uniform(0.1, 0.3)
    shape, height = _shape(kind, size, rng)
    upright = rng.random() < 0.7
    turn = quat_from_euler([0, 0, rng.uniform(0, 360)] if upright else rng.uniform(0, 360, 3))
    rise = height / 2 if upright else _reach(shape)
    push = rng.uniform(-0.8, 0.8, 3) * scale * [1, 1, 0] if rng.random() < 0.3 else np.zeros(3)
    maker.add(name, shape, (*place, floor + rise + 0.004), nouns, labels, fixed=False, rotation=tuple(turn), velocity=_triple(push))


def _shape(kind: str, size: float, rng: np.random.Generator) -> tuple[Shape, float]:
    """A shape of about this radius, and its height when upright."""
    long = size * rng.uniform(1.2, 3.0)
    if kind == "box":
        edges = size * rng.uniform(0.8, 2.2, 3)
        return Box(size=_triple(edges)), float(edges[2])
    if kind == "ball":
        return Sphere(radius=size), 2 * size
    if kind == "cylinder":
        return Cylinder(radius=size * 0.7, height=long), long
    if kind == "capsule":
        return Capsule(radius=size * 0.5, height=long * 0.6), long * 0.6 + size
    if kind == "cone":
        return Cone(radius=size * 0.8, height=long), long
    return Cup(radius=size * 0.7, height=size * 1.6, wall=size * 0.09, handle=bool(rng.random() < 0.7)), size * 1.6


def _reach(shape: Shape) -> float:
    """A radius that no turn of the shape exceeds, m."""
    if isinstance(shape, Box):
        return float(np.linalg.norm(shape.size) / 2)
    if isinstance(shape, Sphere):
        return shape.radius
    if isinstance(shape, Capsule):
        return shape.height / 2 + shape.radius
    return float(np.hypot(shape.height / 2, shape.radius * 1.7))


def _person(maker: _Maker, name: str, place) -> None:
    """A standing figure 1.5-1.9 m tall in shirt, trousers and shoes, its limbs swung at random."""
    rng, tall = maker.rng, maker.rng.uniform(1.5, 1.9)
    unit, parts = tall / 1.75, []

    def limb(part: str, start, turn, length: float, radius: float) -> np.ndarray:
        end = start + quat_rotate(turn, [0, 0, -length])
        parts.append(Part(name=part, shape=Capsule(radius=radius, height=length), position=_triple((start + end) / 2), rotation=tuple(turn)))
        return end

    for side, sign in (("left", 1), ("right", -1)):
        hip, shoulder = np.array([0, sign * 0.1, 0.9]) * unit, np.array([0, sign * 0.2, 1.42]) * unit
        thigh = quat_from_euler([sign * rng.uniform(0, 8), rng.uniform(-30, 30), 0])
        knee = limb(f"{side}_thigh", hip, thigh, 0.40 * unit, 0.075 * unit)
        ankle = limb(f"{side}_shin", knee, quat_between(thigh, [0, 0, 0, 1], rng.uniform(0, 1)), 0.38 * unit, 0.06 * unit)
        parts.append(Part(name=f"{side}_shoe", shape=Box(size=_triple(np.array([0.24, 0.09, 0.08]) * unit)),
                          position=_triple(ankle + np.array([0.05, 0, -0.06]) * unit)))
        arm = quat_from_euler([sign * rng.uniform(0, 50), rng.uniform(-70, 40), 0])
        elbow = limb(f"{side}_sleeve", shoulder, arm, 0.26 * unit, 0.05 * unit)
        hand = limb(f"{side}_forearm", elbow, quat_between(arm, quat_from_euler([0, -60, 0]), rng.uniform(0, 1)), 0.24 * unit, 0.04 * unit)
        parts.append(Part(name=f"{side}_hand", shape=Sphere(radius=0.05 * unit), position=_triple(hand)))
    parts.append(Part(name="chest", shape=Capsule(radius=0.16 * unit, height=0.36 * unit), position=_triple(np.array([0, 0, 1.2]) * unit)))
    parts.append(Part(name="head", shape=Sphere(radius=0.115 * unit), position=_triple(np.array([0, 0, 1.64]) * unit)))
    parts.append(Part(name="hair", shape=Sphere(radius=0.117 * unit), position=_triple(np.array([-0.02, 0, 1.675]) * unit)))
    turn = quat_from_euler([0, 0, rng.uniform(0, 360)])
    low = min(quat_rotate(p.rotation, [0, 0, 0])[2] + p.position[2] for p in parts if p.name.endswith("shoe")) - 0.04 * unit
    maker.bodies.append(Body(name=name, parts=tuple(parts), position=(*_pair(place), float(-low)), rotation=tuple(turn), fixed=True))
    _dress(maker, name, parts)


_WORN = {"thigh": "trousers", "shin": "trousers", "shoe": "shoe", "sleeve": "shirt", "forearm": "shirt", "hand": "skin",
         "chest": "shirt", "head": "skin", "hair": "hair"}
_MADE_OF = {"trousers": ("cloth", "striped", "checked"), "shirt": ("cloth", "striped", "spotted", "checked"), "shoe": ("rubber", "cloth"),
            "skin": ("skin",), "hair": ("hair",)}


def _dress(maker: _Maker, name: str, parts: list[Part]) -> None:
    """One set of words for all parts of the same garment."""
    short = maker.rng.random() < 0.4
    worn: dict[str, str] = {}
    for part in parts:
        kind = part.name.split("_")[-1]
        garment = "skin" if short and kind == "forearm" else _WORN[kind]
        path = f"{name}.{part.name}"
        if garment in worn:
            maker.words[path], maker.surfaces[path] = maker.words[worn[garment]], maker.surfaces[worn[garment]]
            continue
        maker.describe(path, (garment,), ("person",), _MADE_OF[garment])
        worn[garment] = path


def _view(maker: _Maker, scale: float) -> View:
    rng = maker.rng
    people = any(body.name.startswith("person") for body in maker.bodies)
    target = np.array([*rng.uniform(-0.4, 0.4, 2) * scale, rng.uniform(0.6, 1.1) if people else rng.uniform(0.1, 0.6) * scale])
    azimuth, distance = rng.uniform(-2.4, -0.75), rng.uniform(2.5, 5.5) if people else scale * rng.uniform(1.5, 4.2)
    height = scale * rng.uniform(0.12, 1.0) + distance * rng.uniform(0.05, 0.45)
    position = (target[0] + distance * np.cos(azimuth), target[1] + distance * np.sin(azimuth), height)
    key = Key(time=0.0, position=_triple(position), look_at=_triple(target), focal=float(rng.uniform(24, 50)))
    lights: tuple = (Sun(azimuth=float(rng.uniform(0, 360)), elevation=float(rng.uniform(15, 75)), strength=float(rng.uniform(0.5, 1.1))),)
    if rng.random() < 0.3:
        place = target + scale * np.array([*rng.uniform(-2, 2, 2), rng.uniform(1.2, 2.2)])
        lamp = Lamp(position=_triple(place), strength=float(scale ** 2 * rng.uniform(1, 4)))
        lights = (lamp,) if rng.random() < 0.3 else (*lights, lamp)
    return View(cuts=(Cut(time=0.0, rig=Rig(keys=(key,))),), surfaces=maker.surfaces, lights=lights,
                sky=Sky(strength=float(rng.uniform(0.3, 0.65))))


def _triple(values) -> Vec3:
    x, y, z = (float(v) for v in values)
    return x, y, z


def _pair(values) -> tuple[float, float]:
    x, y = (float(v) for v in values)
    return x, y
