"""Two sit down in a café, one is served and poured for, and a third comes in late and waves."""

from collections.abc import Sequence

from render.view import Cut, Light
from scenes import (
    Look,
    Prop,
    Shot,
    after,
    always,
    at,
    camera,
    carry,
    chair,
    cup,
    doorway,
    drink,
    emptier,
    express,
    fuller,
    garment,
    hair,
    holds,
    lamp,
    look_at,
    make_shot,
    nod,
    person,
    pick_up,
    place,
    pour,
    rests_on,
    say,
    sequence,
    sit,
    succeeds,
    table,
    walk_to,
    wave,
    window,
)
from scenes.camera import cut
from scenes.composing import Step
from scenes.kit.furniture import wall_shelf
from scenes.kit.household import bottle, picture
from scenes.kit.kitchen import counter, tumbler
from scenes.kit.lamps import pendant
from scenes.kit.plants import potted_plant
from scenes.sets.setting import FRONT, facing, interior
from sim.errors import check_number

TOP, BAR = 0.74, 1.0
"""How high the table and the bar are, m."""
COFFEE = Look("brown", "plastic")


def cafe(full: float = 0.6) -> Shot:
    """full: to what share of its hollow the cup is filled."""
    check_number("cafe", "full", full, least=0.4, most=0.8)
    shell = interior((6.4, 5.0, 2.9), ("back", "left", "right"), (window("back", -1.6, size=(1.6, 1.2)), doorway("left", -1.2)),
                     floor=Look("brown", "wood"), wall=Look((0.46, 0.6, 0.56)), ceiling=False)
    props = [*shell, *_furniture(), *_behind_the_bar(), *_people()]
    return make_shot("cafe", props, actions=_actions(full), camera=_cuts(), lights=_lights(), seconds=25.0,
                     claims=[succeeds("fill"), succeeds("greet"), at(1.0, emptier("cup", 0.01)), at(18.0, fuller("cup", full - 0.05)),
                             at(25.0, emptier("cup", full - 0.05)),
                             at(18.0, rests_on("cup", "table")), at(25.0, holds("rosa", "cup")), always(fuller("jug", 0.1))])


def _furniture() -> list[Prop]:
    seat = Look("olive")
    return [
        table("table", (0.8, 0.6, TOP), on=(0.0, 0.0, 0.0), look=Look("white"), fixed=True),
        chair("chair_rosa", on=(-1.02, 0.0, 0.0), look=seat, mass=6),
        chair("chair_sam", on=(0.94, 0.0, 0.0), turn=(0, 0, 180), look=seat, mass=6),
        counter("bar", 1.6, BAR, 0.5, on=(1.6, 2.0, 0.0), turn=facing(FRONT),
                looks={"doors": Look("teal", "wood"), "top": Look("brown", "wood")}),
        cup("cup", 0.045, 0.09, on=(1.55, 1.85, BAR), turn=(0, 0, -90), look=Look("yellow", "ceramic"), full=0.0, of=COFFEE),
        cup("jug", 0.055, 0.18, on=(1.2, 1.85, BAR), turn=(0, 0, -90), look=Look("red", "ceramic"), noun="pot", full=0.8, of=COFFEE)]


def _behind_the_bar() -> list[Prop]:
    """What hangs at the walls, and stands where nobody walks."""
    return [*(wall_shelf(f"shelf_{i}", 1.6, at=(1.6, 2.5, 1.0 + 0.45 * i), turn=facing(FRONT)) for i in (1, 2)),
            *(bottle(f"bottle_{i}", on=(0.8 + 0.2 * i, 2.38, 1.48), fixed=True,
                     looks={"glass": Look(("green", "brown", "navy")[i % 3], "ceramic")}) for i in range(1, 8)),
            *(tumbler(f"glass_{i}", on=(0.8 + 0.2 * i, 2.38, 1.93), fixed=True) for i in range(1, 8)),
            *(pendant(f"pendant_{i}", drop=0.7, at=(1.0 + 0.6 * i, 1.9, 2.2)) for i in (0, 1, 2)),
            picture("picture", 0.9, 0.65, at=(-0.15, 2.49, 1.7), turn=facing(FRONT)),
            potted_plant("plant", height=0.95, on=(-2.6, 1.9, 0.0), fixed=True)]


def _people() -> list[Prop]:
    """Two guests, the waiter, and who comes late."""
    rosa = person("rosa", on=(-1.35, -0.7, 0.0), turn=20.0, age=62, gender="female", skin="pale", hair=hair("bob", "white"), eyes="blue",
                  wardrobe=[garment("dress", "purple"), garment("shoes", "black"), "glasses"])
    sam = person("sam", on=(1.35, -0.7, 0.0), turn=160.0, age=30, gender="male", build="broad", skin="dark", hair=hair("short", "black"),
                 eyes="dark", wardrobe=[garment("T-shirt", "orange"), garment("trousers", "navy"), garment("shoes", "white")])
    leo = person("leo", on=(1.35, 1.42, 0.0), turn=90.0, age=24, gender="male", build="slim", skin="tan", hair=hair("curls", "brown"),
                 wardrobe=[garment("shirt", "white"), garment("trousers", "black"), garment("shoes", "black")])
    dora = person("dora", on=(-4.2, -1.2, 0.0), age=11, gender="female", skin="brown", hair=hair("ponytail", "black"), eyes="dark",
                  wardrobe=[garment("jumper", "yellow"), garment("skirt", "red"), garment("boots", "brown")])
    return [rosa, sam, leo, dora]


def _actions(full: float) -> list[Step]:
    served = sequence(
        pick_up("leo", "jug", hand="left", when=0.3, name="jug"), pick_up("leo", "cup", hand="right", name="take"),
        carry("leo", "jug", (0.0, 0.66), facing=(0.0, -1.0, 0.0), name="bring"), place("leo", "cup", (-0.22, 0.1, TOP), name="serve"),
        pour("leo", "jug", "cup", full, name="fill"))
    talk = [
        sit("rosa", "chair_rosa", when=0.4, name="one"), sit("sam", "chair_sam", when=0.8, name="two"),
        look_at("rosa", "sam", when=after("one")), look_at("sam", "rosa", when=after("two")),
        say("sam", "I like it here.", when=after("two")), nod("rosa", when=after("two", delay=1.4)),
        say("rosa", "They have the best coffee.", when=after("two", delay=1.9), name="praise"),
        say("leo", "Here you are.", to="rosa", when=after("serve")), express("rosa", "smile", 0.8, when=after("serve")),
        say("rosa", "Thank you.", to="leo", when=after("fill"), name="thanks"),
        *sequence(pick_up("rosa", "cup", when=after("thanks", delay=1.5), name="grasp"), drink("rosa", "cup", name="sip"))]
    late = [
        walk_to("dora", (-1.7, -1.0), facing=(0.3, -0.3, 0.0), gait="hurry", when=after("serve", delay=2.0), name="come"),
        express("dora", "smile"), wave("dora", when=after("come"), name="greet"), say("dora", "Sorry, I am late!", when=after("come")),
        look_at("rosa", "dora", when=after("come")), look_at("sam", "dora", when=after("come")),
        express("sam", "smile", when=after("come")), wave("sam", when=after("come", delay=0.8))]
    return [*served, *talk, *late]


def _cuts() -> Sequence[Cut]:
    """All of it; the waiter; the cup; who comes late."""
    wide = camera.dolly((0.4, -4.4, 1.6), (0.2, -3.9, 1.5), (0.1, 0.2, 0.95), 5.0, lens=30)
    waiter = camera.static((-0.1, -2.7, 1.45), (0.1, 0.6, 1.02), lens=33)
    close = camera.static((0.45, -1.9, 1.45), (-0.2, 0.2, 1.12), lens=38)
    door = camera.static((1.5, -1.75, 1.5), (-1.0, -0.2, 1.05), lens=28)
    end = camera.dolly((-0.3, -4.2, 1.5), (-0.4, -3.8, 1.45), (-0.5, 0.1, 1.0), 4.0, lens=31)
    return [cut(0.0, wide), cut(6.1, waiter), cut(11.5, close), cut(16.8, door), cut(20.6, end)]


def _lights() -> tuple[Light, ...]:
    """Lamps over the table, at the door and at the bar."""
    return lamp((-0.3, -1.8, 2.7), strength=4.0), lamp((-1.9, -1.0, 2.6), strength=1.5), lamp((1.6, 0.6, 2.7), strength=2.5)
