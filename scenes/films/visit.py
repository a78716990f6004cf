"""Someone comes for tea: five shots of a minute, in one go."""

from render.view import Light
from scenes import (
    Look,
    Prop,
    after,
    always,
    at,
    camera,
    continue_from,
    cup,
    drink,
    express,
    film,
    fuller,
    holds,
    lamp,
    look_at,
    make_shot,
    never,
    nod,
    pick_up,
    place,
    pour,
    say,
    sequence,
    shake_head,
    succeeds,
    table,
    touches,
    walk_to,
    window,
)
from scenes.film import Film
from scenes.kit.furniture import bookcase, cabinet, shelf_heights
from scenes.kit.household import books, picture
from scenes.kit.lamps import table_lamp
from scenes.sets.setting import FRONT, facing, interior
from scenes.shots.actors import anna, ben
from sim.errors import check_number

TOP = 0.74
"""How high the table is, m."""
HALF = 0.5
"""Half of what is between the two, m."""
TEA = Look("brown", "plastic")


def visit(full: float = 0.6) -> Film:
    """full: to what share of its hollow the cup is filled."""
    check_number("visit", "full", full, least=0.3, most=0.8)
    comes = make_shot(
        "comes", _props(), lights=_lights(), seconds=11.0, claims=[succeeds("come")],
        camera=camera.dolly((0.5, -3.4, 1.5), (0.15, -3.1, 1.5), (0.1, 0.2, 1.1), 9.0, lens=35),
        actions=[look_at("anna", "ben"), look_at("ben", "anna"), walk_to("ben", (HALF, 0.0), facing="anna", when=0.5, name="come"),
                 say("anna", "There you are!", to="ben", when=after("come"), name="welcome"),
                 express("anna", "smile", 0.8, when=after("come")),
                 say("ben", "I could smell the tea down the road.", to="anna", when=after("welcome", delay=0.3), name="smell"),
                 say("anna", "You always could.", to="ben", when=after("smell", delay=0.5))])
    asks = continue_from(
        comes, "asks", seconds=12.0, camera=camera.static((-HALF - 0.95, -0.5, 1.62), (HALF, 0.14, 1.52), lens=60),
        actions=[say("ben", "Is there a cup left?", to="anna", when=0.6, name="ask"), express("ben", "doubtful", 0.6, 2.0, when=0.8),
                 say("anna", "One. I kept it for you.", to="ben", when=after("ask", delay=0.6), name="kept"),
                 express("ben", "smile", 0.8, when=after("kept")), nod("ben", when=after("kept", delay=0.3)),
                 say("ben", "You are too kind.", to="anna", when=after("kept", delay=0.8), name="kind"),
                 say("anna", "I know. Shall I pour it?", to="ben", when=after("kind", delay=0.4), name="offer"),
                 nod("ben", when=after("offer"))])
    pours = continue_from(
        asks, "pours", seconds=13.0, camera=camera.static((HALF + 0.95, -0.6, 1.7), (-HALF, 0.14, 1.36), lens=50),
        claims=[succeeds("fill"), at(13.0, fuller("cup", full - 0.05))],
        actions=[*sequence(pick_up("anna", "pot", when=0.3, name="take"), pour("anna", "pot", "cup", full, name="fill"),
                           place("anna", "pot", (-0.3, 0.5, TOP), name="back")),
                 say("anna", "Careful, it is hot.", to="ben", when=after("back"), name="hot")])
    drinks = continue_from(
        pours, "drinks", seconds=12.0, camera=camera.static((-HALF - 0.95, -0.6, 1.66), (HALF, 0.14, 1.4), lens=50),
        claims=[succeeds("sip"), at(11.0, holds("ben", "cup"))],
        actions=[*sequence(pick_up("ben", "cup", when=0.3, name="grasp"), drink("ben", "cup", name="sip")),
                 express("ben", "smile", 1.0, when=after("sip")),
                 say("ben", "It is perfect.", to="anna", when=after("sip", delay=0.3), name="perfect"),
                 say("ben", "What did you put into it?", to="anna", when=after("perfect", delay=0.6), name="what")])
    ends = continue_from(
        drinks, "ends", seconds=12.0, camera=camera.dolly((-0.2, -2.9, 1.55), (0.0, -3.3, 1.55), (0.0, 0.1, 1.15), 8.0, lens=40),
        actions=[say("anna", "Time, mostly.", to="ben", when=0.6, name="time"), express("anna", "smile", 1.0, when=0.8),
                 say("ben", "Will you tell me how you make it?", to="anna", when=after("time", delay=0.7), name="how"),
                 shake_head("anna", 2, when=after("how")), say("anna", "Never.", to="ben", when=after("how", delay=0.6), name="never"),
                 express("ben", "smile", 1.0, when=after("never")),
                 say("ben", "Then I will have to come again.", to="anna", when=after("never", delay=0.8))],
        claims=[always(holds("ben", "cup")), never(touches("anna", "ben"))])
    return film("visit", [comes, asks, pours, drinks, ends])


def _props() -> list[Prop]:
    return [
        *interior((5.8, 4.4, 2.8), ("back", "left", "right"), (window("back", -1.7),), floor=Look("brown", "wood"),
                  wall=Look((0.74, 0.8, 0.76)), ceiling=False),
        table("table", (1.0, 0.6, TOP), on=(0.0, 0.64, 0.0), look=Look("brown", "wood"), fixed=True),
        cup("pot", 0.055, 0.17, on=(-0.3, 0.5, TOP), turn=(0, 0, -120), look=Look("teal", "ceramic"), noun="pot", full=0.8, of=TEA),
        cup("cup", 0.045, 0.1, on=(0.03, 0.45, TOP), turn=(0, 0, -60), look=Look("yellow", "ceramic"), full=0.0, of=TEA),
        *_furniture(),
        anna((-HALF, 0.0, 0.0), height=1.68, wears={"jumper": "red", "trousers": "charcoal", "shoes": "black"}),
        ben((2.1, -1.1, 0.0), 160.0, height=1.78, wears={"shirt": "white", "trousers": "navy", "shoes": "brown"})]


def _furniture() -> list[Prop]:
    """What stands behind either of them, and hangs at the wall."""
    return [bookcase("shelf", 1.1, 1.7, 4, on=(-2.73, 0.7, 0.0)),
            *(books(f"books_{i}", 14, seed=i, on=(-2.71, 0.66, z), fixed=True) for i, z in enumerate(shelf_heights(1.7, 4), 1)),
            cabinet("cabinet", 1.3, 1.1, 0.4, on=(2.67, 0.9, 0.0), turn=facing(180.0), look=Look("teal", "wood")),
            cup("vase", 0.07, 0.26, on=(2.65, 0.8, 1.1), handle=False, look=Look("orange", "ceramic"), label="vase", noun="vase", mass=0.8),
            table_lamp("lamp", on=(2.65, 1.3, 1.1), fixed=True), picture("picture", 0.8, 0.6, at=(-0.1, 2.19, 1.65), turn=facing(FRONT))]


def _lights() -> tuple[Light, ...]:
    """A key between them, from the side of the camera, and a weak one behind each for their hair."""
    return (lamp((0.0, -1.9, 2.3), strength=5.5), lamp((-1.5, 1.0, 2.4), strength=1.0), lamp((1.5, 1.0, 2.4), strength=1.0),
            lamp((0.0, 0.6, 2.6), strength=1.0))
