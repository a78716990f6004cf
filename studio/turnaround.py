"""One person of a shot, alone before a plain backdrop, in the shot's look and light: a frame from each side, and one of each expression."""

import math
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import count

import numpy as np

from neural.style import ObjectStyle
from render.view import Cut, Light, Rig, Sky, Sun
from scenes import camera
from scenes.look import Look, colour_name
from scenes.props import plane
from scenes.shot import SKY, Shot
from scenes.vocabulary import WORDS
from sim.character.body.bones import number
from sim.character.motion.gaze import blink
from sim.execution.engine import simulate
from sim.math.conventions import Array, Vec3
from sim.scene.act import Act
from sim.scene.objects import Body
from sim.scene.person import Person
from sim.scene.scene import Scene

WHOLE = {"front": 0.0, "three quarters": 40.0, "side": 90.0, "three quarters, back": 140.0, "back": 180.0}
FACE = {"face": 0.0, "face, three quarters": 40.0, "face, side": 90.0}
HANDS = {"right hand": -75.0, "left hand": 20.0}
"""From where each is seen: degrees to their left of their front."""
EXPRESSIONS = ("neutral", "smile", "sad", "angry", "surprised")
TITLES = (*WHOLE, *FACE, *HANDS, *EXPRESSIONS)
"""Of the frames, in order."""
COLUMNS = 5
FPS = 2
"""Frames a second: an expression has come, and the one before gone, in less than a frame."""
ASIDE = 35.0
"""Degrees by which the strongest light is beside their front."""
BACKDROP = "backdrop"


def turnaround(shot: Shot, who: Person) -> Shot:
    """The shot of somebody's sheet: TITLES' frames. Their looks, the painter's words and the lights are the shot's; the sky is as bright
    as its, but grey."""
    person = replace(who, heading=_heading(shot.view.lights, who.position))
    ground = plane(_other(who.name), (40.0, 40.0), on=who.position, look=Look("silver", "plaster"))
    assert isinstance(ground.thing, Body)
    scene = Scene(bodies=(ground.thing,), people=(person,), actions=tuple(_expressions(who.name)), fps=Fraction(FPS), frames=len(TITLES),
                  seed=_seed(who.name))
    sky, paths = _grey(shot.view.sky), (who.name, *who.parts, *(body.name for body in who.accessories))
    surfaces = {path: surface for path, surface in shot.view.surfaces.items() if path in paths}
    objects = {path: style for path, style in shot.style.objects.items() if path in paths}
    floor = ground.appearances[0]
    view = replace(shot.view, cuts=tuple(_cuts(person, _hands(scene))), sky=sky, surfaces={**surfaces, floor.path: floor.surface})
    style = replace(shot.style, objects={**objects, floor.path: floor.style, SKY: _backdrop(sky)})
    return Shot(name=f"{shot.name}-{who.name}", scene=scene, view=view, style=style)


def _other(name: str) -> str:
    return BACKDROP if name != BACKDROP else f"{BACKDROP}_"


def _heading(lights: tuple[Light, ...], at: Vec3) -> float:
    """rad: with the strongest light to the side of their front."""
    def strength(light: Light) -> float:
        return light.strength if isinstance(light, Sun) else light.strength / max(math.dist(light.position, at), 0.1) ** 2
    if not lights:
        return 0.0
    best = max(lights, key=strength)
    if not isinstance(best, Sun):
        return math.atan2(best.position[1] - at[1], best.position[0] - at[0]) - math.radians(ASIDE)
    return math.radians(best.azimuth - ASIDE)


def _seed(name: str) -> int:
    """One with which their eyes are open in every frame."""
    times = [frame / FPS for frame in range(len(TITLES))]
    return next(seed for seed in count() if not any(blink(name, seed, time) > 0 for time in times))


def _expressions(name: str) -> Iterator[Act]:
    for expression in EXPRESSIONS[1:]:
        yield WORDS["express"](name, expression, when=(TITLES.index(expression) - 1) / FPS)


def _hands(scene: Scene) -> dict[str, Array]:
    """The middle (3,) of each hand, m, by which hand it is."""
    bones = simulate(replace(scene, actions=(), frames=2)).bone_positions[-1]
    return {f"{side} hand": (bones[number(f"{side}_hand")] + bones[number(f"{side}_middle_1")]) / 2 for side in ("left", "right")}


def _cuts(who: Person, hands: dict[str, Array]) -> Iterator[Cut]:
    """A camera for each frame."""
    foot, up = np.array(who.position), np.array([0.0, 0.0, 1.0])
    for frame, title in enumerate(TITLES):
        if title in WHOLE:
            rig = _seen(foot + 0.52 * who.height * up, WHOLE[title], 1.25 * who.height, who)
        elif title in HANDS:
            rig = _seen(hands[title], HANDS[title], 0.17 * who.height, who)
        else:
            rig = _seen(foot + (who.height - 0.13) * up, FACE.get(title, 0.0), 0.42, who)
        yield camera.cut(frame / FPS, rig)


def _seen(middle: Array, degrees: float, wide: float, who: Person) -> Rig:
    """From so many degrees to their left of their front: a square so wide, m."""
    far, angle = 3.0 * max(wide, 0.7), who.heading + math.radians(degrees)
    eye = middle + far * np.array([math.cos(angle), math.sin(angle), 0.06])
    return camera.static(_place(eye), _place(middle), lens=36.0 * far / wide)


def _place(point: Array) -> Vec3:
    x, y, z = (float(value) for value in point)
    return x, y, z


def _grey(sky: Sky) -> Sky:
    grey = float(np.mean([sky.zenith, sky.horizon]))
    return replace(sky, picture="", zenith=(grey, grey, grey), horizon=(grey, grey, grey))


def _backdrop(sky: Sky) -> ObjectStyle:
    return ObjectStyle(label=SKY, prompt=f"{colour_name(sky.zenith)} {SKY}")
