"""Small stages drawn at random: a room, furniture, a cup somewhere, and a person who is to walk up to it, take it and drink."""

from collections.abc import Callable
from itertools import count

import numpy as np

from bench.furniture import FURNITURE, Floor, Full, Furniture, Random, Spot, a_box, a_shelf, a_step, a_table, fence
from render.view import Rig
from scenes import Look, Shot, after, camera, cup, drink, make_shot, person, pick_up, room, walk_to
from scenes.people import AGES, TALL
from scenes.props import Prop
from scenes.rooms import Side
from sim.math.conventions import Vec3

KINDS = {"open": 0.68, "deep": 0.08, "high": 0.08, "walled": 0.08, "boxed": 0.08}
"""What is drawn how often: nothing in particular; a cup far in on a wide table; one high up; one fenced in; a person fenced in."""
SECONDS = 20.0
FREE = 0.3
"""m at least from a person's middle to things at frame 0."""
AWAY = 0.4
"""m that a camera keeps from walls."""
OUTFITS = (("top", "trousers", "shoes"), ("T-shirt", "shorts", "shoes"), ("jumper", "skirt", "boots"), ("dress", "shoes"),
           ("shirt", "jacket", "trousers", "shoes"), ("top", "coat", "trousers", "boots"))
"""What people may wear."""
BOARDS = 0.09
"""m that a fence takes up on each side."""
CARRIERS: dict[str, tuple[Callable[[Random, str], Furniture], ...]] = {
    "open": (a_table, a_table, a_table, a_box, a_shelf, a_step),
    "deep": (lambda random, name: a_table(random, name, (2.2, 2.7), (2.2, 2.7), (0.4, 0.9)),),
    "high": (lambda random, name: a_shelf(random, name, (2.15, 2.3)),),
    "walled": (a_table, a_box),
    "boxed": (a_table, a_box),
}


def stage(seed: int, kind: str | None = None) -> Shot:
    """The stage of this number; the same every time. kind: one of KINDS; None: drawn as well. The shot is called 'KIND_SEED'."""
    chosen = kind or str(np.random.default_rng([seed, 0]).choice(list(KINDS), p=list(KINDS.values())))
    for attempt in count(1):
        try:
            return _drawn(np.random.default_rng([seed, attempt]), f"{chosen}_{seed}", chosen)
        except Full:
            continue
    raise AssertionError


def _drawn(random: Random, name: str, kind: str) -> Shot:
    x, y, z = (float(random.uniform(*span)) for span in ((5.5, 8.0), (4.5, 7.0), (2.5, 3.0)))
    floor = Floor(size=(x, y))
    carrier = CARRIERS[kind][int(random.integers(len(CARRIERS[kind])))](random, "carrier")
    at, props = _fenced(random, floor, carrier, "fence", kind == "walled")
    props.append(carrier.made(at))
    the_cup, cup_at = _cup(random, carrier, at, kind)
    stands, around = _fenced(random, floor, Furniture(half=(FREE, FREE), top=0.0, made=lambda _: the_cup), "pen", kind == "boxed")
    who = _somebody(int(name.rsplit("_", 1)[1]), stands, turn=float(random.uniform(-180, 180)), share=float(random.random()),
                    build=str(random.choice(["slim", "medium", "broad"])))
    others = _others(random, floor)
    sides: tuple[Side, ...] = ("left", "right")
    walls: list[Side] = ["back", *(side for side in sides if random.random() < 0.7)]
    return make_shot(name, [*room((x, y, z), walls=walls), *props, *around, *others, the_cup, who], seconds=SECONDS,
                     camera=_camera(random, (x, y), stands, cup_at), actions=[
                         walk_to("anna", "cup", when=0.2, name="walk"), pick_up("anna", "cup", when=after("walk", delay=0.1), name="take"),
                         drink("anna", "cup", when=after("take", delay=0.1), name="drink")])


def _somebody(seed: int, stands: Spot, turn: float, share: float, build: str) -> Prop:
    """A person of any age from 8 on, as tall as people of that age are, dressed in anything."""
    random = np.random.default_rng([6, seed])
    age = float(random.choice([8, 11, 15, 25, 45, 70]))
    height = float(np.interp(age, AGES, TALL)) * (0.9 + 0.22 * share)
    return person("anna", on=(stands.x, stands.y, 0.0), turn=turn, age=age, gender=float(random.random()), height=height, build=build,
                  hair=str(random.choice(["short", "bob", "ponytail", "curls"])), wardrobe=OUTFITS[int(random.integers(len(OUTFITS)))])


def _fenced(random: Random, floor: Floor, what: Furniture, name: str, fenced: bool) -> tuple[Spot, list[Prop]]:
    """A free place for a thing, and the fence round it if there is to be one."""
    if not fenced:
        return floor.spot(random, what.half), []
    x, y = (side + float(random.uniform(0.15, 0.5)) for side in what.half)
    spot = floor.spot(random, (x + BOARDS, y + BOARDS))
    return spot, fence(random, name, spot, (x, y), float(random.uniform(1.0 if name == "pen" else 2.0, 2.3)))


def _cup(random: Random, carrier: Furniture, at: Spot, kind: str) -> tuple[Prop, Vec3]:
    """The cup on its carrier, all of it, and where it stands; in the middle of wide tables and high shelves."""
    radius, tall = float(random.uniform(0.03, 0.05)), float(random.uniform(0.08, 0.14))
    inner = [max(side - 2 * radius - 0.01, 0.0) * (0.12 if kind in ("deep", "high") else 1.0) for side in carrier.half]
    x, y = at.beside(*(float(random.uniform(-side, side)) for side in inner))
    place = (float(x), float(y), carrier.top)
    return cup("cup", radius, tall, on=place, turn=(0, 0, float(random.uniform(-180, 180))), handle=bool(random.random() < 0.7),
               look=Look(str(random.choice(["yellow", "red", "blue", "white"])), "ceramic")), place


def _others(random: Random, floor: Floor) -> list[Prop]:
    """Up to five more things, as there is room for."""
    out: list[Prop] = []
    for number in range(int(random.integers(0, 6))):
        found = FURNITURE[int(random.integers(len(FURNITURE)))](random, f"thing_{number + 1}")
        try:
            out.append(found.made(floor.spot(random, found.half)))
        except Full:
            break
    return out


def _camera(random: Random, size: tuple[float, float], who: Spot, cup_at: Vec3) -> Rig:
    """From the open front, on the middle between the two, and round it a little, as far as there is no wall."""
    place = (float(random.uniform(-1.5, 1.5)), -size[1] / 2 - 2.5, float(random.uniform(1.3, 2.0)))
    middle, degrees = ((who.x + cup_at[0]) / 2, (who.y + cup_at[1]) / 2), float(random.uniform(-50, 50))
    arm = np.array(place[:2]) - middle
    turns = np.radians(degrees) * np.linspace(0, 1, 26)
    way = middle + np.stack([np.cos(turns) * arm[0] - np.sin(turns) * arm[1], np.sin(turns) * arm[0] + np.cos(turns) * arm[1]], axis=1)
    walled = (np.abs(np.abs(way[:, 0]) - size[0] / 2) < AWAY) & (way[:, 1] > -size[1] / 2 - AWAY)
    far = int(walled.argmax() if walled.any() else 26) - 1
    return camera.orbit(place, (*middle, 0.9), degrees * max(far, 0) / 25, lens=30)
