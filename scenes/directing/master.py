"""The master: all of the action for the whole shot, from where most of it is seen."""

from collections.abc import Sequence

import numpy as np

from scenes.directing.angle import MASTER, Angle, standing
from scenes.directing.beats import Beat
from scenes.directing.framing import Picture, fitted
from scenes.directing.staging import Staging
from sim.math.conventions import Array

LENSES = (35.0, 28.0, 24.0)
"""mm; a longer one stands farther off, which walls may not allow."""
STEP, DOWN = 15.0, np.radians(6.0)
"""Degrees between the directions that are tried, and how far they look down."""
MOMENTS, POINTS = 8, 48
"""Moments at which it is looked whether the action is seen, and those for which it must be in the picture."""
SOLES = 0.08
"""m of soles below the joints of feet."""


def master(staging: Staging, beats: Sequence[Beat]) -> Angle:
    """All who act in the shot from head to foot, and all things that are handled. Of the directions round them it takes the one from which
    most is seen; that is, the open side of a set. Of those alike it prefers faces, two people side by side, and where the shot's own
    camera stands."""
    seen = _probed(staging, beats)
    tried = [(picture, ahead, _place(staging, beats, ahead, picture))
             for picture in (Picture(lens=lens, aspect=staging.aspect) for lens in LENSES) for ahead in _directions(staging)]
    scores = [_score(staging, beats, seen, *each) for each in tried]
    picture, ahead, position = tried[int(np.argmax(scores))]
    far = float((_middle(staging, beats) - position) @ ahead)
    return Angle(name="master", start=0.0, end=staging.seconds, shows=staging.seconds / 2, size=MASTER,
                 camera=standing(position, ahead, picture, far), why="all of the action")


def _directions(staging: Staging) -> list[Array]:
    """Unit vectors all round, the first from where the shot's own camera stands."""
    first = _declared(staging)
    turns = [first + np.radians(STEP * i) for i in range(round(360 / STEP))]
    return [np.array([np.cos(turn) * np.cos(DOWN), np.sin(turn) * np.cos(DOWN), -np.sin(DOWN)]) for turn in turns]


def _declared(staging: Staging) -> float:
    """Radians from +x to where the shot's own camera looks at first."""
    key = staging.shot.view.cuts[0].rig.keys[0]
    return float(np.arctan2(key.look_at[1] - key.position[1], key.look_at[0] - key.position[0]))


def _actors(staging: Staging, beats: Sequence[Beat]) -> list[str]:
    """Those who do anything, or have anything done with them; all, if nobody does."""
    found = {*(beat.who for beat in beats), *(beat.other for beat in beats)}
    return [name for name in staging.people if name in found] or list(staging.people)


def _things(staging: Staging, beats: Sequence[Beat]) -> list[str]:
    """Those that are handled; of a scene without people, all that move."""
    handled = list(dict.fromkeys(beat.thing for beat in beats if beat.thing))
    if handled or staging.people:
        return handled
    loose = [body.name for body in staging.shot.scene.bodies if not body.fixed]
    return loose or [body.name for body in staging.shot.scene.bodies]


def _action(staging: Staging, beats: Sequence[Beat], frames: list[int]) -> Array:
    """(N, 3) m: crowns, soles and hands of those who act, and things, in these frames."""
    who, things = _actors(staging, beats), _things(staging, beats)
    up = np.array([0.0, 0.0, 1.0])
    return np.concatenate([np.zeros((0, 3)), *(staging.eyes(name, frames) + staging.crown(name) * up for name in who),
                           *(staging.bone(name, bone, frames) - SOLES * up for name in who for bone in ("right_foot", "left_foot")),
                           *(staging.bone(name, bone, frames) for name in who for bone in ("right_hand", "left_hand")),
                           *(staging.thing(name, frames) for name in things)])


def _middle(staging: Staging, beats: Sequence[Beat]) -> Array:
    points = _action(staging, beats, staging.moments(0.0, staging.seconds, POINTS))
    return (points.min(axis=0) + points.max(axis=0)) / 2


def _place(staging: Staging, beats: Sequence[Beat], ahead: Array, picture: Picture) -> Array:
    return fitted(_action(staging, beats, staging.moments(0.0, staging.seconds, POINTS)), ahead, picture)


def _probed(staging: Staging, beats: Sequence[Beat]) -> list[tuple[int, Array]]:
    """By frame, the places that should be seen: eyes, chests and things."""
    who, things = _actors(staging, beats), _things(staging, beats)
    return [(frame, np.concatenate([*(staging.eyes(name, [frame]) for name in who), *(staging.bone(name, "chest", [frame]) for name in who),
                                    *(staging.thing(name, [frame]) for name in things)]))
            for frame in _told(staging, beats)]


def _told(staging: Staging, beats: Sequence[Beat]) -> list[int]:
    """Frames in the middle of beats, spread over all of them; of a shot without any, over its length."""
    if not beats:
        return staging.moments(0.0, staging.seconds, MOMENTS)
    return sorted({staging.frame((beats[i].start + beats[i].end) / 2) for i in np.linspace(0, len(beats) - 1, MOMENTS).astype(int)})


def _score(staging: Staging, beats: Sequence[Beat], seen: list[tuple[int, Array]], picture: Picture, ahead: Array,
           position: Array) -> float:
    clear, frames, level = np.mean([staging.clear(frame, position, points).mean() for frame, points in seen]), [*dict(seen)], ahead[:2]
    faces = [-staging.faces(name, [frame])[:2] @ level for name in _actors(staging, beats) for frame in frames]
    pairs = sorted({tuple(sorted((beat.who, beat.other))) for beat in beats if beat.other})
    lines = [(staging.eyes(b, frames)[-1] - staging.eyes(a, frames)[-1])[:2] for a, b in pairs]
    beside = [abs(line[0] * level[1] - line[1] * level[0]) / max(float(np.linalg.norm(line)), 1e-9) for line in lines]
    own = np.cos(np.arctan2(ahead[1], ahead[0]) - _declared(staging))
    return float(clear + 0.1 * np.mean(faces or 0.0) + 0.1 * np.mean(beside or 0.0) + 0.1 * own + 0.003 * picture.lens)
