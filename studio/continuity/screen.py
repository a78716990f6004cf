"""Whether a cut can be followed on the screen: the line between two people, where they look and go, and the framing.

The rules are the classical ones of continuity editing (the 180-degree line, the eyeline match, the 30-degree rule), as in Bordwell and
Thompson, Film Art, on continuity editing.
"""

from collections.abc import Callable, Iterator

import numpy as np

from sim.math.conventions import Array
from studio.continuity.side import Side

ON_THE_LINE = np.sin(np.radians(10.0))
"""Sine of the angle off the line within which a camera is on neither side."""
FAST, SAME_WAY, ASIDE = 0.3, 60.0, 0.2
"""m/s from which on someone goes somewhere, degrees within which two ways are one, and the share of a direction that must go to a side."""
BESIDE, LARGER = 30.0, 1.3
"""Degrees that a camera must go round somebody, or times that it must show them larger or smaller, for a cut to look meant."""
REVERSE, LENS = 90.0, 1.25
"""Degrees between two cameras that answer each other, and how far their lenses may be apart, as a ratio."""


def line(a: Side, b: Side) -> Iterator[str]:
    """The camera on the other side of the line between two people."""
    pair = sorted(a.pair & b.pair) if a.pair == b.pair else []
    if len(pair) == 2 and {*a.seen} & {*pair} and {*b.seen} & {*pair}:
        before, after = (_off_the_line(side, *pair) for side in (a, b))
        if before * after < 0 and min(abs(before), abs(after)) > ON_THE_LINE:
            yield f"the camera crosses the line between {pair[0]} and {pair[1]}"


def eyelines(a: Side, b: Side) -> Iterator[str]:
    """Two people with each other, of whom the second, once seen, looks to the same side as the first. Over the line that must be so."""
    if a.pair != b.pair or len(a.pair) != 2 or any(line(a, b)):
        return
    for who, other in (sorted(a.pair), sorted(a.pair, reverse=True)):
        if who in a.seen and other in b.seen and (who not in b.seen or other not in a.seen or b.subject == other and a.subject == who):
            sides = a.right @ a.gaze(who), b.right @ b.gaze(other)
            if sides[0] * sides[1] > 0 and min(map(abs, sides)) > ASIDE:
                yield f"{who} and {other} both look to the {'right' if sides[0] > 0 else 'left'}, not at each other"


def direction(a: Side, b: Side) -> Iterator[str]:
    """People who go on the same way, but to the other side of the picture."""
    for who in (who for who in a.seen if who in b.seen):
        before, after = (side.speed(who) * (1, 1, 0) for side in (a, b))
        if min(np.linalg.norm(before), np.linalg.norm(after)) > FAST and _angle(before, after) < SAME_WAY:
            sides = [side.right @ way / np.linalg.norm(way) for side, way in ((a, before), (b, after))]
            if sides[0] * sides[1] < 0 and min(map(abs, sides)) > ASIDE:
                yield f"{who} goes to the {'right' if sides[0] > 0 else 'left'}, then to the {'right' if sides[1] > 0 else 'left'}"


def jumps(a: Side, b: Side) -> Iterator[str]:
    """The same person from nearly the same side and as large as before."""
    who = a.subject
    if who and who == b.subject:
        ways = [side.camera.position - side.at(who) for side in (a, b)]
        sizes = [side.camera.focal / np.linalg.norm(way) for side, way in zip((a, b), ways)]
        turn, ratio = _angle(*ways), sizes[1] / sizes[0]
        if turn < BESIDE and max(ratio, 1 / ratio) < LARGER:
            yield (f"{who} is seen from {turn:.0f} degrees beside and {ratio:.2f} times as large, which jumps; "
                   f"go {BESIDE:.0f} degrees round, or {LARGER:g} times nearer or farther")


def lenses(a: Side, b: Side) -> Iterator[str]:
    """Two people who answer each other through unlike lenses."""
    whos = {a.subject, b.subject}
    if whos == a.pair == b.pair and not any(line(a, b)) and _angle(*(side.camera.world_from_camera[:3, 2] for side in (a, b))) > REVERSE:
        ratio = b.lens / a.lens
        if max(ratio, 1 / ratio) > LENS:
            yield f"{a.subject} is seen through {a.lens:.0f} mm, and {b.subject} in answer through {b.lens:.0f} mm"


def _off_the_line(side: Side, one: str, other: str) -> float:
    """Sine of the angle, seen from above, at which the camera stands off the line between two; its sign says on which side."""
    along, way = (side.at(other) - side.at(one))[:2], (side.camera.position - (side.at(one) + side.at(other)) / 2)[:2]
    return float((along[0] * way[1] - along[1] * way[0]) / max(float(np.linalg.norm(along) * np.linalg.norm(way)), 1e-9))


def _angle(a: Array, b: Array) -> float:
    """Degrees."""
    return float(np.degrees(np.arccos(np.clip(a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-9), -1, 1))))


SCREEN: dict[str, Callable[[Side, Side], Iterator[str]]] = {"line": line, "eyeline": eyelines, "direction": direction, "jump": jumps,
                                                            "lens": lenses}
