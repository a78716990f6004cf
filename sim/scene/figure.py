"""A Figure: what somebody's body is like, in a few numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """age: years. gender: 0 male to 1 female. height: m, without hair and shoes. weight, muscle: 0 little to 1 much, for their age.
    proportions: 0 to 1, MakeHuman's ideal. heritage: how much of what is African, Asian and Caucasian is in
    their face."""

    age: float = 30.0
    gender: float = 0.5
    height: float = 1.7
    weight: float = 0.5
    muscle: float = 0.5
    proportions: float = 0.5
    heritage: tuple[float, float, float] = (1.0, 1.0, 1.0)
