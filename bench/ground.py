"""`python -m bench.ground [COUNT]`: random stairs and ramps, gone up and down again by people of all ages: do soles stand on what is
there, slide, or does anyone fall? bench/ground.json and a table. COUNT: 100 unless given."""

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from bench.trials import run_trials
from scenes import after, box, camera, make_shot, person, plane, walk_to
from scenes.props import Prop
from scenes.shot import Shot
from sim.character.body.anatomy import anatomy
from sim.character.body.bones import RIG, number
from sim.execution.engine import simulate
from sim.math.conventions import Array, quat_rotate

OFF, SLIDE = 0.015, 0.02
"""m that soles may be off what they stand on, and move while they are down."""
STILL = 0.0005
"""m that a ball moves in a frame at most while its foot is down."""


@dataclass(frozen=True, kw_only=True)
class Course:
    """shot: someone who goes up to the landing and down again. pieces: of each thing to stand on, from where to where it is along the way,
    m, and its heights at both ends. turn: rad, of the way."""

    name: str
    shot: Shot
    pieces: tuple[tuple[float, float, float, float], ...]
    half_width: float
    turn: float

    def height(self, points: Array, margin: float) -> Array:
        """(N,) m, of the ground at places (N, 2), from how it was drawn alone, each piece so much larger, m."""
        c, s = np.cos(self.turn), np.sin(self.turn)
        along, aside = points @ np.array([c, s]), points @ np.array([-s, c])
        out = np.zeros(len(points))
        for begin, end, low, high in self.pieces:
            here = (along >= begin - margin) & (along <= end + margin) & (np.abs(aside) <= self.half_width + margin)
            share = ((along[here] - begin) / (end - begin)).clip(0.0, 1.0)
            out[here] = np.maximum(out[here], low + (high - low) * share)
        return out


@dataclass(frozen=True, kw_only=True)
class Gone:
    """status: of the way up and down. off: the farthest that a sole that is down is off the ground, m. slide: as in bench.faults.
    lowest: the lowest that a pelvis is over its feet, of its height when standing."""

    name: str
    statuses: tuple[str, ...]
    reasons: tuple[str, ...]
    off: float
    slide: float
    lowest: float

    @property
    def passes(self) -> bool:
        return set(self.statuses) == {"done"} and self.off <= OFF and self.slide <= SLIDE and self.lowest > 0.6


def course(seed: int) -> Course:
    """Stairs of 2 to 8 steps, or a ramp of 4 to 15 degrees, up to a landing."""
    random = np.random.default_rng([16, seed])
    turn, width = float(random.uniform(-np.pi, np.pi)), float(random.uniform(0.8, 1.6))
    begin, pieces, props = float(random.uniform(0.8, 1.6)), [], []

    def add(name: str, size: tuple[float, float, float], along: float, **more) -> None:
        props.append(box(name, size, on=(along * np.cos(turn), along * np.sin(turn), more.pop("z", 0.0)), fixed=True, **more))
    if seed % 2:
        count, rise, tread = int(random.integers(2, 9)), float(random.uniform(0.1, 0.2)), float(random.uniform(0.26, 0.36))
        for i in range(count):
            add(f"step{i}", (tread, width, rise * (i + 1)), begin + tread * (i + 0.5), turn=(0, 0, np.degrees(turn)))
            pieces.append((begin + tread * i, begin + tread * (i + 1), rise * (i + 1), rise * (i + 1)))
        top, end = rise * (count + 1), begin + tread * count
    else:
        slope, long = np.radians(float(random.uniform(4.0, 15.0))), float(random.uniform(1.2, 3.0))
        top, end, thick = long * np.tan(slope), begin + long, 0.05
        length = long / np.cos(slope)
        middle = np.array([begin + long / 2, 0.0, top / 2]) - thick / 2 * np.array([-np.sin(slope), 0.0, np.cos(slope)])
        rotated = (Rotation.from_euler("z", turn) * Rotation.from_euler("y", -slope)).as_euler("xyz", degrees=True)
        x, y = middle[0] * np.cos(turn), middle[0] * np.sin(turn)
        ramp = box("ramp", (length, width, thick), on=(0, 0, 0), fixed=True, turn=tuple(rotated.tolist()))
        props.append(_moved(ramp, (float(x), float(y), float(middle[2]))))
        pieces.append((begin, end, 0.0, float(top)))
    add("landing", (1.4, width, float(top)), end + 0.7, turn=(0, 0, np.degrees(turn)))
    pieces.append((end, end + 1.4, float(top), float(top)))
    age = float(random.choice([8, 12, 25, 40, 75]))
    who = person("anna", age=age, gender=float(random.random()), turn=float(random.uniform(-180, 180)))
    far = 16.0 + 6.0 * end
    actions = [walk_to("anna", "landing", when=0.1, name="up"), walk_to("anna", (0.0, 0.0, 0.0), when=after("up", delay=0.1), name="down")]
    shot = make_shot(f"ground{seed}", [plane("floor"), *props, who], actions=actions, seconds=far / 1.1,
                     camera=camera.static((0.0, -6.0, 2.0), (0.0, 0.0, 1.0)))
    return Course(name=f"{'stairs' if seed % 2 else 'ramp'} {seed}", shot=shot, pieces=tuple(pieces), half_width=width / 2, turn=turn)


def gone(course: Course) -> Gone:
    """What becomes of it."""
    scene = course.shot.scene
    acted = simulate(scene)
    body = anatomy(scene.people[0].figure, scene.people[0].clothes)
    off = slides = 0.0
    soles = []
    for side in ("right", "left"):
        bone = number(f"{side}_foot")
        place, turn = acted.bone_positions[:, bone], acted.bone_rotations[:, bone]
        ball, ends = place + quat_rotate(turn, body.ball), [place + quat_rotate(turn, end) for end in (body.ball, body.toe, body.heel)]
        moves = np.linalg.norm(np.diff(ball, axis=0, prepend=ball[:1]), axis=1)
        down = (moves < STILL) & (np.roll(moves, -1) < STILL)
        deep = np.max([course.height(end[:, :2], -0.005) - end[:, 2] for end in ends], axis=0)
        over = np.min([end[:, 2] - course.height(end[:, :2], 0.01) for end in ends], axis=0)
        off = max(off, float(np.maximum(deep, over)[down].max(initial=0.0)))
        slides = max(slides, max((_slid(ball[run]) for run in _runs(down)), default=0.0))
        soles.append(ball[:, 2])
    pelvis = (acted.bone_positions[:, 0, 2] - np.min(soles, axis=0)) / body.offsets[0, 2]
    assert acted.bone_positions.shape[1] == len(RIG)
    return Gone(name=course.name, statuses=tuple(record.status for record in acted.actions),
                reasons=tuple(record.reason for record in acted.actions), off=off, slide=slides, lowest=float(pelvis.min()))


def _moved(prop: Prop, position: tuple[float, float, float]) -> Prop:
    """A prop whose middle is at a place."""
    return replace(prop, thing=replace(prop.thing, position=position))


def _runs(down: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    edges = np.flatnonzero(np.diff(down.astype(int)))
    return [run for run in np.split(np.arange(len(down)), edges + 1) if down[run[0]]]


def _slid(way: Array) -> float:
    return float(np.linalg.norm(way[:, None, :2] - way[:, :2], axis=-1).max())


def summary(rows: Sequence[Gone]) -> dict[str, Any]:
    """The numbers that are promised, and those that do not pass."""
    return {"courses": len(rows), "pass": sum(row.passes for row in rows), "farthest_off_m": round(max(row.off for row in rows), 4),
            "slide_m": round(max(row.slide for row in rows), 4), "lowest_pelvis": round(min(row.lowest for row in rows), 3),
            "failed": [{key: round(value, 4) if isinstance(value, float) else value for key, value in asdict(row).items()}
                       for row in rows if not row.passes]}


def main(count: int = 100) -> None:
    """Print those that do not pass, and keep how all fared, as they come."""
    run_trials(lambda seed: gone(course(seed)), summary, "ground", count)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
