"""Sixteen people of all kinds, to be looked at: every age, build, skin, hair and garment that there is."""

from dataclasses import replace
from typing import Any

from render.view import Sky
from scenes import camera
from scenes.camera import cut
from scenes.lights import sun
from scenes.look import Look
from scenes.people import person
from scenes.props import Prop, plane
from scenes.shot import Shot, make_shot
from scenes.vocabulary import WORDS
from scenes.wardrobe import garment, hair
from sim.scene.person import Person

TURN = -58.0
"""Degrees about z: three quarters to a camera that looks along +y."""
MOODS, MILDLY = ("smile", "smile", "doubtful", "sad", "smile", "angry"), 0.4
"""What faces show, one after another, and how strongly."""
FACE = 0.5
"""s from which on the camera looks at the face."""
LIGHTS = (sun(azimuth=262, elevation=52, strength=0.6),)
BACKDROP = Sky(zenith=(0.74, 0.75, 0.76), horizon=(0.76, 0.77, 0.78), strength=0.7)


def crowd() -> tuple[Shot, ...]:
    """A shot of each, alone on a plain floor."""
    return tuple(portrait(each, MOODS[number % len(MOODS)]) for number, each in enumerate(people()))


def portrait(each: Prop, mood: str) -> Shot:
    """Of 1 s: the whole at first, in a picture 1 m wide for everybody, so that who is small is small; then head and chest, 0.44 m wide.
    For pictures that are higher than wide."""
    who = each.thing
    assert isinstance(who, Person)
    chin = who.height - 0.19
    whole = camera.static((0.0, -7.0, 1.3), (0.0, 0.0, 0.96), lens=235)
    face = camera.static((0.0, -2.6, chin + 0.1), (0.0, 0.0, chin), lens=212)
    shot = make_shot(who.name, [plane("floor", (60, 60), look=Look((0.68, 0.69, 0.7))), each], time="overcast", fps=8, seconds=2 * FACE,
                     camera=[cut(0.0, whole), cut(FACE, face)], actions=[WORDS["express"](who.name, mood, MILDLY)], lights=LIGHTS)
    return replace(shot, view=replace(shot.view, sky=BACKDROP))


def people() -> tuple[Prop, ...]:
    """Who they are."""
    return (
        _one("mia", "female", 5, "light", hair("ponytail", "blond"), "blue", "dress yellow, shoes red"),
        _one("kofi", "male", 9, "dark", hair("short", "black"), "dark", "T-shirt orange, shorts navy, cap red, shoes white"),
        _one("yuki", "female", 12, "pale", hair("bob", "black"), "dark", "jumper turquoise, skirt grey, boots brown"),
        _one("tom", "male", 15, "light", hair("curls", "red"), "green", "T-shirt white, jacket navy, trousers olive, shoes white",
             build="slim"),
        _one("anna", "female", 24, "tan", hair("long", "chestnut"), "hazel", "top maroon, trousers charcoal, shoes black", build="slim"),
        _one("ravi", "male", 28, "brown", hair("short", "black"), "brown", "shirt white, trousers tan, shoes brown, beard", build="slim"),
        _one("grace", "female", 33, "dark", hair("curls", "black"), "dark", "dress purple, shoes beige"),
        _one("olaf", "male", 38, "pale", hair("bald", "blond"), "blue", "jumper grey, trousers navy, boots black, beard", build="broad"),
        _one("lucia", "female", 42, "olive", hair("bun", "brown"), "brown", "shirt pink, skirt black, shoes black, glasses", weight=0.75),
        _one("ben", "male", 45, "light", hair("short", "brown"), "grey", "top teal, shorts beige, shoes navy", weight=1.0, muscle=0.3),
        _one("ines", "female", 50, "tan", hair("bob", "grey"), "green", "top white, coat brown, trousers black, boots black, scarf yellow"),
        _one("omar", "male", 56, "brown", hair("short", "grey"), "brown",
             "shirt blue, jacket charcoal, trousers charcoal, shoes black, glasses", weight=0.75),
        _one("rosa", "female", 62, "olive", hair("long", "grey"), "brown", "T-shirt red, skirt navy, shoes white, hat beige", weight=0.95),
        _one("carl", "male", 68, "light", hair("short", "white"), "blue",
             "shirt beige, coat olive, trousers brown, shoes brown, hat brown, beard"),
        _one("edith", "female", 78, "pale", hair("bun", "white"), "grey", "dress navy, shoes black, glasses", height=1.58),
        _one("joe", "male", 84, "dark", hair("bald", "white"), "dark", "jumper green, trousers grey, shoes black, glasses", build="slim"))


def _one(name: str, gender: str, age: float, skin: str, hairs: Any, eyes: str, clothes: str, **more: Any) -> Prop:
    """clothes: garments and their colours."""
    more = more if age < 18 else {"height": 1.66 if gender == "female" else 1.79, **more}
    worn = [garment(*each.split()) for each in clothes.split(", ")]
    return person(name, turn=TURN, gender=gender, age=age, skin=skin, hair=hairs, eyes=eyes, wardrobe=worn, **more)
