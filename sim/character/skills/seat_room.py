"""Whether there is room to stand before a seat, to come there sideways, and to sit down; and what is in the way if there is not."""

from typing import NamedTuple

import numpy as np

from sim.character.body.bones import placed
from sim.character.character import Character
from sim.character.context import Context
from sim.character.motion.gait import Track, standing
from sim.character.planning.prism_obstacles import PrismObstacles, prism_obstacles
from sim.character.planning.seats import Seat
from sim.character.planning.terrain import Terrain
from sim.character.skills.sitting import sat
from sim.math.conventions import Array

LOW, IN = 0.06, 0.0
"""m: what is no higher than this above the soles is in nobody's way; as far as a body may be in what is in its way."""
HEELS, TIGHT = 0.13, 0.1
"""m from a seat to the middle of who stands with their back to it, and if there is no room for that."""
FINE = 0.04
"""m between places at which it is looked for what is in the way of who steps aside."""
LOOKS = 4
"""Of the frames in which someone sits down, every so many-th is looked at."""
SEEN, BESIDE = 1.0, 9
"""m before a seat, and the number of places side by side, at which it is looked how much room there is."""


class Room(NamedTuple):
    """What surrounds a seat. me: who is to sit there. base: height of the ground that they stand on, m. walls:
    obstacles. people: (N, 4) the middles and radii, m, of balls that fill the bodies of others, and names: (N,)
    whose body each is part of."""

    me: Character
    base: float
    terrain: Terrain | None
    walls: PrismObstacles
    people: Array
    names: Array

    def upright(self, place: Array, front: Array) -> Track:
        """One frame of standing at (2,), m, and looking in a direction."""
        at = float(place[0]), float(place[1]), float(np.arctan2(front[1], front[0]))
        return standing(at, self.base, self.me.body, self.terrain)

    def before(self, seat: Seat, heels: float) -> Array:
        """(2,) where they stand with their back to a seat, m."""
        return np.asarray(seat.middle + seat.front * (seat.ahead + heels * self.me.size))

    def down(self, seat: Seat, heels: float) -> tuple[float, str]:
        """How deep someone gets in something while they sit down, m, at most, and its name; negative if they keep
        off."""
        return self._deepest(self._balls(sat(self.me, seat, self.upright(self.before(seat, heels), seat.front), LOOKS)))

    def aside(self, seat: Seat, line: list[Array]) -> tuple[float, str]:
        """The same, when they step along a line (points (2,), m), facing away from the seat."""
        balls, places = self._balls(self.upright(np.zeros(2), seat.front)), _finely(line)
        return self._deepest((balls[None] + np.column_stack([places, np.zeros(len(places))])[:, None]).reshape(-1, 3))

    def _balls(self, track: Track) -> Array:
        """(N, 3) trunk and legs in the frames of a track, m."""
        body, poses = self.me.body, zip(track.root, track.turns)
        return np.concatenate([self.me.trunk.placed(placed(body.offsets, root, turns), turns) for root, turns in poses])

    def _deepest(self, balls: Array) -> tuple[float, str]:
        from sim.math.kernels import deepest  # here: declaring a scene needs no compiler
        radii = np.tile(self.me.trunk.radii, len(balls) // len(self.me.trunk.radii))
        found = self.walls.deepest(balls, radii)
        if len(self.people):
            deep, which = deepest(balls, radii, self.people[:, :3], self.people[:, 3])
            found = max(found, (deep, str(self.names[which])), key=lambda row: row[0])
        return found

    def gap(self, seat: Seat) -> tuple[float, float, str]:
        """How many m are free before a seat, how many someone needs there, and what is in front of it. The first is
        inf if nothing is."""
        balls, radii = self._balls(self.upright(np.zeros(2), np.array([1.0, 0.0]))), self.me.trunk.radii
        along, across = np.arange(0.0025, SEEN, 0.005), float(np.abs(balls[:, 1] + np.sign(balls[:, 1]) * radii).max())
        beside = np.linspace(-across, across, BESIDE)
        start = seat.middle + seat.front * seat.ahead
        points = start + along[:, None, None] * seat.front + beside[None, :, None] * seat.side
        inside = np.asarray((self.walls.aside(points.reshape(-1, 2)) < 0).reshape(len(along), BESIDE, -1).any(axis=1))
        best = (np.inf, 0.0, "")
        for i in np.flatnonzero(inside.any(axis=0)).tolist():
            meets = np.asarray(np.clip(balls[:, 2], self.walls.low[i], self.walls.high[i]) - balls[:, 2])
            hit = np.asarray(np.abs(meets) < radii)
            if hit.any():
                needed = TIGHT * self.me.size + float((balls[hit, 0] + np.sqrt(radii[hit] ** 2 - meets[hit] ** 2)).max()) - IN
                free = float(along[int(inside[:, i].argmax())]) - 0.0025
                best = min(best, (free, needed, str(self.walls.owners[i])), key=lambda row: row[0] - row[1])
        return best


def seat_room(context: Context, me: Character, name: str, base: float, terrain: Terrain | None) -> Room:
    """About a seat, of this name, for someone who is to stand at a height, m, before it."""
    high = base + me.person.height
    found = [(owner, piece) for owner, piece in context.obstacles(me) if owner != name and owner not in context.characters
             and piece[:, 2].max() > base + LOW and piece[:, 2].min() < high]
    others = [other for other in context.characters.values() if other is not me]
    people = [np.column_stack([other.trunk.placed(other.places, other.turns), other.trunk.radii]) for other in others]
    names = [np.repeat(other.person.name, len(balls)) for other, balls in zip(others, people)]
    return Room(me, base, terrain, prism_obstacles(found), np.concatenate([np.zeros((0, 4)), *people]),
                np.concatenate([np.zeros(0, np.str_), *names]))


def _finely(line: list[Array]) -> Array:
    """(N, 2) places along a line, FINE apart."""
    rows = [a + (b - a) * share for a, b in zip(line, line[1:])
            for share in np.linspace(0.0, 1.0, 2 + int(np.linalg.norm(b - a) / FINE))[:, None]]
    return np.concatenate([np.reshape(row, (-1, 2)) for row in rows])
