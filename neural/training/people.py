"""People for random sets: of any age and build, dressed at random, in the middle of something."""

import math

import numpy as np

from neural.training.maker import Maker, triple
from sim.character.behaviours.drink import Drink
from sim.character.behaviours.look_at import LookAt
from sim.character.behaviours.pick_up import PickUp
from sim.character.behaviours.play import Play
from sim.character.behaviours.reach import Reach
from sim.character.behaviours.sit import Sit
from sim.character.behaviours.walk_to import WalkTo
from sim.character.behaviours.wave import Wave
from sim.character.body.garments import GARMENTS
from sim.character.motion import clips
from sim.math.conventions import quat_from_euler
from sim.scene.actions import Action, Hold
from sim.scene.objects import Body, Part
from sim.scene.person import Person
from sim.scene.shapes import Box, Cup
from sim.scene.wardrobe import FACE, STYLES
from sim.scene.when import After

CLOTH = ("cloth", "cloth", "striped", "spotted", "checked")
WORN: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "skin": (("skin",), "person", ("skin", "plaster")), "hair": (("hair",), "person", ("hair", "cloth")),
    "eyes": (("head",), "person", ("ceramic",)), "irises": (("head",), "person", ("ceramic",)),
    "trunk": (("shirt", "dress"), "apparel", CLOTH), "shoulders": (("coat",), "apparel", CLOTH),
    "legs": (("trousers", "dress"), "apparel", ("cloth", "cloth", "striped", "checked")),
    "feet": (("shoe",), "apparel", ("rubber", "cloth")), "head": (("hat",), "apparel", ("cloth",)),
}
"""Of what is seen of people: nouns, class and materials, those of scenes.wardrobe among them."""
LIKE = {"lips": "skin", "tongue": "skin", "mouth": "skin", "brows": "hair", "lashes": "hair", "beard": "hair", "teeth": "eyes",
        "pupils": "irises"}
"""What is said of these is what is said of those."""
OUTFITS = (("top", "trousers", "shoes"), ("T-shirt", "shorts", "shoes"), ("shirt", "trousers", "shoes"), ("jumper", "skirt", "boots"),
           ("dress", "shoes"), ("top", "coat", "trousers", "boots"), ("shirt", "jacket", "trousers", "shoes"))
"""What people wear together; some wear a hat, or a beard, too."""
DEEDS = {"play": 0.3, "walk": 0.2, "reach": 0.15, "wave": 0.1, "hold": 0.1, "sit": 0.1, "stand": 0.05}
"""What people do, and how often."""
LONGEST = 64
"""Frames at most until the picture, while someone is in the middle of what they do."""
HOLDING = 44
"""Frames in which a cup is taken and brought before the chest, or someone begins to sit down on what is behind them."""


def place_of(piece: str) -> str:
    """The key of WORN for what is seen of people: where a garment is worn, else the piece itself."""
    return GARMENTS[piece].places[0] if piece in GARMENTS else piece


def add_person(maker: Maker, name: str, place: np.ndarray) -> int:
    """Someone of any age and sex, at a place (x, y), m, and what they do. Returns the frames until the moment of the picture."""
    rng = maker.rng
    age = float(rng.uniform(6, 85))
    person = Person(name=name, position=(float(place[0]), float(place[1]), 0.0), heading=float(rng.uniform(-math.pi, math.pi)), age=age,
                    gender=float(rng.random()), height=float(np.interp(age, (6, 18), (1.15, 1.7)) * rng.uniform(0.9, 1.15)),
                    weight=float(rng.random()), muscle=float(rng.random()), hair=maker.pick(STYLES), clothes=_outfit(maker))
    maker.people.append(person)
    accessories = [part.name for body in person.accessories for part in body.parts]
    seen = (*(piece for piece in person.pieces if piece not in FACE), *accessories, *FACE)
    for piece in seen:
        if piece not in LIKE:
            nouns, label, materials = WORN[place_of(piece)]
            maker.describe(f"{name}.{piece}", nouns, (label,), materials)
    for piece in seen:
        if piece in LIKE:
            maker.describe_as(f"{name}.{piece}", f"{name}.{LIKE[piece] if LIKE[piece] in person.pieces else 'skin'}")
    deed = rng.choice(list(DEEDS), p=list(DEEDS.values()))
    if rng.random() < 0.3:
        maker.actions.append(LookAt(target=name, to=_before(maker, person, rng.uniform(0.5, 3), rng.uniform(0, 2))))
    if deed in ("hold", "sit") and maker.room_left:
        maker.actions += _hold(maker, person) if deed == "hold" else _sit(maker, person)
        return HOLDING + int(rng.integers(0, LONGEST - 20))
    maker.actions += _deed(maker, person, str(deed))
    return int(rng.integers(2, LONGEST + 1))


def _outfit(maker: Maker) -> tuple[str, ...]:
    """What someone wears."""
    rng = maker.rng
    more = [worn for worn, often in (("hat", 0.15), ("beard", 0.15)) if rng.random() < often]
    return (*OUTFITS[int(rng.integers(len(OUTFITS)))], *more)


def _deed(maker: Maker, person: Person, deed: str) -> list[Action]:
    rng, who = maker.rng, person.name
    if deed == "play":
        return [Play(target=who, clip=maker.pick(clips.clip_names()))]
    if deed == "walk":
        x, y, _ = _before(maker, person, rng.uniform(0.6, 3), 0.0)
        return [WalkTo(target=who, to=(x, y, 0.0))]
    if deed == "reach":
        return [Reach(target=who, to=_before(maker, person, rng.uniform(0.35, 0.9), person.height * rng.uniform(0.1, 1.15)))]
    return [Wave(target=who, duration=3.0, hand=maker.pick(("left", "right")))] if deed == "wave" else []


def _hold(maker: Maker, person: Person) -> list[Action]:
    """A cup in the air before them, which they take, and perhaps drink from."""
    rng, cup, take = maker.rng, f"{person.name}s_cup", f"{person.name} takes"
    radius = float(rng.uniform(0.03, 0.055))
    shape = Cup(radius=radius, height=float(radius * rng.uniform(2, 3.5)), wall=radius / 8, handle=bool(rng.random() < 0.5))
    maker.bodies.append(Body(name=cup, parts=(Part(name="it", shape=shape),), mass=0.3,
                             position=_before(maker, person, rng.uniform(0.3, 0.5), person.height * rng.uniform(0.45, 0.8))))
    maker.describe(cup, ("cup", "glass", "bottle", "bowl"), ("glass", "bottle"))
    drink = [Drink(target=person.name, thing=cup, when=After(actions=(take,)))] if rng.random() < 0.5 else []
    return [Hold(target=cup), PickUp(target=person.name, thing=cup, name=take), *drink]


def _sit(maker: Maker, person: Person) -> list[Action]:
    """A block behind them, on which they sit down."""
    rng, seat, deep = maker.rng, f"{person.name}s_seat", maker.rng.uniform(0.35, 0.5)
    high, far = person.height * rng.uniform(0.2, 0.33), deep / 2 + 0.2 * person.height
    x, y, _ = person.position
    place = (x - far * math.cos(person.heading), y - far * math.sin(person.heading), high / 2)
    maker.add(seat, Box(size=triple((deep, rng.uniform(0.35, 1.2), high))), place, ("stool", "bench", "box"), ("stool", "bench", "box"),
              rotation=tuple(quat_from_euler((0, 0, math.degrees(person.heading)))))
    return [Sit(target=person.name, on=seat)]


def _before(maker: Maker, person: Person, far: float, height: float) -> tuple[float, float, float]:
    """A place before someone, up to half a right angle to a side."""
    angle = person.heading + maker.rng.uniform(-math.pi / 4, math.pi / 4)
    return triple(np.array(person.position) + [far * math.cos(angle), far * math.sin(angle), height])
