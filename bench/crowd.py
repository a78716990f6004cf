"""The scene that the speed of simulation is told by: two people who walk, take and drink among twenty things, for 10 s.
`python -m bench.crowd` says what its simulation spends where."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from statistics import median
from time import process_time

from scenes import (
    Look,
    Shot,
    after,
    ball,
    box,
    camera,
    cup,
    drink,
    launch,
    make_shot,
    person,
    pick_up,
    place,
    plane,
    table,
    touch,
    turn_to,
    walk_to,
)
from sim.character import controller
from sim.character.behaviours import pick_up as picking
from sim.character.skills import locomotion
from sim.execution import engine
from sim.physics.bullet.world import BulletWorld
from sim.scene.actions import Action
from sim.story.story import Story

TOP = 0.74
"""m, height of the table."""


def crowd() -> Shot:
    """Anna and Ben each walk up to a cup and drink; Anna puts hers down. A ball knocks down a stack, another rolls into a row of boxes."""
    cups = [cup(f"cup{i}", 0.043, 0.11, on=(x, y, TOP), turn=(0, 0, -120), look=Look("yellow", "ceramic"))
            for i, (x, y) in enumerate([(0.75, -0.2), (1.25, -0.2), (1.0, 0.1), (1.3, 0.2), (0.7, 0.2)])]
    stack = [box(f"brick{i}", (0.2, 0.2, 0.2), on=(-2.2, 1.2, 0.2 * i), matter="cardboard") for i in range(4)]
    row = [box(f"tile{i}", (0.05, 0.2, 0.4), on=(-1.6 + 0.25 * i, -2.0, 0.0)) for i in range(5)]
    balls = [ball("striker", 0.1, on=(-2.2, -0.6, 0.0), mass=1.0), ball("roller", 0.1, on=(-2.6, -2.0, 0.0), mass=2.0),
             *(ball(f"ball{i}", 0.08, on=(2.4, 0.8 + 0.4 * i, 0.0)) for i in range(3))]
    props = [plane("floor", (8, 8)), table("table", (1.0, 0.7, TOP), on=(1.0, 0.0, 0.0), fixed=True), *cups, *stack, *row, *balls,
             person("anna", on=(-1.2, -0.9, 0.0), turn=20.0), person("ben", on=(2.6, -1.6, 0.0), turn=150.0, height=1.8)]
    actions: list[Action] = [
        walk_to("anna", "cup0", when=0.2, name="anna walks"), pick_up("anna", "cup0", when=after("anna walks"), name="anna takes"),
        drink("anna", "cup0", when=after("anna takes"), name="anna drinks"),
        place("anna", "cup0", (0.75, -0.2, TOP), when=after("anna drinks")),
        walk_to("ben", "cup1", when=0.4, name="ben walks"), pick_up("ben", "cup1", when=after("ben walks"), name="ben takes"),
        drink("ben", "cup1", when=after("ben takes"), name="ben drinks"), turn_to("ben", "anna", when=after("ben drinks")),
        launch("striker", (0.0, 3.0, 0.0), when=1.0), launch("roller", (2.0, 0.0, 0.0), when=2.0),
        launch("ball0", (0.0, 1.0, 0.0), when=touch("roller", "tile0"))]
    return make_shot("crowd", props, actions=actions, seconds=10.0, camera=camera.static((0, -6, 2.2), (0, 0, 0.6)))


PARTS = {"Bullet's steps": (BulletWorld, "advance"), "Bullet's contacts": (BulletWorld, "contacts"),
         "building the world": (engine, "assemble"), "ways": (locomotion, "find_route"), "holds": (picking, "find_hold"),
         "posing": (controller, "pose_character")}
"""What the time is told of, and the name under which it is called."""


def seconds() -> dict[str, float]:
    """CPU time of one simulation of the crowd, its ledger included, in all and of PARTS."""
    spent = dict.fromkeys(PARTS, 0.0)
    scene = crowd().scene
    with ExitStack() as back:
        for part, (owner, name) in PARTS.items():
            back.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, _timed(getattr(owner, name), part, spent))
        begun = process_time()
        story = Story(scene=scene, trajectory=engine.simulate(scene))
        assert story.ledger.frames == scene.frames and story.events
        return {"all": process_time() - begun, **spent}


def _timed(work: Callable, part: str, spent: dict[str, float]) -> Callable:
    @wraps(work)
    def timed(*given, **named):
        begun = process_time()
        try:
            return work(*given, **named)
        finally:
            spent[part] += process_time() - begun
    return timed


if __name__ == "__main__":
    seconds()  # compiles loops
    goes = [seconds() for _ in range(5)]
    for kind in goes[0]:
        print(f"{kind}: {median(each[kind] for each in goes):.2f} s of CPU time for 10 s of two people and twenty things")
