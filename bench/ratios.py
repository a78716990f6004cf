"""What costs what, as ratios within one run: `python -m bench.ratios`; `make bench` ends with it. The default shot, 384 x 216."""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from statistics import median
from time import perf_counter
from typing import cast

from bench.crowd import crowd
from bench.memory import forget_peak, peak_mb
from neural.conditioning.region_map import region_map
from neural.config import NeuralConfig
from neural.painting.frames import LAYERS
from neural.reprojection.cast import CastFrames
from neural.stylise import stylise
from render.config import RenderConfig
from render.frame import Frame
from render.passes import render
from render.prefetch import Marks, prefetch
from scenes.shot import with_overrides
from scenes.shots import SHOTS
from sim.execution.engine import simulate
from sim.story.story import Story

SIZE = RenderConfig(width=384, height=216)
FRAMES = range(20, 36)


def seconds(work: Callable[[], object], warm: bool = True) -> float:
    """Wall-clock time of one go, after one to warm up unless told not to."""
    if warm:
        work()
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    """Print the ratios."""
    print(f"simulated seconds a second, two people and twenty things, with the story's ledger: {pace():.1f}")
    shot = SHOTS["pillar"]()
    trajectory = simulate(shot.scene)
    gl, rays = (render(shot.scene, trajectory, shot.view, replace(SIZE, rasteriser=kind)) for kind in ("auto", "rays"))

    marks = shot.style.seed, region_map(gl, shot.style).seeds
    frame = seconds(lambda: [made(gl[n], marks) for n in FRAMES]) / len(FRAMES)
    buffer = seconds(lambda: [gl[n].triangle for n in FRAMES]) / len(FRAMES)
    by_rays = seconds(lambda: [rays[n].triangle for n in FRAMES]) / len(FRAMES)
    print(f"visibility buffer by rays / by {gl.rasteriser.name}: {by_rays / buffer:.2f}")
    print(f"visibility buffer / all a frame's layers: {buffer / frame:.3f}")
    print(f"correspondence of two frames / a frame's layers: {seconds(lambda: gl.correspond(20, 44)) / frame:.2f}")
    ahead = seconds(lambda: list(prefetch(gl, LAYERS, marks=marks))) / len(gl)
    print(f"a frame's layers here / by {os.cpu_count()} processes, their start included: {frame / ahead:.2f}")
    one = paint(gl, shot, 1, 1)
    print(f"painting a frame / its layers: {one / frame:.2f}")
    print(f"painting in batches of 4 / one by one: {paint(gl, shot, 1, 4) / one:.2f}")
    assembled = cast(CastFrames, stylise(gl, shot.style, NeuralConfig(consistency="cast")))
    surfaces, put_together = [gl[n].surfels for n in FRAMES], assembled.assembler.frame
    assembling = seconds(lambda: [put_together(surface, gl.height, gl.width) for surface in surfaces]) / len(FRAMES)
    print(f"assembling a frame from anchors / painting it: {assembling / one:.2f}")
    print(f"painting in 2 steps / 1: {paint(gl, shot, 2, 1) / one:.2f}")
    print(f"memory of `cast` at its most, a shot of 60 s / of 5 s, 192 x 108: {peak(60.0) / peak(5.0):.3f}")


def pace() -> float:
    """Simulated seconds a second of the crowd, the story's ledger and events included: the median of three goes, after one to warm up."""
    scene = crowd().scene

    def go() -> None:
        story = Story(scene=scene, trajectory=simulate(scene))
        assert story.ledger.frames == scene.frames and story.events
    return float(scene.frames / scene.fps) / median(seconds(go, warm=i == 0) for i in range(3))


def peak(length: float) -> float:
    """MiB that a process of its own holds at its most while it paints the shot, so many seconds long; its renderers left out."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_peak, length).result()


def _peak(length: float) -> float:
    shot = with_overrides(SHOTS["pillar"](), seconds=length)
    passes = render(shot.scene, simulate(shot.scene), shot.view, RenderConfig(width=192, height=108))
    forget_peak()
    for _ in stylise(passes, shot.style).pictures(range(len(passes))):
        pass
    return peak_mb()


def made(frame: Frame, marks: Marks) -> Frame:
    """The frame with all that a painter looks at made."""
    for name in LAYERS:
        getattr(frame, name)
    frame.marks(*marks)
    return frame


def paint(passes, shot, steps: int, batch: int) -> float:
    """Seconds a frame, its layers made beforehand."""
    frames = stylise(passes, shot.style, NeuralConfig(consistency="fixed", steps=steps, batch=batch))
    whole = [made(passes[n], (shot.style.seed, frames.regions.seeds)) for n in FRAMES]
    return seconds(lambda: [frames.painter.paint(whole[i:i + batch]) for i in range(0, len(whole), batch)]) / len(whole)


if __name__ == "__main__":
    main()
