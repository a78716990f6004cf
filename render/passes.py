"""Trajectory + View -> Passes: a lazy sequence of frames. Rendering one again is cheaper than storing it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import NDArray

from render import correspondence
from render.config import RenderConfig
from render.digests import frame_digests, lit_digests
from render.frame import Frame
from render.geometry import Geometry, build_geometry
from render.material_table import MaterialTable, material_table
from render.raster import Rasteriser, make_rasteriser
from render.rig import camera_at
from render.view import Cut, View, check_view
from render.world import World
from sim.scene.parts import part_shapes
from sim.scene.scene import Scene
from sim.trajectory import PartRef, Trajectory

SMALL = 320
"""px; no small picture is wider, so that counting costs the same at any size of delivery."""
PROBES = 12
"""Frames looked at, small, to learn how near and far the shot's surfaces are."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Passes(Sequence[Frame]):
    """depth_range: m, of the nearest and the farthest surface seen in the shot: one for all frames, since a new one
    for each would flicker. rasteriser: what finds the triangles (by name 'cpu', 'gl' or 'rays'). scene, trajectory,
    view, config: what it was rendered from."""

    scene: Scene
    trajectory: Trajectory
    view: View
    config: RenderConfig
    geometry: Geometry
    surfaces: MaterialTable
    rasteriser: Rasteriser
    depth_range: tuple[float, float] = field(default=(0.1, 100.0))

    @property
    def width(self) -> int:
        """px."""
        return self.config.width

    @property
    def height(self) -> int:
        """px."""
        return self.config.height

    @property
    def frames(self) -> int:
        """How many frames there are."""
        return self.trajectory.frames

    @property
    def fps(self):
        """Frames a second, an exact Fraction."""
        return self.trajectory.fps

    @property
    def parts(self) -> tuple[PartRef, ...]:
        """What each part id stands for."""
        return self.trajectory.parts

    def __len__(self) -> int:
        return self.frames

    @overload
    def __getitem__(self, index: int) -> Frame: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Frame]: ...
    def __getitem__(self, index):
        """The frame with this number; nothing of it is computed yet."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(self.frames))]
        if not -self.frames <= index < self.frames:
            raise IndexError(f"frame {index} of {self.frames}")
        return self.sized(index % self.frames, self.width, self.height)

    def sized(self, number: int, width: int, height: int) -> Frame:
        """The frame with this number at another size, px."""
        camera = camera_at(self.view, self.trajectory, number, width, height)
        return Frame(number=number, camera=camera, world=self._world)

    def small(self, number: int, smaller: int) -> Frame:
        """The frame with this number so many times smaller, and at most SMALL px wide: where all frames of a shot are
        counted."""
        smaller = max(smaller, -(-self.width // SMALL))
        return self.sized(number, -(-self.width // smaller), -(-self.height // smaller))

    @cached_property
    def _world(self) -> World:
        return World(self.geometry, self.trajectory, self.view, self.surfaces, self.rasteriser)

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """What each frame is: see render.digests.frame_digests."""
        return frame_digests(self)

    @cached_property
    def lit_digests(self) -> tuple[str, ...]:
        """What each frame is, but for what it is made of: see render.digests.lit_digests."""
        return lit_digests(self)

    def __iter__(self) -> Iterator[Frame]:
        return (self[i] for i in range(self.frames))

    @property
    def own_config(self) -> RenderConfig:
        """The config, with the rasteriser that was chosen by name."""
        return replace(self.config, rasteriser=self.rasteriser.name)

    def __reduce__(self) -> tuple:
        """For another process: what they were made of, their triangles included, so that these are not made again."""
        return _again, (self.scene, self.trajectory, self.view, self.own_config, self.geometry, self.surfaces, self.depth_range)

    def resized(self, width: int, height: int) -> "Passes":
        """The same passes at another size, px. They share what is found out about the world."""
        if (width, height) == (self.width, self.height):
            return self
        other = replace(self, config=replace(self.config, width=width, height=height))
        vars(other)["_world"] = self._world
        return other

    def through(self, cuts: tuple[Cut, ...]) -> "Passes":
        """The same passes through other cameras. They share what is found out about the world."""
        other = replace(self, view=replace(self.view, cuts=cuts))
        vars(other)["_world"] = self._world
        return other

    def correspond(self, a: int, b: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Where the surface seen at each pixel centre of frame a is in frame b: see
        render.correspondence.correspond."""
        return correspondence.correspond(self[a], self[b])


def render(scene: Scene, trajectory: Trajectory, view: View, config: RenderConfig = RenderConfig()) -> Passes:
    """The passes of a shot. Raises DeclarationError if the view names what the scene lacks, ResourceError without a
    rasteriser."""
    check_view(view, scene.names, tuple(part.path for part in trajectory.parts))
    geometry = build_geometry(scene)
    passes = Passes(scene=scene, trajectory=trajectory, view=view, config=config, geometry=geometry,
                    surfaces=material_table(view, trajectory.parts, part_shapes(scene), geometry),
                    rasteriser=make_rasteriser(config.rasteriser))
    object.__setattr__(passes, "depth_range", _depth_range(passes))
    return passes


def _again(scene: Scene, trajectory: Trajectory, view: View, config: RenderConfig, geometry: Geometry, surfaces: MaterialTable,
           depth_range: tuple[float, float]) -> Passes:
    return Passes(scene=scene, trajectory=trajectory, view=view, config=config, geometry=geometry, surfaces=surfaces,
                  rasteriser=make_rasteriser(config.rasteriser), depth_range=depth_range)


def _depth_range(passes: Passes) -> tuple[float, float]:
    """From small pictures of frames spread over the shot: the nearest surface, and the distance that 98 % are nearer
    than."""
    near, far = [], []
    for number in np.unique(np.linspace(0, passes.frames - 1, PROBES).astype(int)):
        depth = passes.sized(int(number), passes.width // 8, passes.height // 8).depth
        if np.isfinite(depth).any():
            near.append(float(depth.min()))
            far.append(float(np.percentile(depth[np.isfinite(depth)], 98)))
    return (min(near), max(far)) if near else (0.1, 100.0)
