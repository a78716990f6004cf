"""What a shot would cost if it were cast: its anchors, what each covers, and where the cover is thin. Known before it is painted."""

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from scenes.shot import Shot
from studio.config import ShootConfig, changed
from studio.money import Price
from studio.pace import pace
from studio.progress import Stages
from studio.shoot import prepared

if TYPE_CHECKING:
    from neural.reprojection.closeups import CloseUp
    from render.passes import Passes

THIN, MOST = 0.005, 5
"""Objects of which less than this share is badly shown are not named; and so many that a close-up is for are."""


def plan(shot: Shot, config: ShootConfig = ShootConfig()) -> str:
    """The plan in words. One anchor is painted to say how long painting takes here. Raises as shoot does."""
    from neural.reprojection.cast import CastFrames
    from neural.reprojection.spliced import SplicedFrames

    shot, stages, config = changed(shot, config), Stages(), replace(config, neural=replace(config.neural, consistency="cast"))
    setup = prepared(shot, config, stages)
    with stages.stage("cover"):
        frames = cast(CastFrames | SplicedFrames, setup.frames)
        found, closer, passes = frames.plan, frames.close_ups, frames.to_paint
    first = [passes[(*found.anchors, 0)[0]]]
    frames.painter.paint(first)  # reads what is read once: the layers, and the model into caches
    one, start = frames.evaluations, time.perf_counter()
    frames.painter.paint(first)
    seconds = time.perf_counter() - start
    paintings, again = frames.paintings, frames.paintings - len(found.paintings)
    thin = [f"{name} ({share:.1%} of it)" for name, share in found.thin.items() if share >= THIN]
    return "\n".join([
        f"{shot.name}: {len(found.anchors)} anchors and {len(closer)} close-ups show {found.covered:.2%} of what {len(passes)} frames "
        "show, at least half as finely",
        *([f"  {setup.builds.name} has {found.given:.2%}"] if found.given else []),
        *(f"  frame {number:<5} adds {share:.2%}" for number, share in zip(found.anchors, found.added)),
        *(f"  frame {one.number:<5} {one.zoom} times closer, for what is small there: {one.added + one.covered:.2%}, {_named(one, passes)}"
          for one in closer),
        *([f"  and {again} for what is painted again"] if again else []),
        f"thin: {', '.join(thin) or 'nothing'}",
        f"denoiser evaluations: {paintings * one}; every frame painted: {len(passes) * one}",
        f"painting them: about {paintings * seconds:.1f} s here; every frame: about {len(passes) * seconds:.1f} s",
        *_whole(config, setup.passes, paintings * seconds, bool(setup.builds.entries))])


def _whole(config: ShootConfig, passes: "Passes", painting: float, edit: bool) -> list[str]:
    """What the rest will take, if a take like this one tells, and what all costs, if it is said what an hour does."""
    later = sum((pace(Path(config.out), passes, "cast", edit) or {}).values())
    price = Price(seconds=painting + later, shown=len(passes) / float(passes.fps), hourly_rate=config.hourly_rate)
    return [*([f"assembling and measuring: about {later:.1f} s, as in the latest take of this size"] if later else []),
            *([f"{price.words()}{'' if later else ', of the painting alone'}"] if config.hourly_rate else [])]


def _named(one: "CloseUp", passes: "Passes") -> str:
    """Of a close-up, the objects that it is for."""
    names = dict.fromkeys("sky" if part == 0 else passes.parts[part - 1].object for part in sorted(one.parts))
    return f"{', '.join([*names][:MOST])}{', ...' if len(names) > MOST else ''}"
