"""The Person: who is in a scene, what they look like, and where they stand at frame 0."""

from dataclasses import dataclass

from sim.errors import check_name, check_number, check_unique, check_vector, unknown
from sim.math.conventions import Vec3
from sim.scene.figure import Figure
from sim.scene.objects import Body, Part
from sim.scene.shapes import Accessory
from sim.scene.wardrobe import BALD, EVERYDAY, FACE, REMOVABLE, STYLES


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone who stands upright at `position`, the place between the soles, m, world, and faces `heading`, rad about z from +x.

    height: m, without hair and shoes. age: years. gender: 0 male to 1 female. weight, muscle: 0 little to 1 much. hair: a style of
    sim.scene.wardrobe. clothes: names of sim.character.body.garments. Their parts are their skin, hair, clothes and face: 'anna.skin',
    'anna.hair', 'anna.coat', 'anna.lips' and so on. What they can take off is an object of its own, as in `accessories`.
    """

    name: str
    position: Vec3 = (0.0, 0.0, 0.0)
    heading: float = 0.0
    height: float = 1.7
    age: float = 30.0
    gender: float = 0.5
    weight: float = 0.5
    muscle: float = 0.5
    hair: str = "short"
    clothes: tuple[str, ...] = EVERYDAY

    def __post_init__(self) -> None:
        check_name("object", self.name)
        check_vector(self.name, "position", self.position)
        check_number(self.name, "heading", self.heading, unit="rad")
        check_number(self.name, "height", self.height, least=0.9, most=2.2, unit="m")
        check_number(self.name, "age", self.age, least=3, most=100, unit="years")
        for dial in ("gender", "weight", "muscle"):
            check_number(self.name, dial, getattr(self, dial), least=0, most=1)
        if self.hair not in STYLES:
            raise unknown("hair", self.hair, STYLES, self.name)
        check_unique(f"garment of {self.name}", self.clothes)

    @property
    def figure(self) -> Figure:
        """Their body."""
        return Figure(age=self.age, gender=self.gender, height=self.height, weight=self.weight, muscle=self.muscle)

    @property
    def pieces(self) -> tuple[str, ...]:
        """The names of what they are seen as."""
        return ("skin", *(("hair",) if self.hair != BALD else ()), *(worn for worn in self.clothes if worn not in REMOVABLE), *FACE)

    @property
    def accessories(self) -> tuple[Body, ...]:
        """What they wear at first and can take off: 'anna.hat'. It is put on their head before frame 0, wherever it is declared."""
        x, y, z = self.position
        return tuple(Body(name=f"{self.name}.{kind}", parts=(Part(name=kind, shape=Accessory(kind=kind, figure=self.figure)),),
                          position=(x, y, z + self.height), mass=REMOVABLE[kind])
                     for kind in self.clothes if kind in REMOVABLE)

    @property
    def parts(self) -> tuple[str, ...]:
        """The paths of their parts, in the order of their ids."""
        return tuple(f"{self.name}.{piece}" for piece in self.pieces)
