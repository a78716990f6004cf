"""What all frames of a shot share: its triangles, who stands still, and what is kept from frame to frame. Results
never depend on it."""

from collections import OrderedDict
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from render.camera import Camera
from render.environment import lights_of
from render.geometry import Geometry, Posed
from render.glowing import glowing, lights_of_things
from render.kept_light import KeptLight
from render.material_table import MaterialTable
from render.probes import Probes, probes_of
from render.raster import Rasteriser
from render.still import Still, still_of
from render.view import View
from sim.trajectory import Trajectory

POSED = 3
"""Frames whose posed triangles are kept: those of one moment are asked for by several cameras, one after another."""


class World:
    """geometry, trajectory, view, surfaces, rasteriser: as of Passes."""

    def __init__(self, geometry: Geometry, trajectory: Trajectory, view: View, surfaces: MaterialTable,
                 rasteriser: Rasteriser) -> None:
        self.geometry, self.trajectory, self.view = geometry, trajectory, view
        self.surfaces, self.rasteriser = surfaces, rasteriser
        self._posed: OrderedDict[int, Posed] = OrderedDict()
        self._light: OrderedDict[tuple, KeptLight] = OrderedDict()

    @cached_property
    def object_ids(self) -> NDArray[np.int32]:
        """(P+1,) object ids by part id; 0 for the background."""
        return np.array([0, *(p.object_id for p in self.trajectory.parts)], np.int32)

    @cached_property
    def still(self) -> Still:
        """What never moves."""
        return still_of(self.geometry, self.trajectory)

    @cached_property
    def lamps(self) -> dict[int, float]:
        """The parts that are lights, and what they light: see render.glowing."""
        return glowing(self)

    @cached_property
    def _moving_lamps(self) -> list[int]:
        still = set(np.unique(self.geometry.face_part[self.still.face]).tolist())
        return [part for part in self.lamps if part not in still]

    @cached_property
    def still_view(self) -> View:
        """The view, with the sun of its sky's picture and the lights that things are which stand still."""
        things = lights_of_things(self, [part for part in self.lamps if part not in self._moving_lamps], 0)
        return replace(self.view, lights=(*lights_of(self.view, self.surfaces.environment), *things))

    def lit_view(self, number: int) -> View:
        """The same, and then the lights that move, as they are in a frame."""
        if not self._moving_lamps:
            return self.still_view
        return replace(self.still_view, lights=(*self.still_view.lights, *lights_of_things(self, self._moving_lamps, number)))

    @cached_property
    def probes(self) -> Probes:
        """The light from everywhere that what stands still gives."""
        return probes_of(self)

    def posed(self, number: int) -> Posed:
        """The triangles at a frame."""
        if number not in self._posed:
            self._posed[number] = self.geometry.pose(self.trajectory, number, self.still)
            if len(self._posed) > POSED:
                self._posed.popitem(last=False)
        return self._posed[number]

    def kept_light(self, camera: Camera, number: int) -> KeptLight:
        """What is known of the light on what stands still, as this camera sees it, in a frame. A shot's pixel centres and finer
        places are two."""
        key = camera.world_from_camera.tobytes(), camera.focal, camera.width, camera.height
        if key not in self._light:
            self._light[key] = KeptLight(camera.width * camera.height, len(self.still_view.lights))
            if len(self._light) > 2:
                self._light.popitem(last=False)
        return self._light[key].and_moving(len(self.lit_view(number).lights) - len(self.still_view.lights))
