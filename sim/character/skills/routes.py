"""Ways to a place, a thing or someone: on the level, or up and down where that does not lead there; and why there is none."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.gait import Station, stations
from sim.character.motion.gaits import Gait
from sim.character.planning.affordances import between
from sim.character.planning.climbing import Levels
from sim.character.planning.nav_grid import CELL, NavGrid, away, in_sight, near, reached, way, ways
from sim.character.planning.prism_obstacles import prism_obstacles
from sim.character.planning.stances import NEAR, TOES, Stance, stances
from sim.character.planning.stepping import NoFooting, climbing_stations
from sim.character.planning.terrain import CLIMB, Terrain
from sim.character.skills.preconditions import heights
from sim.character.skills.reaching_from import deep_from
from sim.character.unable import Unable
from sim.math.conventions import Array

TALKING = 0.75
"""m from the middle of a person to that of whom they walk up to."""
Aim = str | tuple[float, ...]
TRIED, ELSEWHERE, ROOM = 6, 0.2, 0.01
"""Ends of ways at most at which it is looked whether there is room to reach from there, m between them at least, and m that trunk, legs
and arm are then to be out of things."""
BESIDE = 2.0
"""m from a thing: that someone gets so near to it is said when it is out of reach, else what is in the way."""
ONTO = 0.3
"""m from its edges to where someone stands who was to go onto a thing, if it is wide enough."""


class Route(NamedTuple):
    """A way on foot. corners: the places (2,), m, where it turns. stations: from a final heading, rad, or None, its steps."""

    corners: list[Array]
    stations: Callable[[float | None], list[Station]]


def find_route(context: Context, me: Character, to: Aim, aim: Array, gait: Gait, terrain: Terrain) -> Route:
    """The way to a thing, someone, or a place, which is at (3,), m. Raises Unable if there is none."""
    onto = _onto(terrain, me, to, aim)
    if not onto.any() and me.ground <= terrain.ground + CLIMB / 4:
        floor = context.floor(me, [me.station, aim])
        found = _roomiest(context, me, floor, to, _stances(context, me, to, aim))
        if found is not None:
            if not isinstance(to, str):
                found = [*found[:-1], aim[:2]] if len(found) > 1 else [found[0], aim[:2]]
            return Route(found, lambda end: stations(found, me.station[2], end, me.size, gait))
    if terrain.ledges and (climbed := _climbing(context, me, to, aim, gait, terrain, onto)):
        return climbed
    raise Unable(f"{_no_way(context, me, to, aim)} at {me.time:.1f} s")


def _roomiest(context: Context, me: Character, floor: NavGrid, to: Aim, wanted: Sequence[Stance]) -> list[Array] | None:
    """The shortest way to where someone is to stand, the best stance first. To a thing, that from whose end there is room to reach for it,
    or of the first TRIED the one with most room; None if there is none."""
    found: list[tuple[float, list[Array]]] = []
    fresh = np.ones(floor.clearance.shape, bool)
    for stance in wanted:
        goals = _goals(context, me, floor, to, stance)
        while len(found) < TRIED and (path := way(floor, me.station, goals & fresh)):
            deep = deep_from(context, me, to, path[-1]) if isinstance(to, str) else -np.inf
            if deep <= -ROOM:
                return path
            found.append((deep, path))
            fresh &= ~floor.within(path[-1], ELSEWHERE)
    return min(found, key=lambda each: each[0])[1] if found else None


def _onto(terrain: Terrain, me: Character, to: Aim, aim: Array) -> NDArray[np.bool_]:
    """(L,) which ledges a walk may end on."""
    if isinstance(to, str):
        return np.array([ledge.name == to for ledge in terrain.ledges], bool)
    here = [ledge.carries(aim[None, :2])[0] and abs(float(ledge.height(aim[:2])) - aim[2]) < CLIMB / 2 for ledge in terrain.ledges]
    return np.array(here, bool) if aim[2] > terrain.ground + CLIMB / 4 else np.zeros(len(terrain.ledges), bool)


def _climbing(context: Context, me: Character, to: Aim, aim: Array, gait: Gait, terrain: Terrain, onto: NDArray[np.bool_]) -> Route | None:
    """A way up or down."""
    walls = [corners for name, corners in context.obstacles(me) if name != to or onto.any()]
    levels = Levels(terrain, walls, me.person.height, [np.array(me.station[:2]), aim])
    start, goals = levels.node((*me.station[:2], me.ground)), _goal_nodes(context, me, to, aim, levels, onto)
    path = levels.way(start, goals) if start >= 0 else None
    if path is None:
        return None
    corners = [place[:2] for place in levels.corners(path)]
    corners[0] = np.array(me.station[:2])
    try:
        climbing_stations(corners, me.station[2], None, me.ground, me.body, terrain, gait)
    except NoFooting as none:
        raise Unable(f"{me.person.name} finds no footing at ({none.place[0]:.2f}, {none.place[1]:.2f}) on the way to {_called(to, aim)}: "
                     f"steps of up to {CLIMB:.2f} m are gone up and down, on what is as deep as a foot") from None
    return Route(corners, lambda end: climbing_stations(corners, me.station[2], end, me.ground, me.body, terrain, gait))


def _goal_nodes(context: Context, me: Character, to: Aim, aim: Array, levels: Levels, onto: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The nodes where a walk may end: in the middle of what it leads onto, at a place, or so near to a thing that a
    hand gets there."""
    numbers = np.arange(levels.cost.size).reshape(levels.cost.shape)
    if onto.any():
        chosen = np.flatnonzero(onto) + 1
        if not isinstance(to, str):
            return np.array([levels.node(aim)]) if levels.node(aim) >= 0 else np.zeros(0, np.int64)
        wide = [levels.edge(int(level)) for level in chosen]
        best = [np.where(levels.inside[level] & (edge >= min(ONTO, float(edge.max()) - CELL)), numbers[level], -1)
                for level, edge in zip(chosen, wide)]
        nodes = np.concatenate([each.ravel() for each in best])
        return nodes[nodes >= 0]
    if not isinstance(to, str):
        node = levels.node(aim)
        return np.array([node]) if node >= 0 else np.zeros(0, np.int64)
    beyond, walls = levels.away(context.outlines_of(to)), context.outlines_at(float(aim[2]), to)
    out = [np.zeros(0, np.int64)]
    for level, (inside, clear) in enumerate(zip(levels.inside, levels.clear)):
        height = float(np.median(levels.heights[level][inside])) if inside.any() else 0.0
        far = max(stance.far for stance in _stances(context, me, to, aim - [0.0, 0.0, height - me.ground])[:3])
        here = inside & (clear >= TOES * me.size) & (beyond <= far)
        out.append(numbers[level][in_sight(NavGrid(clearance=clear, corner=levels.corner), here, aim, walls)])
    return np.concatenate(out)


def _stances(context: Context, me: Character, to: Aim, aim: Array) -> list[Stance]:
    """Where a walk may end, the best first."""
    if to in context.characters:
        return [Stance(TALKING, TOES * me.size)]
    return stances(me, float(aim[2])) or [Stance(far, TOES * me.size) for far in (NEAR, TALKING)]  # out of reach: just go there


def _goals(context: Context, me: Character, floor: NavGrid, to: Aim, stance: Stance) -> np.ndarray:
    """The cells where a walk may end."""
    if not isinstance(to, str):
        out = np.zeros(floor.clearance.shape, bool)
        out[floor.cell(to)] = True
        return out
    found, aim = near(floor, context.outlines_of(to), stance.far), context.where(to)
    roomy = found & (floor.clearance >= stance.room)
    return in_sight(floor, roomy if roomy.any() or stance.room > TOES * me.size else found, aim, context.outlines_at(float(aim[2]), to))


def _no_way(context: Context, me: Character, to: Aim, aim: Array) -> str:
    """Why there is no way: what is in it, or that none ends near enough."""
    name, floor = me.person.name, context.floor(me, [me.station, aim])
    if isinstance(to, str):
        reach, outlines = _stances(context, me, to, aim)[-1].far, context.outlines_of(to)
        nearest = float(away(floor, outlines)[np.isfinite(ways(floor, me.station))].min(initial=np.inf))
        if nearest <= reach and (found := way(floor, me.station, near(floor, outlines, reach))):
            wall = between(context.physics, np.array([*found[-1], aim[2]]), aim, to)
            wall = wall or _on_line(context, me, np.array([*found[-1], aim[2]]), aim, to)
            return f"{wall} is between {name} and {to} from wherever {name} gets to" + heights(context, wall, to)
        if nearest < BESIDE:
            return f"{name} gets no nearer to {to} than {nearest:.2f} m and reaches {reach:.2f} m"
    wall = in_the_way(context, me, floor, aim, to)
    return f"there is no way for {name} to {_called(to, aim)}{': ' if wall else ''}{wall}"


def _on_line(context: Context, me: Character, start: Array, end: Array, but: str) -> str:
    """Whose outline is nearest to the straight line between two places (3,), m, of what is at the height of the second or higher."""
    walls = prism_obstacles([(other, corners) for other, corners in context.obstacles(me) if corners[:, 2].max() > end[2] and other != but
                             and other not in context.characters])
    return str(walls.owners[int(walls.aside(start + np.linspace(0.0, 1.0, 20)[:, None] * (end - start)).min(axis=0).argmin())])


def in_the_way(context: Context, me: Character, floor: NavGrid, aim: Array, but: Aim) -> str:
    """What is in the way to a place, (3,), m, where the way there ends, other than the thing that is to be got to; "" if nothing is."""
    there, short = reached(floor, me.station, aim)
    things = [(float(np.linalg.norm(corners[:, :2] - there, axis=1).min()), other, float(corners[:, 2].max()) - me.ground)
              for other, corners in context.obstacles(me) if other != but]
    _, wall, high = min(things, default=(0.0, "", 0.0))
    return f"{wall}, {high:.2f} m high, is in the way {short:.2f} m before it" if wall else ""


def _called(to: Aim, aim: Array) -> str:
    return to if isinstance(to, str) else f"({aim[0]:.2f}, {aim[1]:.2f})"
