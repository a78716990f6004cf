"""Edits: a shot's declarations changed one by one, each by its path, such as 'cup.look.colour' or 'cut[1].at'.

    OBJECT.look.FIELD, OBJECT.PART.look.FIELD    what a thing looks like, as in Look: colour, material, prompt, seed, texture, ...
    PERSON.wardrobe.GARMENT.FIELD                the same of something that somebody wears, of their skin or hair
    OBJECT.again, OBJECT.PART.again              its first and last frame: painted again in these, with a new seed
    OBJECT.FIELD, ACTION.FIELD                   fields of the scene's declarations; when=2.5 starts an action at 2.5 s
    camera.FIELD, cut[1].FIELD                   lens, position, look_at, f_stop, focus, orbit, ...; of a cut, `at`, when it comes, too
    light[0].FIELD, sky.FIELD, fog.FIELD         of the lights in their order
    time, look, seed, resemblance                of the whole shot, as make_shot takes them; time by the clock as (clock, date, place)
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from neural.conditioning.vocabulary import parse
from neural.style import Again, Style
from render.view import Cut, Focus, Fog, Rig, Shading, View
from scenes.lights import Daylight, daylight
from scenes.look import Appearance, Look, colour_name, rgb
from scenes.wording import SKY, named_time, reworded, with_time
from sim.errors import DeclarationError, unknown
from sim.scene.fork import fork
from sim.scene.scene import Scene
from sim.scene.when import At

_SHARED = sorted(({each.name for each in fields(Look)} & {each.name for each in fields(Shading)}) - {"colour", "material"})


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What of a shot can be edited."""

    scene: Scene
    view: View
    style: Style


def edited(shot: Declared, changes: Mapping[str, Any]) -> Declared:
    """The declarations with these new values, by path, one after the other. Raises DeclarationError for a path that leads nowhere, with
    what there is, and for what the declarations themselves refuse."""
    for path, value in changes.items():
        if isinstance(value, Mapping) and path in _PLACES and path not in shot.scene.names:
            shot = edited(shot, {f"{path}.{field}": inner for field, inner in value.items()})
        else:
            shot = _edited(shot, path, tuple(value) if isinstance(value, list) else value)
    return shot


def _edited(shot: Declared, path: str, value: Any) -> Declared:
    if ".look." in path:
        owner, _, field = path.rpartition(".look.")
        return _of_look(shot, path, owner, field, value)
    if ".wardrobe." in path:
        who, _, rest = path.rpartition(".wardrobe.")
        garment, _, field = rest.rpartition(".")
        return _of_look(shot, path, f"{who}.{garment}", field, value)
    if path.endswith(".again"):
        return _painted_again(shot, path, path.removesuffix(".again"), value)
    head, _, field = path.partition(".")
    name, number = _numbered(head)
    if name in _PLACES and name not in shot.scene.names:
        return _PLACES[name](shot, path, number, field, value)
    if path.endswith(".when") and isinstance(value, (int, float)):
        value = At(time=float(value))
    return replace(shot, scene=fork(shot.scene, {path: value}))


def _numbered(head: str) -> tuple[str, int | None]:
    found = re.fullmatch(r"(.+)\[(\d+)\]", head)
    return (found[1], int(found[2])) if found else (head, None)


def _of_look(shot: Declared, path: str, owner: str, field: str, value: Any) -> Declared:
    surfaces, styles = shot.view.surfaces, shot.style.objects
    if owner not in surfaces or owner not in styles:
        raise unknown("thing with a look", owner, [name for name in surfaces if name.startswith(f"{owner}.")] or surfaces, path)
    if field not in (known := [each.name for each in fields(Look)]):
        raise unknown("field", field, known, path)
    shading, own = surfaces[owner], styles[owner]
    before = Look(colour=shading.colour, material=shading.material, seed=own.seed, reference=own.reference,
                  **{name: getattr(shading, name) for name in _SHARED})
    after = Appearance(path=owner, look=replace(before, **{field: value}), label=own.label, noun=parse(own.prompt).noun or own.label)
    words = own.prompt
    if field == "colour":
        words = reworded(words, lambda said: said.colour, colour_name(value))
    if field == "material":
        words = reworded(words, lambda said: said.material, value)
    style = after.style if field == "prompt" else replace(after.style, prompt=words)
    return replace(shot, view=replace(shot.view, surfaces={**surfaces, owner: after.surface}),
                   style=replace(shot.style, objects={**styles, owner: style}))


def _painted_again(shot: Declared, path: str, owner: str, value: Any) -> Declared:
    """The next seed for what was never, or is once more, painted again."""
    styles = shot.style.objects
    if owner not in styles:
        raise unknown("thing with a look", owner, [name for name in styles if name.startswith(f"{owner}.")] or styles, path)
    last = shot.scene.frames - 1
    whole = isinstance(value, tuple) and len(value) == 2 and all(type(each) is int for each in value)
    if not (whole and 0 <= value[0] <= value[1] <= last):
        raise DeclarationError(f"{path}: is {value!r}; give the first and the last frame, of 0 to {last}, as {path}=[0,{last}].")
    seed = 1 + max([styles[owner].seed, *(each.seed for each in shot.style.again if each.object == owner)])
    again = (*shot.style.again, Again(object=owner, first=value[0], last=value[1], seed=seed))
    return replace(shot, style=replace(shot.style, again=again))


def _of_camera(shot: Declared, path: str, number: int | None, field: str, value: Any) -> Declared:
    cuts = shot.view.cuts
    if number is None and len(cuts) > 1:
        raise DeclarationError(f"{path}: there are {len(cuts)} cuts, each with a camera of its own; say which, as cut[1].{field}.")
    if (number or 0) >= len(cuts):
        raise DeclarationError(f"{path}: there are {len(cuts)} cuts, cut[0] to cut[{len(cuts) - 1}].")
    at = number or 0
    return replace(shot, view=replace(shot.view, cuts=(*cuts[:at], _filmed(cuts[at], path, field, value), *cuts[at + 1:])))


def _filmed(cut: Cut, path: str, field: str, value: Any) -> Cut:
    """A cut with a field of its camera changed. The first key gets what is said; further ones keep how they differ from it."""
    rig, first = cut.rig, cut.rig.keys[0]
    if field == "at":
        later = value - cut.time
        keys = tuple(replace(key, time=key.time + later) for key in rig.keys)
        focus = tuple(replace(each, time=each.time + later) for each in rig.focus)
        return Cut(time=value, rig=replace(rig, keys=keys, focus=focus))
    if field == "lens":
        return replace(cut, rig=replace(rig, keys=tuple(replace(key, focal=value * key.focal / first.focal) for key in rig.keys)))
    if field in ("position", "look_at"):
        moved = [tuple(there + to - here for there, to, here in zip(getattr(key, field), value, getattr(first, field))) for key in rig.keys]
        places: list[dict[str, Any]] = [{field: place} for place in moved]
        return replace(cut, rig=replace(rig, keys=tuple(replace(key, **place) for key, place in zip(rig.keys, places))))
    known = [each.name for each in fields(Rig) if each.name != "keys"]
    if field not in known:
        raise unknown("field", field, ["at", "lens", "position", "look_at", *known], path)
    wanted: dict[str, Any] = {field: (Focus(time=cut.time, on=value),) if field == "focus" else value}
    return replace(cut, rig=replace(rig, **wanted))


def _of_light(shot: Declared, path: str, number: int | None, field: str, value: Any) -> Declared:
    lights = shot.view.lights
    if number is None or number >= len(lights):
        raise DeclarationError(f"{path}: there are {len(lights)} lights; say which, as light[0].{field}.")
    changed = _with_field(lights[number], path, field, value)
    return replace(shot, view=replace(shot.view, lights=(*lights[:number], changed, *lights[number + 1:])))


def _of_sky(shot: Declared, path: str, number: int | None, field: str, value: Any) -> Declared:
    return replace(shot, view=replace(shot.view, sky=_with_field(shot.view.sky, path, field, value)))


def _of_fog(shot: Declared, path: str, number: int | None, field: str, value: Any) -> Declared:
    fog = shot.view.fog or Fog(visibility=50.0)
    return replace(shot, view=replace(shot.view, fog=_with_field(fog, path, field, value)))


def _with_field(declared: Any, path: str, field: str, value: Any) -> Any:
    """A light, the sky or fog with one field changed, colours by name or as sRGB."""
    known = {each.name: getattr(declared, each.name) for each in fields(declared)}
    if field not in known:
        raise unknown("field", field, known, path)
    return replace(declared, **{field: rgb(value) if isinstance(value, str) and field in _COLOURED else value})


def _of_style(shot: Declared, path: str, number: int | None, field: str, value: Any) -> Declared:
    return replace(shot, style=replace(shot.style, **{path: value}))


def _of_words(shot: Declared, path: str, number: int | None, field: str, value: Any) -> Declared:
    return replace(shot, style=replace(shot.style, prompt=with_time(path, value, named_time(shot.style.prompt))))


def _light_of(value: Any, path: str) -> Daylight:
    if isinstance(value, Daylight):
        return value
    return daylight(*value, owner=path) if isinstance(value, tuple) and len(value) in (1, 2, 3) else daylight(value, owner=path)


def _of_time(shot: Declared, path: str, number: int | None, field: str, value: Any) -> Declared:
    """Another time of day: its lights and its sky, and the words for both."""
    light, words, objects = _light_of(value, path), shot.style.prompt, shot.style.objects
    prompt = words.replace(said, light.time, 1) if (said := named_time(words)) else with_time(path, words, light.time)
    sky = replace(objects[SKY], prompt=reworded(objects[SKY].prompt, lambda phrase: phrase.colour, light.colour))
    return replace(shot, view=replace(shot.view, lights=light.lights, sky=light.sky),
                   style=replace(shot.style, prompt=prompt, objects={**objects, SKY: sky}))


_COLOURED = ("colour", "zenith", "horizon")
_PLACES: dict[str, Callable[[Declared, str, int | None, str, Any], Declared]] = {
    "camera": _of_camera, "cut": _of_camera, "light": _of_light, "sky": _of_sky, "fog": _of_fog, "time": _of_time, "look": _of_words,
    "seed": _of_style, "resemblance": _of_style}
