"""Two people quarrel over a broken cup, and end up laughing."""

from render.view import Cut, Light
from scenes import (
    Look,
    Prop,
    Shot,
    always,
    assembly,
    at,
    camera,
    express,
    lamp,
    look_at,
    make_shot,
    never,
    nod,
    piece,
    point_at,
    rests_on,
    say,
    shake_head,
    shrug,
    succeeds,
    table,
    touches,
    window,
)
from scenes.camera import cut
from scenes.composing import Step
from scenes.kit.furniture import bookcase, cabinet, shelf_heights
from scenes.kit.household import books, picture, vase
from scenes.kit.lamps import table_lamp
from scenes.sets.setting import FRONT, facing, interior
from scenes.shots.actors import anna, ben
from sim.errors import check_number
from sim.scene.shapes import Box, Cup

TOP = 0.74
"""How high the table is, m."""


def argument(apart: float = 1.1) -> Shot:
    """apart: how far from each other they stand, m."""
    check_number("argument", "apart", apart, least=1.0, most=1.3, unit="m")
    props = [
        *interior((5.4, 4.0, 2.8), ("back", "left", "right"),
                  (window("back", -1.7), window("right", -0.3, sill=1.42, size=(0.9, 0.9))),
                  floor=Look("brown", "wood"), wall=Look((0.6, 0.71, 0.72)), ceiling=False),
        table("table", (0.9, 0.6, TOP), on=(0.0, 0.62, 0.0), look=Look("brown", "wood"), fixed=True),
        *_furniture(), *_broken(), *_people(apart / 2)]
    return make_shot("argument", props, actions=_actions(), camera=_cuts(apart / 2), seconds=16.0, lights=_lights(),
                     claims=[always(rests_on("cup", "table")), never(touches("anna", "ben")), succeeds("dropped"),
                             succeeds("joke"), at(15.0, rests_on("shard", "table"))])


def _furniture() -> list[Prop]:
    """What stands behind either of them."""
    shelves = shelf_heights(1.7, 4)
    return [bookcase("shelf", 1.1, 1.7, 4, on=(-2.53, 0.7, 0.0)),
            *(books(f"books_{i}", 14, seed=i, on=(-2.51, 0.66, z), fixed=True) for i, z in enumerate(shelves, 1)),
            cabinet("cabinet", 1.3, 1.1, 0.4, on=(2.47, 0.8, 0.0), turn=facing(180.0), look=Look("teal", "wood")),
            vase("vase", on=(2.45, 0.55, 1.1), look=Look("orange", "ceramic"), fixed=True),
            table_lamp("lamp", on=(2.45, 1.15, 1.1), fixed=True),
            picture("picture", 0.8, 0.6, at=(-0.2, 1.99, 1.6), turn=facing(FRONT))]


def _people(half: float) -> tuple[Prop, Prop]:
    return (anna((-half, 0.0, 0.0), height=1.68, wears={"jumper": "red", "trousers": "charcoal", "shoes": "black"}),
            ben((half, 0.0, 0.0), 180.0, height=1.78, wears={"shirt": "white", "trousers": "navy", "shoes": "brown"}))


def _broken() -> tuple[Prop, Prop]:
    """The cup without its upper half on its side, and a shard."""
    white = Look("yellow", "ceramic")
    half = assembly("cup", [piece("bowl", Cup(radius=0.045, height=0.06, wall=0.005), look=white, label="pot", noun="cup")],
                   on=(-0.05, 0.5, TOP), turn=(0, 0, 200), matter="ceramic")
    shard = assembly("shard", [piece("body", Box(size=(0.05, 0.035, 0.006)), look=white, label="pot", noun="cup")],
                     on=(0.1, 0.45, TOP), turn=(0, 0, 35), matter="ceramic")
    return half, shard


def _actions() -> list[Step]:
    return [
        look_at("anna", "ben"), look_at("ben", "anna"),
        express("anna", "angry", 0.6, when=0.1), express("ben", "doubtful", 0.7, when=0.4),
        point_at("anna", "cup", 1.2, when=0.2, hand="left", name="look"), say("anna", "Look! My cup is broken.", to="cup", when=0.4),
        say("ben", "It was like that.", when=3.2), shrug("ben", when=3.1),
        express("anna", "angry", 1.0, when=5.2), point_at("anna", "ben", 1.2, when=5.2, name="dropped"),
        say("anna", "You dropped it!", to="ben", when=5.5, name="accuse"),
        express("ben", "angry", 0.8, when=7.2), shake_head("ben", 2, when=7.5), say("ben", "I never touched it.", to="anna", when=7.6),
        express("anna", "sad", 1.0, when=9.4), say("anna", "It was my best one.", when=9.8),
        express("ben", "surprised", 0.7, 0.8, when=11.0), express("ben", "smile", 0.8, when=11.9),
        say("ben", "Fine. I will buy you ten.", to="anna", when=11.7, name="joke"), nod("ben", when=12.2),
        express("anna", "surprised", 0.8, 0.6, when=12.9), express("anna", "smile", 1.0, when=13.4), say("anna", "Ten?", when=13.8),
        shake_head("anna", 1, when=14.7)]


def _cuts(half: float) -> list[Cut]:
    """Both; then whoever speaks, over the other's shoulder; then both again."""
    both = camera.dolly((-0.5, -3.3, 1.5), (-0.1, -3.0, 1.5), (0.0, 0.1, 1.3), 2.9, lens=44)
    again = camera.dolly((0.35, -2.5, 1.55), (0.1, -2.2, 1.55), (0.0, 0.05, 1.42), 1.9, lens=48)
    on_anna = camera.static((half + 0.9, -0.5, 1.7), (-half, 0.14, 1.5), lens=68)
    on_ben = camera.static((-half - 0.9, -0.5, 1.62), (half, 0.14, 1.6), lens=68)
    rigs = (both, on_ben, on_anna, on_ben, on_anna, on_ben, on_anna, again)
    return [cut(time, rig) for time, rig in zip((0.0, 2.9, 5.1, 7.1, 9.3, 11.3, 13.2, 14.6), rigs)]


def _lights() -> tuple[Light, ...]:
    """A key between them, from the side of the camera, a weak one behind each for their hair, and a lamp on the wall."""
    return (lamp((0.0, -1.9, 2.3), strength=5.5), lamp((-1.5, 0.9, 2.3), strength=0.8), lamp((1.5, 0.9, 2.3), strength=0.8),
            lamp((0.0, 0.6, 2.6), strength=1.0))
