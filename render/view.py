"""What is declared for the picture: surfaces, lights, lens, camera rigs and cuts. A View never changes the
simulation."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from render.materials import MATERIALS
from render.sky_files import check_sky_file
from sim.errors import DeclarationError, check_number, check_seed, check_vector, unknown
from sim.math.conventions import Vec3

OWN = "own"
"""The texture of a part that looks as its file says."""


@dataclass(frozen=True, kw_only=True)
class Shading:
    """Colour (sRGB, 0..1) and material of a part in the beauty pass. texture: the path of a picture that is seen instead of both, or OWN:
    what the part's mesh file says. scale: m that a picture is wide, laid on at rest; 0: it lies as the mesh file says, or is 1 m wide.
    normal: the path of a normal map, which lies as a texture would and bends what light sees of the surface, or OWN.
    glow: light that it gives off itself, of its own colour: 1 is as bright as if full sun fell on it."""

    colour: Vec3 = (0.7, 0.7, 0.7)
    material: str = "plaster"
    texture: str = ""
    scale: float = 0.0
    normal: str = ""
    glow: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Sun:
    """Parallel light. azimuth: degrees from +x towards +y, of where it comes from; elevation: degrees above the
    horizon. size: degrees that it is wide, which softens its shadows; 0 for a point."""

    azimuth: float = 220.0
    elevation: float = 45.0
    strength: float = 1.0
    colour: Vec3 = (1.0, 0.97, 0.92)
    size: float = 0.53


@dataclass(frozen=True, kw_only=True)
class Lamp:
    """A round light. strength: that of full sun at 1 m; it falls with the distance squared. size: its radius, m, which
    softens its shadows; 0 for a point."""

    position: Vec3
    strength: float = 5.0
    colour: Vec3 = (1.0, 0.95, 0.85)
    size: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Sky:
    """What is behind everything: colours (sRGB) at the zenith and the horizon, and how much the hemisphere lights.

    picture: path of an equirectangular picture of light (.hdr, .exr) that is seen and lights instead, with the sun that is in it; strength
    is then a factor of its light. turn: degrees that it is turned, anticlockwise seen from above; unturned its middle lies in +y."""

    zenith: Vec3 = (0.45, 0.6, 0.85)
    horizon: Vec3 = (0.8, 0.87, 0.95)
    strength: float = 0.45
    picture: str = ""
    turn: float = 0.0


@dataclass(frozen=True, kw_only=True)
class AreaLight:
    """An evenly bright rectangle, such as a soft box or a lit window, not itself seen. position: its middle; look_at: a point in the world
    that its front faces, m. width: m, level; height: m. strength: of all of it, that of full sun at 1 m before it."""

    position: Vec3
    look_at: Vec3
    width: float = 1.0
    height: float = 1.0
    strength: float = 5.0
    colour: Vec3 = (1.0, 1.0, 1.0)


Light = Sun | Lamp | AreaLight


@dataclass(frozen=True, kw_only=True)
class Key:
    """A camera pose and focal length at a time, for a rig that moves between keys. look_at: a point in the world,
    m."""

    time: float
    position: Vec3
    look_at: Vec3
    focal: float = 35.0


@dataclass(frozen=True, kw_only=True)
class Fog:
    """Fog or haze, even everywhere. visibility: m, at which contrast has fallen to 2 % (Koschmieder). colour: sRGB, of what
    it hides wholly. What is behind everything is seen through LAYER metres of it overhead, and through ever more
    towards the horizon, where nothing is left."""

    visibility: float
    colour: Vec3 = (0.8, 0.84, 0.88)


Target = str | float | Vec3
"""What is in focus: an object or part by name, a distance along the view axis, m, or a point in the world."""


@dataclass(frozen=True, kw_only=True)
class Focus:
    """What is in focus at a time, s."""

    time: float
    on: Target


@dataclass(frozen=True, kw_only=True)
class Rig:
    """How the camera moves. Frame by frame: the eased path through `keys` (one key: static; keys that differ in
    look_at pan and tilt, in position dolly, in focal zoom), then the fields below.

    orbit: degrees the camera goes round the (first) look_at point, about z, over the cut's length, eased at both ends.
    track: name of an object to keep in view: the camera turns so that it stands where look_at would.
    follow: name of an object to move along with: the camera is carried by the object's way since frame 0.
    shake: size of a hand-held sway, degrees; seed picks which. Focal lengths in mm on a 36 mm wide sensor.

    What follows changes the finished picture alone, never what is painted (see render.developing). f_stop: the lens's
    f-number, which says how shallow focus is; 0 for a pinhole, which shows everything sharp. focus: what is in focus,
    pulled from each to the next; nothing for what the camera looks at. shutter: degrees of a turn that the shutter is
    open, of 360 a frame; 0 for an instant. exposure: in stops, each twice the light.
    """

    keys: tuple[Key, ...]
    orbit: float = 0.0
    track: str = ""
    follow: str = ""
    shake: float = 0.0
    seed: int = 0
    f_stop: float = 0.0
    focus: tuple[Focus, ...] = ()
    shutter: float = 0.0
    exposure: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Cut:
    """From this time, s, the picture is taken by this rig."""

    time: float
    rig: Rig


@dataclass(frozen=True, kw_only=True)
class View:
    """Everything the render depends on beyond the Trajectory. surfaces: by object name or 'object.part' (the latter
    wins). fog: laid over finished pictures; nothing is painted in it."""

    cuts: tuple[Cut, ...]
    surfaces: Mapping[str, Shading] = field(default_factory=dict)
    lights: tuple[Light, ...] = (Sun(),)
    sky: Sky = Sky()
    fog: Fog | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "surfaces", MappingProxyType(dict(self.surfaces)))
        for name, surface in self.surfaces.items():
            _check_colour(name, surface.colour)
            if surface.material not in MATERIALS:
                raise unknown("material", surface.material, MATERIALS, name)
            check_texture(name, surface.texture, surface.scale, surface.normal)
            check_number(name, "glow", surface.glow, least=0, most=1e5)
        if not self.cuts or self.cuts[0].time != 0 or any(b.time <= a.time for a, b in zip(self.cuts, self.cuts[1:])):
            raise DeclarationError(f"camera: cuts are at {[c.time for c in self.cuts]} s; the first must be at 0 and they must rise.")
        for cut in self.cuts:
            _check_rig(cut.rig)
        for light in self.lights:
            _check_light(light)
        _check_sky(self.sky)
        if self.fog is not None:
            check_number("fog", "visibility", self.fog.visibility, least=0.1, most=1e6, unit="m")
            _check_colour("fog", self.fog.colour)

    @property
    def bare(self) -> "View":
        """The same without what is done to finished pictures alone: through pinholes, in clear air."""
        rigs = [replace(cut.rig, f_stop=0.0, focus=(), shutter=0.0, exposure=0.0) for cut in self.cuts]
        return replace(self, cuts=tuple(replace(cut, rig=rig) for cut, rig in zip(self.cuts, rigs)), fog=None)


def check_view(view: View, objects: tuple[str, ...], parts: tuple[str, ...] = ()) -> None:
    """Raise a DeclarationError if the view names an object that the scene does not have, or is in focus on something
    that is none of the objects and of these parts, by path."""
    for rig in (cut.rig for cut in view.cuts):
        for name in filter(None, (rig.track, rig.follow)):
            if name not in objects:
                raise unknown("object", name, objects, "camera")
        for focus in rig.focus:
            if isinstance(focus.on, str) and focus.on not in {*objects, *parts}:
                raise unknown("object or part to focus on", focus.on, {*objects, *parts}, "camera")


def check_texture(owner: str, texture: str, scale: float, normal: str = "") -> None:
    """Raise a DeclarationError naming `owner` unless a texture and a normal map are "", OWN or a file, and their scale, m, at least 0."""
    check_number(owner, "scale of its texture", scale, least=0, unit="m")
    for kind, path in (("texture", texture), ("normal", normal)):
        if not isinstance(path, str) or path not in ("", OWN) and not Path(path).is_file():
            raise DeclarationError(f"{owner}: {kind} {path!r} does not exist (looked in {Path.cwd()}); give the path of a picture.")


def _check_rig(rig: Rig) -> None:
    if not rig.keys or any(b.time <= a.time for a, b in zip(rig.keys, rig.keys[1:])):
        raise DeclarationError(f"camera: keys are at {[k.time for k in rig.keys]} s; give at least one, with rising times.")
    check_number("camera", "orbit", rig.orbit, least=-3600, most=3600, unit="degrees")
    check_number("camera", "shake", rig.shake, least=0, most=10, unit="degrees")
    check_seed("camera", rig.seed)
    _check_optics(rig)
    for key in rig.keys:
        check_number("camera", "focal", key.focal, least=5, most=2000, unit="mm")
        position, look_at = check_vector("camera", "position", key.position), check_vector("camera", "look_at", key.look_at)
        if sum((a - b) ** 2 for a, b in zip(position, look_at)) < 1e-6:
            raise DeclarationError(f"camera: position and look_at are the same point {tuple(position)}; move one of them.")


def _check_optics(rig: Rig) -> None:
    if rig.f_stop != 0:
        check_number("camera", "f_stop", rig.f_stop, least=0.7, most=64)
    check_number("camera", "shutter", rig.shutter, least=0, most=360, unit="degrees")
    check_number("camera", "exposure", rig.exposure, least=-10, most=10, unit="stops")
    if any(b.time <= a.time for a, b in zip(rig.focus, rig.focus[1:])):
        raise DeclarationError(f"camera: focus is set at {[each.time for each in rig.focus]} s; give rising times.")
    if rig.focus and not rig.f_stop:
        raise DeclarationError("camera: focus is given without f_stop, and a pinhole shows everything sharp; give f_stop, such as 2.8.")
    for each in rig.focus:
        check_number("camera", "focus time", each.time, unit="s")
        if isinstance(each.on, (int, float)):
            check_number("camera", "focus", each.on, above=0, most=1e5, unit="m")
        elif not isinstance(each.on, str):
            check_vector("camera", "focus", each.on)


def _check_light(light: Light) -> None:
    owner = "area light" if isinstance(light, AreaLight) else type(light).__name__.lower()
    check_number(owner, "strength", light.strength, least=0)
    _check_colour(owner, light.colour)
    if isinstance(light, Sun):
        check_number(owner, "elevation", light.elevation, above=0, most=90, unit="degrees")
        check_number(owner, "azimuth", light.azimuth, unit="degrees")
        check_number(owner, "size", light.size, least=0, most=60, unit="degrees")
        return
    position = check_vector(owner, "position", light.position)
    if isinstance(light, AreaLight):
        for name in ("width", "height"):
            check_number(owner, name, getattr(light, name), above=0, most=1000, unit="m")
        if sum((a - b) ** 2 for a, b in zip(position, check_vector(owner, "look_at", light.look_at))) < 1e-6:
            raise DeclarationError(f"{owner}: position and look_at are the same point {tuple(position)}; move one of them.")
    else:
        check_number(owner, "size", light.size, least=0, most=100, unit="m")


def _check_sky(sky: Sky) -> None:
    check_number("sky", "strength", sky.strength, least=0)
    check_number("sky", "turn", sky.turn, least=-3600, most=3600, unit="degrees")
    if sky.picture:
        check_sky_file(sky.picture)


def _check_colour(owner: str, colour: Vec3) -> None:
    for channel in check_vector(owner, "colour", colour):
        check_number(owner, "colour", channel, least=0, most=1)
