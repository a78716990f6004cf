"""The Shot: what is declared together, split into what physics, picture and painter each depend on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from neural.style import Style
from render.view import Cut, Fog, Light, Rig, Sky, View, check_view
from scenes.composing import Step, flat
from scenes.editing import Declared, edited
from scenes.lights import Daylight, daylight
from scenes.props import Prop
from scenes.wording import SKY, named_time, sky_style, with_time
from sim.errors import DeclarationError, check_name, check_number, check_unique, unknown
from sim.math.conventions import Vec3, rate
from sim.scene.actions import title
from sim.scene.failures import CARRY_ON
from sim.scene.objects import Body, Mechanism, Pivot
from sim.scene.parts import part_table
from sim.scene.person import Person
from sim.scene.scene import Scene
from sim.scene.vessels import vessels
from sim.story.claims import Claim, check_claims
from sim.story.outcomes import Outcome


@dataclass(frozen=True, kw_only=True)
class Shot:
    """All that is needed to make the picture. A new Style never changes Scene or View, a new View never the Scene.

    claims: what must be so in the story; shooting ends before anything is painted if one fails, or an action at which the scene stops."""

    name: str
    scene: Scene
    view: View
    style: Style
    claims: tuple[Claim | Outcome, ...] = ()

    def __post_init__(self) -> None:
        check_name("shot", self.name)
        if SKY in self.scene.names:
            raise DeclarationError(f"{SKY}: this name is kept for the background; call the object something else.")
        parts = part_table(self.scene)
        if not parts:
            raise DeclarationError(f"{self.name}: there is nothing in it; give at least one thing, such as "
                                   "box('floor', (4, 4, 0.2), at=(0, 0, -0.1), fixed=True).")
        check_view(self.view, self.scene.names, tuple(part.path for part in parts))
        known = {SKY, *self.scene.names, *(part.path for part in parts)}
        for key in (*self.view.surfaces, *self.style.objects):
            if key not in known:
                raise unknown("object or part", key, known, self.name)
        for part in parts:
            if part.path not in self.style.objects and part.object not in self.style.objects:
                raise DeclarationError(f"{part.path}: has no style; give it, or the object {part.object!r}, an entry in Style.objects.")
        hollow = [vessel.name for vessel in vessels(self.scene.bodies)]
        titles = list(map(title, self.scene.actions))
        check_claims(self.name, self.claims, [part.object for part in parts], self.seconds, titles, hollow)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return float(self.scene.frames / self.scene.fps)

    def with_(self, changes: Mapping[str, Any] = MappingProxyType({}), /, **more: Any) -> "Shot":
        """What if: the same shot with some of its declarations changed, each by its path, as scenes.editing says:
        with_({"cup.look.colour": "green", "Launch(ball).velocity": (2, 0, 0)}), or by name, with_(ball={"mass": 5.0}). Raises
        DeclarationError for a path that leads nowhere and for what the declarations refuse."""
        made = edited(Declared(scene=self.scene, view=self.view, style=self.style), {**changes, **more})
        return replace(self, scene=made.scene, view=made.view, style=made.style)


def make_shot(name: str, props: Sequence[Prop], *, camera: Rig | Sequence[Cut], actions: Sequence[Step] = (),
              pivots: Sequence[Pivot] = (), look: str = "photo", time: str | Daylight = "day", lights: Sequence[Light] | None = None,
              sky: str = "", seconds: float = 5.0, fps: int | float | str | Fraction = 24, gravity: Vec3 = (0.0, 0.0, -9.81), seed: int = 0,
              resemblance: float = 0.0, claims: Sequence[Claim | Outcome] = (), on_failure: str = CARRY_ON,
              fog: Fog | None = None, environment: Sky | None = None) -> Shot:
    """Declare a shot.

    look: the painter's words for the whole picture, the look first: 'watercolour'. time: day, dusk, night, overcast or lamplit, or by
    the clock, as
    daylight(...) has it; it lights the scene unless `lights` do, colours the sky, and joins the look's words unless they name a
    time themselves.
    sky: words for painting the background. seed: of the painter's noise. claims: what must be so, such as
    always(above("cup", "floor")) or succeeds("take"). on_failure: what it means if an action fails and no other is there to be tried:
    'carry on' (what waits for it fails too) or 'stop' (shooting ends before anything is painted). fog: over the finished pictures, such
    as fog(40). environment: a picture that is the sky and lights instead of the time's, as sky("studio.hdr"). Raises DeclarationError.
    """
    check_name("shot", name)
    _check_props(name, props)
    props = [each for prop in props for each in (prop, *prop.carried)]
    light = time if isinstance(time, Daylight) else daylight(time, owner=name)
    scene = Scene(bodies=tuple(p.thing for p in props if isinstance(p.thing, Body)),
                  mechanisms=tuple(p.thing for p in props if isinstance(p.thing, Mechanism)),
                  people=tuple(p.thing for p in props if isinstance(p.thing, Person)),
                  pivots=(*pivots, *(pivot for p in props for pivot in p.pivots)), actions=flat(*actions), gravity=gravity,
                  on_failure=on_failure, **clock(name, seconds, fps))
    appearances = [appearance for p in props for appearance in p.appearances]
    view = View(cuts=(Cut(time=0.0, rig=camera),) if isinstance(camera, Rig) else tuple(camera),
                surfaces={appearance.path: appearance.surface for appearance in appearances},
                lights=(() if environment else light.lights) if lights is None else tuple(lights), sky=environment or light.sky, fog=fog)
    styles = {appearance.path: appearance.style for appearance in appearances}
    style = Style(prompt=with_time(name, look, light.time), objects={**styles, SKY: sky_style(sky, light.colour)},
                  seed=seed, resemblance=resemblance)
    return Shot(name=name, scene=scene, view=view, style=style, claims=tuple(claims))


def with_overrides(shot: Shot, *, prompt: str | None = None, seed: int | None = None, resemblance: float | None = None,
                   fps: int | float | str | Fraction | None = None, seconds: float | None = None) -> Shot:
    """The same shot with these changed; None leaves a thing as it is. A prompt without a time of day keeps the shot's. Of a shot that is
    made shorter, claims about actions and about times that are no longer in it are dropped: the story is not told to its end."""
    changes: dict[str, Any] = {"seed": seed, "resemblance": resemblance}
    if prompt is not None:
        changes["prompt"] = with_time(shot.name, prompt, named_time(shot.style.prompt))
    style = replace(shot.style, **{key: value for key, value in changes.items() if value is not None})
    scene = shot.scene
    if fps is not None or seconds is not None:
        new = clock(shot.name, shot.seconds if seconds is None else seconds, scene.fps if fps is None else fps)
        earlier = tuple(replace(each, frames=max(1, round(each.frames * new["fps"] / scene.fps))) for each in scene.earlier)
        scene = replace(scene, earlier=earlier, **new)
    length = float(scene.frames / scene.fps)
    claims = shot.claims if length >= shot.seconds else \
        tuple(claim for claim in shot.claims if isinstance(claim, Claim) and (claim.time is None or claim.time <= length))
    return replace(shot, scene=scene, style=style, claims=claims)


def clock(owner: str, seconds: float, fps: int | float | str | Fraction) -> dict[str, Any]:
    """The exact fps and the frames of a scene. Raises DeclarationError."""
    check_number(owner, "seconds", seconds, above=0, most=600, unit="s")
    try:
        exact = rate(fps)
    except (ValueError, TypeError, ZeroDivisionError) as error:
        raise DeclarationError(f"{owner}: {error}.") from None
    return {"fps": exact, "frames": max(1, round(seconds * exact))}


def _check_props(owner: str, props: Sequence[Prop]) -> None:
    for i, each in enumerate(props):
        if isinstance(each, (tuple, list)):
            raise DeclarationError(f"{owner}: props[{i}] is a list of things; put a star before it, as in *room(...).")
        if not isinstance(each, Prop):
            raise DeclarationError(f"{owner}: props[{i}] is {each!r}; it must be a thing, such as ball(...) or box(...).")
    names = [each.name for p in props for each in (p, *p.carried)]
    check_unique("object", names)
    if SKY in names:
        raise DeclarationError(f"{SKY}: this name is kept for the background; call the object something else.")
