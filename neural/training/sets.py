"""Random sets to learn from: a floor, walls or a horizon, furniture, props that fall into place, people about something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from neural.training.maker import Choice, Furnishing, Maker, triple
from neural.training.people import add_person
from sim.geometry.tessellate import tessellate
from sim.math.conventions import Vec3, quat_from_euler
from sim.scene.objects import Part
from sim.scene.scene import Scene
from sim.scene.shapes import Box, Capsule, Cone, Cup, Cylinder, Plane, Shape, Sphere

FRAMES = 16
"""At least, more than half a second at 24 a second: props fall and roll, people get going, and the last frame is the picture."""
SURROUNDINGS = ("ground", "back", "side")
PROPS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("box", ("box", "crate", "block", "book", "domino", "machine", "toy"), ("box", "plaything", "book", "column")),
    ("ball", ("ball", "toy"), ("ball", "plaything")),
    ("cylinder", ("pillar", "barrel", "pot", "stool", "pole", "lamp"), ("column", "barrel", "pot", "stool", "pole", "lamp")),
    ("capsule", ("bottle", "cushion", "toy"), ("bottle", "cushion", "plaything")),
    ("cone", ("cone", "tree", "hat"), ("tree", "plant", "sculpture", "tower")),
    ("cup", ("cup", "vase", "bowl", "glass", "pot"), ("glass", "vase", "pot", "plate")),
)


GROUNDS = ("wood", "wood", "tiled", "stone", "concrete", "grass", "sand", "marble", "cloth", "brick", "checked", "plaster")
WALLS = ("plaster", "plaster", "plaster", "brick", "wood", "concrete", "stone", "tiled", "paper", "striped", "cloth")
KITTED = 0.6
"""How often a set is furnished from the kit."""


@dataclass(frozen=True, kw_only=True)
class RandomSet:
    """choices: what may be said of each part, by its path, as in sim.scene.parts. scale: its size, 1 is a room. subjects: where something
    is to be looked at, (x, y, z) m each; the first of them are people's."""

    scene: Scene
    choices: Mapping[str, Choice]
    scale: float
    subjects: tuple[Vec3, ...]


def random_set(rng: np.random.Generator, kit: Sequence[Furnishing] = ()) -> RandomSet:
    """A set to be acted out. Sizes run from a table top to a hall."""
    people, frames = int(rng.choice([0, 0, 0, 1, 1, 2])), FRAMES
    maker, scale = Maker(rng), float(np.exp(rng.uniform(np.log(0.55 if people else 0.25), np.log(1.3))))
    kitted = bool(kit) and rng.random() < KITTED
    scale = max(scale, 0.8) if kitted else scale
    _ground(maker, scale)
    places = _spots(rng, scale * (1.4 if kitted else 1.0))
    for number in range(people):
        if maker.room_left >= 10:
            frames = max(frames, add_person(maker, f"person{number}", places.pop()))
    if kitted:
        _furnish(maker, kit, places)
    for number in range(int(rng.integers(0 if kitted else 1, 4))):
        if maker.room_left:
            _furniture(maker, f"piece{number}", places.pop(), scale)
    for number in range(int(rng.integers(0 if kitted else 2, 9))):
        if maker.room_left:
            _prop(maker, f"prop{number}", places.pop(), scale)
    scene = Scene(bodies=tuple(maker.bodies), people=tuple(maker.people), actions=tuple(maker.actions), frames=frames, seed=0)
    subjects = (*(triple((*who.position[:2], 0.55 * who.height)) for who in maker.people),
                *(body.position for body in maker.bodies if body.name not in SURROUNDINGS))
    return RandomSet(scene=scene, choices=maker.choices, scale=scale, subjects=subjects)


def _furnish(maker: Maker, kit: Sequence[Furnishing], places: list[np.ndarray]) -> None:
    rng = maker.rng
    for number in range(int(rng.integers(2, 8))):
        furnishing = kit[int(rng.integers(len(kit)))]
        if len(furnishing.own) <= maker.room_left and len(places) > 8:
            turn = tuple(quat_from_euler([0, 0, rng.uniform(0, 360)]))
            maker.furnish(f"furnishing{number}", furnishing, triple((*places.pop(), furnishing.body.position[2])), turn)


def _spots(rng: np.random.Generator, scale: float) -> list[np.ndarray]:
    """Places on the floor at least 1.1 x scale apart, in random order, those near the middle last (they are taken first)."""
    grid = np.array([(x, y) for x in range(-2, 3) for y in range(-2, 3)], float) * 1.1 * scale
    grid += rng.uniform(-0.18, 0.18, grid.shape) * scale
    near = np.linalg.norm(grid, axis=1) + rng.uniform(0, 1.3, len(grid)) * scale
    return [grid[i] for i in np.argsort(-near)]


def _ground(maker: Maker, scale: float) -> None:
    rng, wide = maker.rng, 14.0
    maker.add("ground", Plane(size=(wide * 2, wide * 2)), (0, 0, 0), ("floor", "ground", "grass", "sand", "road", "table"),
              ("floor", "earth", "grass", "road", "sand", "table"), materials=GROUNDS)
    if rng.random() < 0.35:
        return
    far, tall = scale * rng.uniform(3.2, 5.0), scale * rng.uniform(2.0, 5.0)
    walls = [("back", (2 * wide, 0.2, tall), (0.0, far, tall / 2))]
    if rng.random() < 0.5:
        walls.append(("side", (0.2, 2 * wide, tall), (far * float(rng.choice([-1, 1])), 0.0, tall / 2)))
    for name, size, position in walls:
        maker.add(name, Box(size=size), position, ("wall", "building", "fence", "curtain", "house"),
                  ("wall", "building", "fence", "curtain"), materials=WALLS)


def _furniture(maker: Maker, name: str, place, scale: float) -> None:
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


def _prop(maker: Maker, name: str, place, scale: float, floor: float = 0.0) -> None:
    """A thing let go a little above the floor, now and then with a push."""
    rng = maker.rng
    kind, nouns, labels = PROPS[rng.integers(len(PROPS))]
    size = scale * rng.uniform(0.1, 0.3)
    shape, height = _shape(kind, size, rng)
    upright = rng.random() < 0.7
    turn = quat_from_euler([0, 0, rng.uniform(0, 360)] if upright else rng.uniform(0, 360, 3))
    rise = height / 2 if upright else _reach(shape)
    push = rng.uniform(-0.8, 0.8, 3) * scale * [1, 1, 0] if rng.random() < 0.3 else np.zeros(3)
    maker.add(name, shape, (*place, floor + rise + 0.004), nouns, labels, fixed=False, rotation=tuple(turn), velocity=triple(push))
    if isinstance(shape, Cup) and maker.room_left and rng.random() < 0.35:
        _fill(maker, name, shape)


def _fill(maker: Maker, name: str, cup: Cup) -> None:
    """Something to drink in a cup that was just added."""
    level, deep = maker.rng.uniform(-0.2, 0.4) * cup.height, 0.02 * cup.height
    liquid = Part(name="liquid", shape=Cylinder(radius=0.98 * (cup.radius - cup.wall), height=deep), position=(0, 0, float(level)))
    body = maker.bodies.pop()
    maker.bodies.append(replace(body, parts=(*body.parts, liquid)))
    vessel, = body.parts
    maker.choices[f"{name}.{vessel.name}"] = maker.choices.pop(name)
    maker.describe(f"{name}.{liquid.name}", ("water",), ("water",), ("plastic", "plaster", "ceramic"))


def _shape(kind: str, size: float, rng: np.random.Generator) -> tuple[Shape, float]:
    """A shape of about this radius, and its height when upright."""
    long = size * rng.uniform(1.2, 3.0)
    if kind == "box":
        edges = size * rng.uniform(0.8, 2.2, 3)
        return Box(size=triple(edges)), float(edges[2])
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
    return float(np.linalg.norm(tessellate(shape).vertices, axis=1).max())
