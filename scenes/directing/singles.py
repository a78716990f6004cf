"""Over-the-shoulders and close-ups of an exchange: all from one side of the line between two people, through one lens."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from scenes.directing.angle import CLOSE, OVER, Angle, standing
from scenes.directing.exchange import Exchange, useful
from scenes.directing.framing import Picture, aimed, axes, places
from scenes.directing.staging import Staging
from sim.math.conventions import Array

LOOSE, TIGHT = 0.85, 0.5
"""m of somebody that an over-the-shoulder and a close-up show in the height of the picture."""
HEADROOM = 0.78
"""How high the top of a head is in the picture, in halves of its height."""
BEHIND, ASIDE = (0.9, 0.75, 0.6, 1.1), (0.5, 0.42, 0.6, 0.34, 0.7)
"""m behind and beside the eyes of whom the camera looks past."""
BESIDE = np.array([1.35, 1.6])
"""Where the eyes of somebody are, in halves of the picture, whose head is just out of it."""
FACING = 0.5
"""Cosine of how far somebody may face away from another to be shown as with them."""
ROUND = (30.0, 25.0, 36.0, 42.0, 20.0, 50.0, 60.0)
"""Degrees from where somebody looks to the camera of a close-up, the best first."""
SHORTEST, LONGEST, ALONE = 28.0, 85.0, 50.0
"""mm of lenses, and that of somebody who is alone."""
SHOULDER, LOOKING_ROOM = 0.68, 0.12
"""Where, from the middle to a side, the head is whose shoulder is shown; and how far from it somebody is who looks to the other side."""


def singles(staging: Staging, exchange: Exchange, master: Angle) -> tuple[Angle, ...]:
    """Those that can be had of an exchange, on the master's side of the line; what is always in the way of one leaves it out."""
    frames = exchange.frames(staging)
    if len(exchange.who) == 1:
        return tuple(_alone(staging, exchange, master, frames))
    side = _side(staging, exchange, master, frames)
    over = _over_both(staging, exchange, side, frames)
    lens = over[0].lens if over else ALONE
    closes = [close for pair in (exchange.who, exchange.who[::-1]) for close in _close(staging, exchange, pair, side, lens, frames)]
    return (*over, *closes)


def _middle(staging: Staging, who: str, frames: list[int]) -> Array:
    return np.median(staging.eyes(who, frames), axis=0)


def _side(staging: Staging, exchange: Exchange, master: Angle, frames: list[int]) -> Array:
    """(3,) unit and level, across the line between two, to where the master stands."""
    a, b = (_middle(staging, who, frames) for who in exchange.who)
    across = np.array([a[1] - b[1], b[0] - a[0], 0.0]) / max(float(np.linalg.norm((b - a)[:2])), 1e-9)
    return across if across @ (master.position - (a + b) / 2) > 0 else -across


def _over_both(staging: Staging, exchange: Exchange, side: Array, frames: list[int]) -> list[Angle]:
    """Both over-the-shoulders, mirrored: as far behind and beside, through one lens."""
    found = [(loss, angles) for behind, aside in product(BEHIND, ASIDE)
             if (made := _over(staging, exchange, side, behind, aside, frames)) is not None for loss, angles in [made]]
    return min(found, key=lambda each: each[0])[1] if found else []


def _over(staging: Staging, exchange: Exchange, side: Array, behind: float, aside: float,
          frames: list[int]) -> tuple[float, list[Angle]] | None:
    """Both from so far behind and beside, and how far that is from what they should show; None if something is in the way of either."""
    loss, out = abs(behind - BEHIND[0]), []
    a, b = (_middle(staging, who, frames) for who in exchange.who)
    apart = float(np.linalg.norm((b - a)[:2]))
    lens = float(np.clip(round(Picture(lens=1.0, aspect=staging.aspect).half[1] * 2 * np.hypot(apart + behind, aside) / LOOSE),
                         SHORTEST, LONGEST))
    picture = Picture(lens=lens, aspect=staging.aspect)
    for who, other in (exchange.who, exchange.who[::-1]):
        subject, near = _middle(staging, who, frames), _middle(staging, other, frames)
        back = (near - subject) * (1, 1, 0) / apart
        position = near + behind * back + aside * side
        position[2] = (near[2] + subject[2]) / 2
        ahead = _framed(staging, who, subject, position, picture, _right_of(position, subject, near), 0.3)
        shoulder = abs(float(places(near[None], position, ahead, picture)[0, 0]))
        if not _seen(staging, who, position, frames):
            return None
        loss += abs(shoulder - SHOULDER)
        if staging.faces(who, frames) @ back < FACING:  # it would show the back of a head
            continue
        out.append(_angle(staging, exchange, f"{who} over {other}", OVER, who, other, position, ahead, picture, subject))
    return loss, out


def _right_of(position: Array, subject: Array, other: Array) -> float:
    """1 if the other is to the right of the subject, as seen from a position, else -1."""
    to, beside = (subject - position)[:2], (other - subject)[:2]
    return 1.0 if to[1] * beside[0] - to[0] * beside[1] > 0 else -1.0


def _framed(staging: Staging, who: str, subject: Array, position: Array, picture: Picture, looks: float, room: float) -> Array:
    """(3,) which way the camera looks, for somebody's crown to be where it should, and them `room` beside the middle, away from the side
    to which they look (1 right, -1 left)."""
    crown = subject + (0.0, 0.0, staging.crown(who))
    return aimed(position, crown, picture, -looks * room, HEADROOM)


def _close(staging: Staging, exchange: Exchange, pair: tuple[str, ...], side: Array, lens: float, frames: list[int]) -> Iterator[Angle]:
    """Of the first of two, who is with the second."""
    who, other = pair
    subject, there = _middle(staging, who, frames), _middle(staging, other, frames)
    to = (there - subject) * (1, 1, 0) / max(float(np.linalg.norm((there - subject)[:2])), 1e-9)
    sides = [side]
    if staging.faces(who, frames) @ to < FACING:
        to = staging.faces(who, frames)
        sides = [across for across in (np.array([-to[1], to[0], 0.0]), np.array([to[1], -to[0], 0.0])) if across @ side > 0]
    yield from _best(staging, exchange, who, other, subject, to, sides, lens, frames)


def _alone(staging: Staging, exchange: Exchange, master: Angle, frames: list[int]) -> Iterator[Angle]:
    """Of somebody alone, from before them, on the master's side if that can be."""
    who, = exchange.who
    subject, to = _middle(staging, who, frames), staging.faces(who, frames)
    across = np.array([-to[1], to[0], 0.0])
    across = across if across @ (master.position - subject) > 0 else -across
    yield from _best(staging, exchange, who, "", subject, to, [across, -across], ALONE, frames)


def _best(staging: Staging, exchange: Exchange, who: str, other: str, subject: Array, to: Array, sides: list[Array], lens: float,
          frames: list[int]) -> Iterator[Angle]:
    """The close-up that nothing is in the way of, with nobody else's head in it and something behind it, and as near as can be to the best
    degrees. to: (3,) where they look; sides: (3,) across that, to be tried in turn."""
    picture, found = Picture(lens=lens, aspect=staging.aspect), []
    for side, degrees in product(sides, ROUND):
        turn = np.radians(degrees)
        position = subject + picture.distance(TIGHT) * (np.cos(turn) * to + np.sin(turn) * side)
        if _seen(staging, who, position, frames):
            ahead = _framed(staging, who, subject, position, picture, _right_of(position, subject, subject + to), LOOKING_ROOM)
            found.append((position, ahead))
    losses = [0.04 * i - _backed(staging, *each, picture, frames[0]) + bool(other and _intrudes(staging, other, *each, picture, frames))
              for i, each in enumerate(found)]
    for position, ahead in [found[int(np.argmin(losses))]] if found else []:
        yield _angle(staging, exchange, f"close {who}", CLOSE, who, other, position, ahead, picture, subject)


def _intrudes(staging: Staging, who: str, position: Array, ahead: Array, picture: Picture, frames: list[int]) -> bool:
    """Whether the head of somebody else comes into the picture."""
    return bool((np.abs(places(staging.eyes(who, frames), position, ahead, picture)) < BESIDE).all(axis=1).any())


def _backed(staging: Staging, position: Array, ahead: Array, picture: Picture, frame: int) -> float:
    """The share of a picture that shows anything but the sky."""
    across = np.array([(x, y) for x in (-0.9, -0.45, 0.0, 0.45, 0.9) for y in (-0.5, 0.0, 0.5, 0.9)]) * picture.half
    ways = np.column_stack([across, np.ones(len(across))]) @ axes(ahead)
    return float((staging.rays(frame).first(np.tile(position, (len(ways), 1)), ways) >= 0).mean())


def _seen(staging: Staging, who: str, position: Array, frames: list[int]) -> bool:
    """Whether a camera sees somebody's eyes and chin all the time."""
    return all(staging.clear(frame, position, np.concatenate([staging.eyes(who, [frame]), staging.eyes(who, [frame]) - (0, 0, 0.1)])).all()
               for frame in frames)


def _angle(staging: Staging, exchange: Exchange, name: str, size: str, who: str, other: str, position: Array, ahead: Array,
           picture: Picture, subject: Array) -> Angle:
    start, end = useful(staging, exchange)
    whys = [beat.why for beat in exchange.beats if beat.who == who]
    first = next((beat for beat in exchange.beats if beat.who == who), exchange.beats[0])
    why = f"{whys[0]}{f', and {len(whys) - 1} more' * (len(whys) > 1)}" if whys else f"{who} listens"
    return Angle(name=name, start=start, end=end, shows=(first.start + first.end) / 2, size=size, subject=who, other=other, why=why,
                 camera=standing(position, ahead, picture, float(np.linalg.norm(subject - position))))
