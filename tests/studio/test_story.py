"""The commands that tell a story, and claims that end a shooting before it is paid for."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from scenes import always, hidden, never, touches
from scenes.shots import SHOTS
from sim.errors import DeclarationError
from sim.story.claims import Claim
from studio.config import ShootConfig
from studio.shoot import shoot
from studio.store import Store


def test_why_prints_the_chain(run: Callable) -> None:
    ran = run("why", "shot=pillar", "cup")
    assert ran.code == 0 and re.fullmatch(  # digits behind the first depend on the machine's arithmetic
        r"cup fell at 1\.9\d s\n<- cup was struck by ball at 1\.5\d s \(0\.5\d N s\)\n<- ball was launched at 0\.40 s\n", ran.out), ran.out
    assert run("why", "shot=pillar", "shot.ball_speed=2", "cup", "was", "struck", "by").out.startswith("cup was struck by ball at 1.0")


@pytest.mark.parametrize("words, said", [
    (("cpu",), "Did you mean 'cup'"), ((), "name an object"), (("cup", "flew"), "unknown event 'flew'"), (("table",), "nothing happens"),
    (("shot=pilar", "cup"), "Did you mean 'pillar'")])
def test_why_tells_what_it_cannot_answer(run: Callable, words: tuple[str, ...], said: str) -> None:
    ran = run("why", *words)
    assert ran.code == 2 and ran.out == "" and said in " ".join(ran.err.split()) and "Traceback" not in ran.err


def test_compare_prints_where_two_part(run: Callable) -> None:
    ran = run("compare", "shot=pillar", "shot.ball_speed=1.2,2")
    assert ran.code == 0, ran.err
    lines = ran.out.splitlines()
    assert lines[:3] == ["a: shot=pillar shot.ball_speed=1.2", "b: shot=pillar shot.ball_speed=2", "ball parts at 0.42 s (frame 10)"]
    assert any(line.startswith(("only a: ", "only b: ")) for line in lines) and any(line.startswith("cup ends at") for line in lines)
    assert run("compare", "shot=pillar").code == run("compare", "fps=24,25").code == 2


def nothing_is_left(takes: Path, *kept: str) -> bool:
    """But for what was simulated and seen, whole in the store, which the next try need not make again."""
    return not takes.exists() or {path.name for path in takes.iterdir()} == {".store"} and set(Store(takes / ".store").usage()) <= set(kept)


@pytest.mark.parametrize("claim, said", [
    (never(touches("cup", "floor")), "touches floor' fails for cup at frame 5\\d"),
    (always(hidden("ball", "pillar")), "hidden pillar' fails for ball at frame 0")])
def test_a_failed_claim_ends_it_before_anything_is_painted(here: Path, claim: Claim, said: str) -> None:
    shot = SHOTS["pillar"]()
    shot = type(shot)(name=shot.name, scene=shot.scene, view=shot.view, style=shot.style, claims=(claim,))
    with pytest.raises(DeclarationError, match=said):
        shoot(shot, ShootConfig(out=str(here / "takes")))
    assert nothing_is_left(here / "takes", "trajectory", "ledger")


@pytest.mark.parametrize("declared, said", [
    ("on_failure='stop'", "film: kick failed at 0.10 s: ball is held by Hold(ball); Drop it first. The shot stops at a failure"),
    ("claims=[succeeds('kick')]", "film: the claim 'kick succeeds' fails: it failed at 0.10 s: ball is held by Hold(ball); Drop it first."),
    ("claims=[succeeds('kik')]", "film: kik succeeds: unknown action 'kik'. Did you mean 'kick'?")])
def test_a_failure_ends_it_before_anything_is_painted_where_that_is_declared(here: Path, run: Callable, declared: str, said: str) -> None:
    (here / "film.py").write_text(f"""from scenes import *
def film():
    return make_shot("film", [plane("floor"), ball("ball", 0.1, on=(0, 0, 0))], seconds=0.5, camera=camera.static((0, -3, 1), (0, 0, 0)),
                     actions=[hold("ball"), launch("ball", (1, 0, 0), when=0.1, name="kick")], {declared})
""")
    for command in ("shoot", "plan"):
        ran = run(command, "shot=film.py:film")
        assert ran.code == 2 and said in " ".join(ran.err.split()) and "Traceback" not in ran.err, ran.err
    assert nothing_is_left(here / "takes", "trajectory")


def test_what_if_a_shot_were_declared_otherwise() -> None:
    shot = SHOTS["pillar"]()
    heavy = shot.with_({"Launch(ball).velocity": (2, 0, 0)}, cup={"mass": 5.0})
    assert next(body for body in heavy.scene.bodies if body.name == "cup").mass == 5.0 and heavy.scene.actions[0].velocity == (2, 0, 0)
    assert (heavy.view, heavy.style) == (shot.view, shot.style)
    with pytest.raises(DeclarationError, match="unknown object or action 'cap'.*'cup'"):
        shot.with_(cap={"mass": 5.0})
