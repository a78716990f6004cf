"""One snatches a parcel and runs, through a door, and pushes a stack of boxes over before the other, who runs after."""

from collections.abc import Sequence

from render.view import Cut, Light
from scenes import (
    Look,
    Prop,
    Shot,
    above,
    after,
    always,
    at,
    box,
    by,
    camera,
    carry,
    doorway,
    express,
    garment,
    hair,
    holds,
    lamp,
    look_at,
    make_shot,
    mechanism,
    never,
    open_,
    person,
    pick_up,
    plane,
    point_at,
    push,
    rests_on,
    room,
    run,
    say,
    sequence,
    succeeds,
    sun,
    touches,
)
from scenes.camera import cut
from scenes.composing import Step
from scenes.shots.assets import asset
from sim.errors import check_number

WALL, BEHIND, BOX, COUNT = 1.5, 1.35, (0.5, 0.28, 0.28), 5
"""How far the wall with the door is from the middle of the set, how far behind it the boxes stand, m; their size, and how many."""


def chase(head_start: float = 0.4) -> Shot:
    """head_start: s from the opened door until the other runs after."""
    check_number("chase", "head_start", head_start, least=0.2, most=1.5, unit="s")
    _, wall = room((12.0, 2 * WALL, 2.7), openings=(doorway("back", size=(1.12, 2.15)),), wall=Look("beige"))
    props = [
        plane("floor", (24, 24), look=Look("grey", "tiled")), wall,
        mechanism("door", asset("door.urdf"), at=(-0.45, WALL + 0.075, 0), look=Look("white"),
                  links={"panel": Look("teal"), "handle": Look("yellow", "metal", "handle")}),
        box("stand", (0.35, 0.35, 0.8), on=(1.85, 1.22, 0.0), look=Look("olive"), label="cabinet", noun="cabinet", fixed=True),
        box("parcel", (0.2, 0.14, 0.14), on=(1.88, 1.12, 0.8), mass=0.8, look=Look("orange", "paper")), *_stack(), *_people()]
    return make_shot("chase", props, actions=_actions(head_start), camera=_cuts(), lights=_lights(), seconds=22.0,
                     claims=[succeeds("over"), succeeds("stop"), *(by(21.0, touches(f"box_{i}", "floor")) for i in (3, 4, 5)),
                             at(11.0, rests_on("box_5", "box_4")), at(21.0, holds("max", "parcel")),
                             *(never(touches("ida", f"box_{i + 1}")) for i in range(COUNT)), always(above("parcel", "floor"))])


def _stack() -> list[Prop]:
    """Behind the wall, beside the way out of the door."""
    looks = ("tan", "orange", "yellow", "tan", "maroon")
    return [box(f"box_{i + 1}", BOX, on=(0.8, WALL + BEHIND, BOX[2] * i), mass=1.5, look=Look(look, "paper"))
            for i, look in enumerate(looks)]


def _people() -> tuple[Prop, Prop]:
    thief = person("max", on=(2.15, 0.68, 0.0), turn=130.0, age=22, gender="male", build="slim", skin="light", hair=hair("curls", "red"),
                   eyes="blue", wardrobe=[garment("jumper", "purple"), garment("trousers", "charcoal"), garment("shoes", "white")])
    owner = person("ida", on=(5.2, -0.3, 0.0), turn=170.0, age=45, gender="female", skin="tan", hair=hair("bun", "brown"),
                   eyes="hazel", wardrobe=[garment("shirt", "white"), garment("trousers", "olive"), garment("shoes", "brown"), "glasses"])
    return thief, owner


def _actions(head_start: float) -> list[Step]:
    away = sequence(
        pick_up("max", "parcel", hand="left", when=0.2, name="take"),
        carry("max", "parcel", (0.35, WALL - 0.7), facing="door", gait="run", name="run"), open_("max", "door", name="open"),
        carry("max", "parcel", (0.72, WALL + BEHIND + 0.62), facing="box_3", gait="run", name="through"),
        push("max", "box_3", 0.26, height=0.6, speed=0.9, hand="right", name="over"),
        carry("max", "parcel", (4.0, WALL + 2.8), gait="run", name="off"))
    return [*away, express("ida", "angry"), look_at("ida", "max"),
            run("ida", (0.9, 0.4), facing="max", when=after("open", delay=head_start), name="near"),
            run("ida", (0.05, WALL + 0.15), facing=(0.2, WALL + 2.0, 0.0), when=after("near", "through"), name="after"),
            say("ida", "Stop! Come back!", when=after("after"), name="stop"), point_at("ida", "max", 1.0, when=after("after"))]


def _cuts() -> Sequence[Cut]:
    """The room; behind the wall; and she in the door, over the boxes."""
    take = camera.pan((0.4, -3.0, 1.5), (1.5, 0.9, 1.05), (0.5, 0.9, 1.1), 4.0, lens=32)
    behind = camera.static((-0.7, WALL + 4.6, 1.6), (0.3, WALL + 0.8, 1.0), lens=32)
    inside = camera.static((-1.2, -2.6, 1.5), (1.0, 0.7, 1.1), lens=28)
    close = camera.static((0.9, WALL + 3.2, 1.5), (0.1, WALL + 0.1, 1.3), lens=42)
    return [cut(0.0, take), cut(6.3, behind), cut(9.7, inside), cut(11.6, behind), cut(19.2, close)]


def _lights() -> tuple[Light, ...]:
    """The sun behind the wall, and two lamps in the room."""
    return sun(azimuth=70, elevation=40), lamp((-1.0, -1.5, 2.6), strength=4.0), lamp((3.0, -1.5, 2.6), strength=4.0)
