"""What a run costs in money, where it is said what an hour of the machine costs."""

from dataclasses import dataclass
from typing import Any

HOUR = 3600.0


@dataclass(frozen=True, kw_only=True)
class Price:
    """Of `seconds` on the clock for `shown` seconds of finished picture, at so much an hour, in whatever money that is said in."""

    seconds: float
    shown: float
    hourly_rate: float

    @property
    def whole(self) -> float:
        """Of all of it."""
        return self.seconds / HOUR * self.hourly_rate

    @property
    def each(self) -> float:
        """Of one finished second."""
        return self.whole / self.shown

    def facts(self) -> dict[str, Any]:
        """For a report."""
        return {"hourly_rate": self.hourly_rate, "whole": round(self.whole, 6), "finished_second": round(self.each, 6)}

    def words(self) -> str:
        """For the screen."""
        return f"price: {_money(self.whole)} in all, {_money(self.each)} a finished second, at {self.hourly_rate:g} an hour"


def _money(amount: float) -> str:
    """Three figures, and at least hundredths."""
    return f"{amount:.2f}" if amount >= 1 else f"{amount:.3g}"
