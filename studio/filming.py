"""Film -> its folder: every shot acted out, continuity checked, then shot after shot taken and all cut together.

A film's folder has its takes, film.mp4, film.srt if anything is said, and film.json. What a kill left is gone on with, for a shot's take
is there as a whole or not at all; so that memory does not grow with the length of the film, only one shot is worked on at a time.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from scenes.film import Film, continues
from scenes.shot import Shot
from sim.errors import DeclarationError
from sim.story.outcomes import check_outcomes
from sim.trajectory import Trajectory
from studio.acting import act_out, acted
from studio.config import ShootConfig, changed, store_of
from studio.continuity.check import check_film
from studio.continuity.finding import Finding
from studio.declarations import digest, encoded
from studio.farm import Farm, Promise, open_farm
from studio.farming import ACT, paint_ahead
from studio.keys import code
from studio.parents import AUTO, NONE
from studio.progress import Stages, log
from studio.shoot import shoot
from studio.store import Store
from studio.subtitles import subrip, subtitles
from studio.take import Take, free_name, open_take
from studio.unfinished import whole

FACTS, VIDEO, WORDS, TAKES = "film.json", "film.mp4", "film.srt", "takes"
WARN, ERROR = "warn", "error"
"""What a finding of the continuity check does: it is said, or nothing is painted."""


@dataclass(frozen=True, kw_only=True)
class Filmed:
    """A film that was shot. takes: of its shots, in their order. farmed: s that the workers of a farm have worked for it."""

    folder: Path
    takes: tuple[Take, ...]
    findings: tuple[Finding, ...]
    farmed: float = 0.0

    @property
    def video(self) -> Path:
        """The whole film, H.264, with a chapter for each shot."""
        return self.folder / VIDEO


def shoot_film(film: Film, config: ShootConfig = ShootConfig(), check: str = WARN, resolved: Mapping[str, Any] | None = None) -> Filmed:
    """Shoot a film into OUT/film-NAME-0001, or go on with the latest there that was asked for as this is. Each take builds on the one
    before it, so that who is painted in one shot is painted so in the next.

    check: 'warn' or 'error'. resolved: the settings as the command line gave them. Raises DeclarationError, also for what is found, if
    that is an error, and before anything is painted; and as `shoot`.
    """
    if check not in (WARN, ERROR):
        raise DeclarationError(f"film.check is {check!r}; it must be {WARN!r} or {ERROR!r}.")
    if config.seconds is not None:
        raise DeclarationError("film: seconds is given; shots of a film have lengths of their own. Leave it out.")
    film = replace(film, shots=tuple(changed(shot, config) for shot in film.shots))
    config = replace(config, out=str(Path(config.out).absolute()))
    with open_farm(config) as farm:
        return _filmed(film, config, check, resolved, farm)


def _filmed(film: Film, config: ShootConfig, check: str, resolved: Mapping[str, Any] | None, farm: Farm | None) -> Filmed:
    store = store_of(config)
    with Stages().stage("simulate") as progress:
        if farm:
            farm.wait([farm.do(ACT, shot, config) for shot in _last(film)], progress)
        _act(film, store)
    findings = tuple(check_film(film, _trajectories(film, store), config.render.width, config.render.height))
    for finding in findings:
        log.warning("continuity: %s", finding)
    if findings and check == ERROR:
        raise DeclarationError(f"{film.name}: the continuity check finds {len(findings)}:\n" + "\n".join(map(str, findings)) +
                               "\nChange the shots, name those before which time passes in breaks, or say film.check=warn.")
    folder = _folder(film, config)
    takes = _takes(film, config, folder, resolved, farm)
    return _cut_together(film, store, Filmed(folder=folder, takes=takes, findings=findings, farmed=farm.seconds if farm else 0.0))


def _act(film: Film, store: Store) -> None:
    """Act out all shots, those that go on from each other as one simulation. Raises DeclarationError for what must not come of them."""
    for shot in _last(film):
        act_out(shot, store)
    for shot, trajectory in zip(film.shots, _trajectories(film, store)):
        check_outcomes(shot.name, shot.scene, shot.claims, trajectory.actions)


def _last(film: Film) -> list[Shot]:
    """The shots that the next does not go on from: acting these out acts out all."""
    return [shot for shot, after in zip(film.shots, (*film.shots[1:], None)) if after is None or not continues(after, shot)]


def _trajectories(film: Film, store: Store) -> Iterator[Trajectory]:
    """One after the other, out of the store, or acted out anew if it does not keep them."""
    return (acted(shot, store)[0] for shot in film.shots)


def _folder(film: Film, config: ShootConfig) -> Path:
    """The latest folder that was begun for this very film, or a new one."""
    root = Path(config.out).absolute()
    same = encoded(replace(config, out=".", store="", hourly_rate=0.0, farm=""))  # what a take does not depend on is left out
    asked = digest("film", encoded(film), same, code("sim", "render", "neural", "studio"))
    for folder in sorted(root.glob(f"film-{film.name}-*"), reverse=True):
        if facts_of(folder).get("asked") == asked:
            log.info("goes on in %s", folder)
            return folder
    folder = free_name(root / f"film-{film.name}")
    (folder / TAKES).mkdir(parents=True)
    write_facts(folder, {"schema": "Film.1", "film": film.name, "asked": asked, "done": False})
    return folder


def _takes(film: Film, config: ShootConfig, folder: Path, resolved: Mapping[str, Any] | None, farm: Farm | None) -> tuple[Take, ...]:
    """The take of each shot, shot unless it is there."""
    takes: list[Take] = []
    ahead: Mapping[str, list[Promise]] = {}
    settings = {key: value for key, value in (resolved or {}).items() if key != "shot"}
    for number, shot in enumerate(film.shots):
        there = folder / TAKES / f"{shot.name}-0001"
        if not there.is_dir():
            log.info("shot %d of %d: %s", number + 1, len(film.shots), shot.name)
            own = _own(config, folder, takes)
            if farm:
                ahead = ahead or paint_ahead(farm, film.shots[number:], own)
                with Stages().stage("farm") as progress:
                    farm.wait(ahead[shot.name], progress)
            shoot(shot, own, {"shot": {"name": shot.name}, **settings})
        takes.append(open_take(there))
    return tuple(takes)


def _own(config: ShootConfig, folder: Path, takes: Sequence[Take]) -> ShootConfig:
    """The config of the take after these."""
    store = store_of(config).folder
    parent = str(takes[-1].folder) if takes else NONE if config.parent == AUTO else str(Path(config.out, config.parent))
    return replace(config, out=str(folder / TAKES), store="" if store is None else str(store), parent=parent, farm="")


def _cut_together(film: Film, store: Store, filmed: Filmed) -> Filmed:
    from studio.film_file import Reel, film_subtitles, splice
    fps = film.shots[0].scene.fps
    reels = [Reel(name=shot.name, video=take.video, frames=take.report["frames"], subtitles=subtitles(shot.scene, trajectory))
             for shot, take, trajectory in zip(film.shots, filmed.takes, _trajectories(film, store))]
    splice(reels, filmed.video, fps)
    if said := film_subtitles(reels, fps):
        with whole(filmed.folder / WORDS) as file:
            file.write(subrip(said).encode())
    starts = [sum(reel.frames for reel in reels[:number]) for number in range(len(reels))]
    write_facts(filmed.folder, {**facts_of(filmed.folder), "done": True, "fps": str(fps), "frames": sum(reel.frames for reel in reels),
                           "shots": [{"name": reel.name, "take": f"{TAKES}/{take.folder.name}", "first_frame": start, "frames": reel.frames}
                                     for reel, take, start in zip(reels, filmed.takes, starts)],
                           "findings": [asdict(finding) for finding in filmed.findings]})
    return filmed


def facts_of(folder: Path) -> dict[str, Any]:
    """What film.json says; empty if it cannot be read."""
    try:
        return dict(json.loads((folder / FACTS).read_text()))
    except (OSError, ValueError, TypeError):
        return {}


def write_facts(folder: Path, facts: Mapping[str, Any]) -> None:
    """Put film.json anew, as a whole or not at all."""
    with whole(folder / FACTS) as file:
        file.write((json.dumps(facts, indent=1) + "\n").encode())
