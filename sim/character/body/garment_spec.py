"""GarmentSpec: all that there is to say of one thing that people wear."""

from collections.abc import Callable
from dataclasses import dataclass

from sim.character.body.cutting import BodyMesh
from sim.character.body.panels import Panel
from sim.character.body.physique import Physique


@dataclass(frozen=True, kw_only=True)
class GarmentSpec:
    """name: what scripts call it. places: where it is worn; in each place one thing is worn at a time. colour, material: its plain look;
    a colour of '' is that of the hair. noun: what painters call it, if not by its name. label: its class in a segmentation. It is
    either sewn from `panels` or has a `shape` of its own, made for a body. on_hair: whether it presses hair down,
    as a hat does. What people can take off is in sim.scene.wardrobe.REMOVABLE, too, with its mass.
    """

    name: str
    places: tuple[str, ...]
    colour: str = ""
    material: str = "cloth"
    noun: str = ""
    label: str = "apparel"
    panels: tuple[Panel, ...] = ()
    shape: Callable[[Physique], BodyMesh] | None = None
    on_hair: bool = False

    def shape_for(self, who: Physique) -> BodyMesh:
        """The shape of its own, made for somebody's body."""
        assert self.shape is not None
        return self.shape(who)
