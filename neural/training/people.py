"""People for random sets: standing figures of capsules, dressed."""

import numpy as np

from neural.training.maker import Maker, triple
from sim.conventions import quat_between, quat_from_euler, quat_rotate
from sim.objects import Body, Part
from sim.shapes import Box, Capsule, Sphere


def add_person(maker: Maker, name: str, place: np.ndarray) -> None:
    """A standing figure 1.5-1.9 m tall in shirt, trousers and shoes, its limbs swung at random."""
    rng, tall = maker.rng, maker.rng.uniform(1.5, 1.9)
    unit, parts = tall / 1.75, []

    def limb(part: str, start, turn, length: float, radius: float) -> np.ndarray:
        end = start + quat_rotate(turn, [0, 0, -length])
        shape = Capsule(radius=radius, height=length)
        parts.append(Part(name=part, shape=shape, position=triple((start + end) / 2), rotation=tuple(turn)))
        return end

    for side, sign in (("left", 1), ("right", -1)):
        hip, shoulder = np.array([0, sign * 0.1, 0.9]) * unit, np.array([0, sign * 0.2, 1.42]) * unit
        thigh = quat_from_euler([sign * rng.uniform(0, 8), rng.uniform(-30, 30), 0])
        knee = limb(f"{side}_thigh", hip, thigh, 0.40 * unit, 0.075 * unit)
        ankle = limb(f"{side}_shin", knee, quat_between(thigh, [0, 0, 0, 1], rng.uniform(0, 1)), 0.38 * unit, 0.06 * unit)
        parts.append(Part(name=f"{side}_shoe", shape=Box(size=triple(np.array([0.24, 0.09, 0.08]) * unit)),
                          position=triple(ankle + np.array([0.05, 0, -0.06]) * unit)))
        arm = quat_from_euler([sign * rng.uniform(0, 50), rng.uniform(-70, 40), 0])
        elbow = limb(f"{side}_sleeve", shoulder, arm, 0.26 * unit, 0.05 * unit)
        hand = limb(f"{side}_forearm", elbow, quat_between(arm, quat_from_euler([0, -60, 0]), rng.uniform(0, 1)), 0.24 * unit, 0.04 * unit)
        parts.append(Part(name=f"{side}_hand", shape=Sphere(radius=0.05 * unit), position=triple(hand)))
    parts.append(Part(name="chest", shape=Capsule(radius=0.16 * unit, height=0.36 * unit), position=triple(np.array([0, 0, 1.2]) * unit)))
    parts.append(Part(name="head", shape=Sphere(radius=0.115 * unit), position=triple(np.array([0, 0, 1.64]) * unit)))
    parts.append(Part(name="hair", shape=Sphere(radius=0.117 * unit), position=triple(np.array([-0.02, 0, 1.675]) * unit)))
    turn = quat_from_euler([0, 0, rng.uniform(0, 360)])
    low = min(quat_rotate(p.rotation, [0, 0, 0])[2] + p.position[2] for p in parts if p.name.endswith("shoe")) - 0.04 * unit
    maker.bodies.append(Body(name=name, parts=tuple(parts), position=triple((*place, -low)), rotation=tuple(turn), fixed=True))
    _dress(maker, name, parts)


_WORN = {"thigh": "trousers", "shin": "trousers", "shoe": "shoe", "sleeve": "shirt", "forearm": "shirt", "hand": "skin",
         "chest": "shirt", "head": "skin", "hair": "hair"}
_MADE_OF = {"trousers": ("cloth", "striped", "checked"), "shirt": ("cloth", "striped", "spotted", "checked"), "shoe": ("rubber", "cloth"),
            "skin": ("skin",), "hair": ("hair",)}


def _dress(maker: Maker, name: str, parts: list[Part]) -> None:
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
