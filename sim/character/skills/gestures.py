"""What several gestures share: how often they may be made, which hands are free for them, hands lowered again."""

from collections.abc import Iterator, Sequence

from sim.character.character import Character
from sim.character.skills.preconditions import check_alone, now
from sim.character.unable import Unable
from sim.errors import DeclarationError, check_number

MOST = 20
"""Times at most that a gesture is repeated."""
LOWERED = 0.6
"""s in which hands go down from before the body."""


def check_times(owner: str, times: object) -> None:
    """Raise a DeclarationError for what is no whole number from 1 to MOST."""
    check_number(owner, "times", times, least=1, most=MOST)
    if not isinstance(times, int):
        raise DeclarationError(f"{owner}: times is {times!r}; it must be a whole number.")


def check_both_free(me: Character, what: str) -> None:
    """Raise Unable if a hand holds something. what: they do, for which they need both."""
    check_alone(me)
    for side, held in me.held.items():
        raise Unable(f"{me.person.name} holds {held.thing} in the {side} hand at {now(me)} and {what} with both hands "
                     "empty")


def check_standing(me: Character, what: str) -> None:
    """Raise Unable for who is not standing still, or holds something together with someone. what: they do, standing."""
    check_alone(me)
    if me.down:
        how = f"sits on {me.seat}" if me.seat else f"is {me.posture}"
        raise Unable(f"{me.person.name} {how} at {now(me)} and {what} standing; let them stand first")
    if me.moving:
        raise Unable(f"{me.person.name} is on the move at {now(me)}, for {me.seconds_left:.1f} s more, and {what} standing still")


def lowered(me: Character, sides: Sequence[str]) -> Iterator[None]:
    """Let hands go straight down to where the gait has them, their fingers relaxed."""
    for side in sides:
        me.shapes(side, "relaxed")
        me.sends(side, None, LOWERED)
    yield from me.waits(LOWERED)
