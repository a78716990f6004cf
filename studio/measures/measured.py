"""What was measured of a take."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, eq=False)
class Measures:
    """values: by name, as in report.json; None where a shot has nothing to measure. series: by name, (frame number, value), for plots;
    'drift_de2000 NAME' is that of one object."""

    values: Mapping[str, float | str | None]
    series: Mapping[str, Sequence[tuple[int, float]]]

    def written(self) -> bytes:
        """As JSON."""
        return json.dumps({"values": dict(self.values), "series": dict(self.series)}).encode()

    @staticmethod
    def read(content: bytes) -> "Measures":
        """What `written` gave."""
        return Measures(**json.loads(content))
