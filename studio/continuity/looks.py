"""Whether what is seen on both sides of a cut has the same colours, clothes and light."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

import numpy as np
from skimage.color import deltaE_ciede2000, rgb2lab

from neural.conditioning.vocabulary import TIMES
from scenes.look import colour_name
from sim.math.conventions import Vec3
from studio.continuity.side import Side

DIFFERENT = 2.0
"""CIEDE2000 from which on two colours are others."""
STOPS = 0.5


def wardrobe(a: Side, b: Side) -> Iterator[str]:
    """People who wear something else."""
    before = {person.name: person for person in a.shot.scene.people}
    for person in b.shot.scene.people:
        if person.name in before:
            was = before[person.name]
            gone, new = ([name for name in one.pieces if name not in other.pieces] for one, other in ((was, person), (person, was)))
            yield from (f"{person.name} wears the {name} no more" for name in gone)
            yield from (f"{person.name} wears a {name}, and did not before" for name in new)


def surfaces(a: Side, b: Side) -> Iterator[str]:
    """Things of another colour or material, or painted after other words."""
    before, after = a.shot.view.surfaces, b.shot.view.surfaces
    for path in (path for path in before if path in after):
        was, now = before[path], after[path]
        far = _difference(was.colour, now.colour)
        other = [each.name for each in fields(was) if each.name != "colour" and getattr(was, each.name) != getattr(now, each.name)]
        words, later = (side.shot.style.objects.get(path) for side in (a, b))
        if far > DIFFERENT:
            yield f"{path} is {colour_name(was.colour)}, then {colour_name(now.colour)} ({far:.0f} CIEDE2000 apart)"
        elif other:
            yield f"{path} has another {' and '.join(other)}"
        elif words and later and (words.prompt, words.seed) != (later.prompt, later.seed):
            yield f"{path} is painted as {words.prompt!r} (seed {words.seed}), then as {later.prompt!r} (seed {later.seed})"
    if (said := _look(a)) != (then := _look(b)):
        yield f"all is painted as {said[0]!r} (seed {said[1]}), then as {then[0]!r} (seed {then[1]})"


def light(a: Side, b: Side) -> Iterator[str]:
    """Another light, sky, fog or exposure."""
    one, two = a.shot.view, b.shot.view
    changed = [*(["the number of lights"] if len(one.lights) != len(two.lights) else
                 [name for i, (was, now) in enumerate(zip(one.lights, two.lights)) for name in _changed(f"light[{i}]", was, now)]),
               *_changed("sky", one.sky, two.sky), *_changed("fog", one.fog, two.fog)]
    stops = _exposure(b) - _exposure(a)
    if changed:
        yield f"the light is another: {', '.join(changed)}"
    elif abs(stops) >= STOPS:
        yield f"the exposure jumps by {stops:+.1f} stops"


def _changed(name: str, was: Any, now: Any) -> list[str]:
    if was == now:
        return []
    if type(was) is not type(now) or was is None:
        return [name]
    return [f"{name}.{each.name}" for each in fields(was) if getattr(was, each.name) != getattr(now, each.name)]


def _exposure(side: Side) -> float:
    time = side.frame / float(side.trajectory.fps)
    return [cut.rig.exposure for cut in side.shot.view.cuts if cut.time <= time + 1e-9][-1]


def _look(side: Side) -> tuple[str, int]:
    """The words for the whole picture and the sky without those for the time of day, which light answers for; and the seed."""
    style = side.shot.style
    return ", ".join(word for word in style.prompt.split(", ") if word not in TIMES), style.seed


def _difference(a: Vec3, b: Vec3) -> float:
    return float(deltaE_ciede2000(rgb2lab(np.array(a)), rgb2lab(np.array(b))))


LOOKS: dict[str, Callable[[Side, Side], Iterator[str]]] = {"wardrobe": wardrobe, "colour": surfaces, "light": light}
