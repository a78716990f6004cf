"""A shot's scene acted out and told: its trajectory and its ledger, or what the store has of them."""

import io
from typing import TYPE_CHECKING

from scenes.shot import Shot
from sim.scene.scene import Scene
from sim.trajectory import Trajectory
from studio.declarations import digest
from studio.keys import code, scene_files
from studio.progress import Report
from studio.store import Store

if TYPE_CHECKING:
    from render.passes import Passes
    from sim.story.ledger import Ledger


def trajectory_key(scene: Scene) -> str:
    """What a scene's trajectory depends on."""
    return digest("trajectory", scene, scene_files(scene), code("sim"))


def acted(shot: Shot, store: Store, progress: Report | None = None) -> tuple[Trajectory, bytes, bool]:
    """The trajectory, its file, and whether it was there already. Raises as `simulate`."""
    key = trajectory_key(shot.scene)
    content = store.get(key)
    if content is not None:
        return Trajectory.load(io.BytesIO(content)), content, True
    from sim.execution.engine import simulate
    trajectory = simulate(shot.scene, progress)
    return trajectory, _kept(key, trajectory, store), False


def act_out(shot: Shot, store: Store, progress: Report | None = None) -> None:
    """Act out a shot and, on the way, all that it goes on from; the store has them then, as far as it had not. One simulation gives all.
    Raises as `simulate`, but where a failure stops a shot."""
    from sim.execution.engine import simulated
    scenes = (*shot.scene.before, shot.scene)
    if all(store.get(trajectory_key(scene)) is not None for scene in scenes):
        return
    for scene, trajectory in zip(scenes, simulated(shot.scene, progress)):
        if scene.moved == shot.scene.moved:  # or what a later shot moves would be another kind of thing already in this one
            _kept(trajectory_key(scene), trajectory, store)


def _kept(key: str, trajectory: Trajectory, store: Store) -> bytes:
    file = io.BytesIO()
    trajectory.save(file)
    store.put(key, file.getvalue(), "trajectory")
    return file.getvalue()


def ledger_key(shot: Shot, passes: "Passes") -> str:
    """What a shot's ledger depends on: who is where, and through which cameras that is seen; not how anything looks, nor in which light."""
    size = passes.width, passes.height
    return digest("ledger", trajectory_key(shot.scene), shot.view.bare.cuts, *size, passes.rasteriser.name, code("sim", "render"))


def told_story(shot: Shot, passes: "Passes", store: Store) -> tuple["Ledger", bytes, bool]:
    """The ledger, physics and sight, its file, and whether it was there already. Raises DeclarationError for a claim that fails, those
    about physics before anything is looked at."""
    from sim.story.claims import check_story
    from sim.story.ledger_file import load_ledger, save_ledger
    key = ledger_key(shot, passes)
    content = store.get(key)
    if content is not None:
        ledger = load_ledger(io.BytesIO(content))
        check_story(shot.name, shot.claims, ledger)
        return ledger, content, True
    ledger, file = _looked_at(shot, passes), io.BytesIO()
    save_ledger(ledger, file)
    store.put(key, file.getvalue(), "ledger")
    return ledger, file.getvalue(), False


def _looked_at(shot: Shot, passes: "Passes") -> "Ledger":
    from render.sight import sight
    from sim.story.claims import check_story
    from sim.story.ledger import merged
    from sim.story.story import Story
    story = Story(scene=shot.scene, trajectory=passes.trajectory).ledger
    check_story(shot.name, shot.claims, story)
    ledger = merged(story, sight(passes))
    check_story(shot.name, shot.claims, ledger)
    return ledger
