"""What somebody's face does: moods and expressions that come and go, words that are said, blinking."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sim.character.body.face import UNITS
from sim.character.motion.expressions import EXPRESSIONS
from sim.character.motion.gaze import blink
from sim.character.motion.speech import mouth
from sim.math.conventions import Array

COMING, GOING = 0.25, 0.4
"""s in which an expression comes and goes."""
LIPS = ("mouth", "jaw", "tongue", "cheekPuff")
"""What units that words move begin with: of an expression, so much less is seen while someone speaks."""
SPEAKING = 0.5


@dataclass(kw_only=True, eq=False)
class ShownExpression:
    """An expression. since: s from which it comes; until: s from which it goes, infinite while it stays."""

    units: Mapping[str, float]
    since: float
    until: float = np.inf

    def share(self, time: float) -> float:
        """How much of it is there, 0 to 1."""
        come, gone = (float(np.clip((time - a) / b, 0.0, 1.0)) for a, b in ((self.since, COMING), (self.until, GOING)))
        return come * come * (3 - 2 * come) * (1 - gone * gone * (3 - 2 * gone))


@dataclass(kw_only=True, eq=False)
class Face:
    """Of one person, who blinks by their name and the scene's seed. saying: a text and the s at which it was begun."""

    who: str
    seed: int
    shown: list[ShownExpression] = field(default_factory=list)
    saying: tuple[str, float] | None = None

    def show(self, units: Mapping[str, float], time: float, until: float = np.inf) -> ShownExpression:
        """Let an expression come; what stayed goes."""
        for other in self.shown:
            other.until = min(other.until, time)
        self.shown.append(ShownExpression(units=units, since=time, until=until))
        return self.shown[-1]

    def strengths(self, time: float, down: float) -> Array:
        """(52,) how strong each unit is at a time, s. down: rad that eyes look down by, with which lids go."""
        out = dict.fromkeys(UNITS, 0.0)
        self.shown = [each for each in self.shown if time < each.until + GOING]
        for each in self.shown:
            for unit, strength in each.units.items():
                less = SPEAKING if self.saying and unit.startswith(LIPS) else 1.0
                out[unit] += less * strength * each.share(time)
        for unit, strength in mouth(self.saying[0], time - self.saying[1]).items() if self.saying else ():
            out[unit] += strength
        shut = blink(self.who, self.seed, time)
        for side in ("Left", "Right"):
            open_again = 1 - out[f"eyeBlink{side}"]
            out[f"eyeBlink{side}"] += shut * open_again
            out[f"eyeLookDown{side}"] += max(down, 0.0)
        return np.clip(np.array(list(out.values())), 0.0, 1.0)


def units_of(expression: str, strength: float) -> dict[str, float]:
    """Units, each so strong, of an expression of EXPRESSIONS, or of one unit by its name."""
    units = EXPRESSIONS.get(expression, {expression: 1.0})
    return {unit: strength * most for unit, most in units.items()}
