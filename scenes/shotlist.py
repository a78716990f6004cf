"""`describe`: the shot list of a shot, for a person to read."""

import re
from collections.abc import Iterator

from render.view import AreaLight, Cut, Light, Rig, Shading, Sky, Sun
from scenes.look import colour_name
from scenes.shot import SKY, Shot
from sim.math.conventions import Vec3
from sim.scene.actions import Action, Lasting
from sim.scene.when import DONE, ENDED, FAILED, After, At, Crosses, Touch, Trigger
from sim.story.words import one_line, words_of

SAID = {DONE: "been done", FAILED: "failed", ENDED: "ended"}
"""How the outcomes of actions read after 'have'."""


def describe(shot: Shot) -> str:
    """What there is and what happens, one thing a line: clock, words, camera, objects, actions, claims, lights."""
    scene, view, style = shot.scene, shot.view, shot.style
    lines = [f"{shot.name}: {shot.seconds:g} s, {scene.frames} frames at {scene.fps} fps",
             f"look: {style.prompt} (seed {style.seed}, resemblance {style.resemblance:g})", "camera:"]
    lines += [f"  {_cut(cut)}" for cut in view.cuts]
    lines += ["objects:", *_objects(shot), *_pivots(shot)]
    own = scene.actions[scene.earlier[-1].actions:] if scene.earlier else scene.actions
    lines += [f"goes on from {float(scene.begins / scene.fps):g} s of shots before"] * bool(scene.earlier)
    lines += ["actions:", *([f"  {_action(action)}" for action in own] or ["  none"])]
    lines += [f"if an action fails: {scene.on_failure}"] * bool(scene.actions)
    lines += ["claims:", *(f"  {claim}" for claim in shot.claims)] if shot.claims else []
    lines += ["lights:", *(f"  {_light(light)}" for light in view.lights),
              f"  {_sky(view.sky)}, strength {view.sky.strength:g}"]
    lines += [f"  fog {_place(view.fog.colour)}, visibility {view.fog.visibility:g} m"] if view.fog else []
    return "\n".join(lines)


def _objects(shot: Shot) -> Iterator[str]:
    fixed = {body.name for body in shot.scene.bodies if body.fixed}
    for path, style in shot.style.objects.items():
        surface = shot.view.surfaces.get(path, Shading())
        paint = "" if path == SKY else f"{colour_name(surface.colour)} {surface.material}, "
        kind = "background" if path == SKY else "fixed" if path.partition(".")[0] in fixed else "moves"
        yield f"  {path} ({style.label}, {kind}): {paint}\"{style.prompt}\""


def _pivots(shot: Shot) -> Iterator[str]:
    for pivot in shot.scene.pivots:
        axis = f" round {_place(pivot.axis)}" if pivot.axis else ""
        yield f"  {pivot.body} swings about {_place(pivot.anchor)}{axis}{', carried by ' + pivot.to if pivot.to else ''}"


def _cut(cut: Cut) -> str:
    first = cut.rig.keys[0]
    return f"at {cut.time:g} s: {_move(cut.rig)}, from {_place(first.position)} towards {_place(first.look_at)}"


def _move(rig: Rig) -> str:
    first, last = rig.keys[0], rig.keys[-1]
    lens = f"{first.focal:g} mm" if first.focal == last.focal else f"zoom {first.focal:g} to {last.focal:g} mm"
    moves = ["dolly"] * (first.position != last.position) + ["pan/tilt"] * (first.look_at != last.look_at)
    moves += [f"orbit {rig.orbit:g} degrees"] * bool(rig.orbit) + [f"tracks {rig.track}"] * bool(rig.track)
    moves += [f"follows {rig.follow}"] * bool(rig.follow)
    held = [f"handheld {rig.shake:g} degrees (seed {rig.seed})"] * bool(rig.shake)
    return ", ".join([lens, *(moves or ["static"]), *held, *_finish(rig)])


def _finish(rig: Rig) -> Iterator[str]:
    """What is done to finished pictures."""
    if rig.f_stop:
        pulls = [f"{_value(key.on)} at {key.time:g} s" for last, key in zip(rig.focus, rig.focus[1:]) if key.on != last.on]
        yield ", then ".join([f"f/{rig.f_stop:g} focused on {_value(rig.focus[0].on) if rig.focus else 'what it looks at'}", *pulls])
    if rig.shutter:
        yield f"shutter {rig.shutter:g} degrees"
    if rig.exposure:
        yield f"exposure {rig.exposure:+g} stops"


def _action(action: Action) -> str:
    values = ", ".join(_given(key, value, words_of(action)) for key, value in vars(action).items()
                       if key not in ("target", "when", "until", "name") and value not in ((), (0.0, 0.0, 0.0), "", None))
    name = f"{action.name} = " if action.name else ""
    verb = re.sub("(?<!^)(?=[A-Z])", " ", type(action).__name__).lower()
    until = f", until {_come(action.until)}" if isinstance(action, Lasting) and action.until else ""
    return f"{_when(action.when)}: {name}{verb} {action.target}{': ' + values if values else ''}{until}"


def _given(key: str, value: object, words: str) -> str:
    """A field of an action; what is said, words in quotes."""
    return f'"{words}"' if words and one_line(str(value)) == words else f"{key} {_value(value)}"


def _when(when: Trigger) -> str:
    if isinstance(when, At):
        return f"at {when.time:g} s"
    late = f"{when.delay:g} s " if isinstance(when, (After, Touch)) and when.delay else ""
    if isinstance(when, After) and when.outcome == DONE:
        return f"{late}after {' and '.join(when.actions)}"
    return f"{'when' if isinstance(when, Crosses) else late + 'after'} {_come(when)}"


def _come(trigger: Trigger) -> str:
    """What a trigger waits for, as a clause."""
    if isinstance(trigger, At):
        return f"{trigger.time:g} s"
    if isinstance(trigger, After):
        return f"{' and '.join(trigger.actions)} {'have' if len(trigger.actions) > 1 else 'has'} {SAID[trigger.outcome]}"
    if isinstance(trigger, Touch):
        return f"{trigger.a} touches {trigger.b}"
    return f"{trigger.target} crosses the plane at {_place(trigger.point)} towards {_place(trigger.normal)}"


def _light(light: Light) -> str:
    return f"{_shape(light)}, strength {light.strength:g}, colour {_place(light.colour)}"


def _shape(light: Light) -> str:
    if isinstance(light, AreaLight):
        return f"area light at {_place(light.position)} towards {_place(light.look_at)}, {light.width:g} x {light.height:g} m"
    if isinstance(light, Sun):
        return f"sun from {light.azimuth:g} degrees, {light.elevation:g} up, {light.size:g} degrees wide"
    return f"lamp at {_place(light.position)}" + (f", radius {light.size:g} m" if light.size else "")


def _sky(sky: Sky) -> str:
    if sky.picture:
        return f"sky as in {sky.picture}, turned {sky.turn:g} degrees"
    return f"sky {_place(sky.zenith)} above, {_place(sky.horizon)} at the horizon"


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(_value(v) for v in value)})"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _place(vector: Vec3) -> str:
    return _value(tuple(float(v) for v in vector))
