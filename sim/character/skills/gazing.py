"""What eyes rest on, in things and in people."""

from sim.character.body.bones import number
from sim.character.character import Character
from sim.character.context import Context
from sim.math.conventions import Array


def focus(context: Context, aim: str | tuple[float, ...], ground: float = 0.0) -> Array:
    """(3,) where somebody looks who looks at something, m: into the eyes of people, else as Context.where."""
    other = context.characters.get(aim) if isinstance(aim, str) else None
    return context.where(aim, ground) if other is None else between_eyes(other)


def between_eyes(who: Character) -> Array:
    """(3,) the middle of someone's eyes, m, in the pose of the frame before."""
    return who.at("head") + who.turns[number("head")] @ who.body.eyes
