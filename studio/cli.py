"""The command line: steadycast and one of COMMANDS."""

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from render.workers import SELDOM, end_workers
from sim.errors import DeclarationError, ResourceError, SimulationError, unknown
from studio.progress import Stages, console, log_to_screen
from studio.summary import summary

if TYPE_CHECKING:
    from sim.story.story import Story
    from studio.jobs import Job

COMPLETION = ("-sc", "--shell-completion")
USAGE = """\
steadycast: from a declared scene to a painted shot.

  steadycast shoot [shot=NAME] [name=value ...]       shoot; the default shot is tea
  steadycast shoot shot=my_film.py:my_shot            shoot a function of your own script that returns a Shot
  steadycast shoot -m shot.height=1.6,1.8 fps=12,24   shoot every combination: one table, one contact sheet
  steadycast shoot render=draft look=toon +experiment=storyboard --config-dir=my_conf   groups of conf/ and your own, as Hydra has them
  steadycast film NAME [film.check=error] [name=value ...]   a film: its shots one after the other, as one video; my_film.py:tea or visit
  steadycast film NAME farm=2                         the same film, made by two workers of Ray's; farm=auto: by those of a cluster
  steadycast sheet shot=NAME who=SOMEBODY             someone in it from all sides, and faces they make, for approval
  steadycast props [out=FOLDER]                       props.png and sets.png: all props and sets by name, as they are rendered
  steadycast edit TAKE cup.look.colour=green [camera.lens=50 ...]   the next take, with what is declared changed by its path
  steadycast note TAKE "too shiny" at=320,180 [frames=40,80]   a note on what is seen at a pixel; an edit answers it, answers=1
  steadycast notes TAKE [close=1]                     the notes that hold for a take, and where what they are about is in it
  steadycast lock TAKE cup [anna.dress ...]           looks that edits of this take, and of those that build on it, must not change; unlock
  steadycast measure TAKE                             measure a take again, from its folder; renews its report. Or a FILM: who is the
                                                      same colour in all its shots
  steadycast passes TAKE [passes=[depth,normal]] [format=exr] [out=FOLDER]   layers and camera as OpenEXR (or png, npz), JSON and USD
  steadycast plan [shot=NAME] [name=value ...]        which few frames neural.consistency=cast would paint, and the cost
  steadycast coverage [shot=NAME] [name=value ...]    the standard angles for what happens, a cut list, and a sheet of both
  steadycast why [shot=NAME] [name=value ...] OBJECT  why it fell, toppled or moved, back to where that began; or OBJECT came to rest
  steadycast compare shot=pillar shot.ball_speed=1.2,2    from when on the two parts of a story part, and what only one of them has
  steadycast compare TAKE TAKE                        what differs: declarations, story, cost, measures, pixels; both side by side
  steadycast list                                     the library's shots and films, and their parameters
  steadycast describe [shot=NAME] [name=value ...]    the shot list and all settings; nothing is shot
  steadycast takes [out=FOLDER]                       which takes there are, and whether they are whole
  steadycast takes show TAKE                          what went into it, what came out, what it builds on
  steadycast takes verify [TAKE ...]                  read every byte; what is damaged is put back where the store still has it
  steadycast takes remove TAKE                        remove it; takes that build on it stay whole
  steadycast takes collect                            remove what killed runs left, and what the store has beyond its budget
  steadycast train [name=value ...]                   make the embedded model anew (hours); goes on where it was stopped
  steadycast doctor                                   what this machine has, and what to do about what it has not

A take is a folder in out=takes: shot.mp4 (and shot.srt, if anything is said), painted.mkv (the same without loss, before
lens, shutter and fog), contact.png, report.html (pictures, measures and plots on one page), report.json, trajectory.npz,
ledger.npz, config.yaml, manifest.json (the checksums of all these).
"""


def run() -> int:
    """The program: one command, and the end of the process."""
    gc.set_threshold(*SELDOM)
    code = main()
    end_workers()
    gc.freeze()  # or the garbage collector looks once more, for two seconds, through all that goes anyway
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. The exit code: 0 done, 1 the doctor found something missing, 2 bad input or a damaged take, 130 Ctrl-C."""
    command, *rest = arguments if arguments is not None else sys.argv[1:] or ["--help"]
    log_to_screen()
    try:
        if {"-h", "--help"} & {command, *rest}:
            print(USAGE, end="")
            return 0
        if command in COMPLETION:
            from studio.hydra_app import complete
            return complete([command, *rest], COMMANDS)
        if command not in COMMANDS:
            raise unknown("command", command, COMMANDS, "steadycast")
        return COMMANDS[command](rest)
    except (DeclarationError, SimulationError, ResourceError) as error:
        _complain(str(error))
        return 2
    except BrokenPipeError:  # whoever read our output wants no more; give the interpreter's last flush somewhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _complain(f"cannot read or write {error.filename or 'a file'}: {error.strerror or error}.")
        return 2
    except (KeyboardInterrupt, SystemError) as error:
        if isinstance(error, SystemError) and not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        _complain("stopped. Nothing unfinished was kept.")  # a SystemError: Ctrl-C came while a compiled function was called
        return 130


def _shoot(arguments: Sequence[str]) -> int:
    from studio.hydra_app import shoot_command

    return shoot_command(arguments)


def _edit(arguments: Sequence[str]) -> int:
    from studio.edit_command import edit_take

    take, changed = edit_take(_split(arguments)[0])
    print(f"{summary(take)}\n{changed}")
    return 0


def _note(arguments: Sequence[str]) -> int:
    from studio.note_command import make_note

    print(make_note(_split(arguments)[0]))
    return 0


def _notes(arguments: Sequence[str]) -> int:
    from studio.note_command import show_notes

    print(show_notes(_split(arguments)[0]))
    return 0


def _lock(arguments: Sequence[str]) -> int:
    from studio.note_command import lock_looks

    print(lock_looks(_split(arguments)[0], keep=True))
    return 0


def _unlock(arguments: Sequence[str]) -> int:
    from studio.note_command import lock_looks

    print(lock_looks(_split(arguments)[0], keep=False))
    return 0


def _film(arguments: Sequence[str]) -> int:
    from studio.film_command import film_command

    print(film_command(_split(arguments)[0]))
    return 0


def _sheet(arguments: Sequence[str]) -> int:
    from studio.sheet import turnaround_sheet

    print(turnaround_sheet(_split(arguments)[0]))
    return 0


def _props(arguments: Sequence[str]) -> int:
    from studio.props_page import props

    print(*props(_split(arguments)[0]), sep="\n")
    return 0


def _measure(arguments: Sequence[str]) -> int:
    from studio.film_measuring import is_film, measure_film
    from studio.page import figure
    from studio.remeasure import remeasure
    from studio.table import markdown

    names, _ = _split(arguments)
    if len(names) != 1:
        raise DeclarationError("steadycast measure: takes the folder of one take or film, such as takes/pillar-0001; "
                               f"{len(names)} were given.")
    if is_film(Path(names[0])):
        print(markdown(("drift over the film, CIEDE2000", "mean", "most"),
                       [(name, *map(figure, two)) for name, two in measure_film(Path(names[0])).items()]), end="")
        return 0
    take = remeasure(Path(names[0]))
    print(markdown(("measure", "value"), [(name, figure(value)) for name, value in take.report["measures"].items()]) + str(take.page))
    return 0


def _passes(arguments: Sequence[str]) -> int:
    from studio.passes_command import passes

    print(passes(_split(arguments)[0]))
    return 0


def _plan(arguments: Sequence[str]) -> int:
    from studio.jobs import jobs
    from studio.plan import plan

    job = jobs(_split(arguments)[0])[0]
    print(plan(job.shot, job.config))
    return 0


def _coverage(arguments: Sequence[str]) -> int:
    from studio.coverage_command import covered

    found = covered(_split(arguments)[0])
    print(f"{found.text}\n{found.sheet}")
    return 0


def _why(arguments: Sequence[str]) -> int:
    from sim.story.why import chain_text, why
    from studio.jobs import jobs

    words = [word for word in _split(arguments)[0] if "=" not in word]
    if not words:
        raise DeclarationError("steadycast why: name an object of the shot, as in steadycast why shot=pillar cup.")
    job = jobs([word for word in arguments if "=" in word])[0]
    print(chain_text(why(_story(job), words[0], " ".join(words[1:]))))
    return 0


def _compare(arguments: Sequence[str]) -> int:
    from sim.story.compare import compare
    from studio.jobs import jobs

    words = _split(arguments)[0]
    if words and not any("=" in word for word in words):
        if len(words) != 2:
            raise DeclarationError(f"steadycast compare: takes two takes, as in takes/tea-0001 takes/tea-0002; {len(words)} were given.")
        from studio.comparing import compare_takes
        found_in = compare_takes(Path(words[0]), Path(words[1]))
        print(f"{found_in.text}\n{found_in.folder}")
        return 0
    found = jobs(words, sweep=True)
    if len(found) != 2:
        raise DeclarationError(f"steadycast compare: takes two shots, such as shot.ball_speed=1.2,2; {len(found)} were given.")
    for which, job in zip("ab", found):
        print(f"{which}: {' '.join(f'{name}={value}' for name, value in job.settings.items())}")
    print(compare(*map(_story, found)))
    return 0


def _story(job: "Job") -> "Story":
    from sim.execution.engine import simulate
    from sim.story.story import Story

    with Stages().stage("simulate") as progress:
        return Story(scene=job.shot.scene, trajectory=simulate(job.shot.scene, progress))


def _list(arguments: Sequence[str]) -> int:
    from scenes.films import FILMS
    from scenes.shots import SHOTS
    from studio.parameters import outline

    _nothing("list", arguments)
    for name, function in {**SHOTS, **{f"film {name}": function for name, function in FILMS.items()}}.items():
        print(f"{name:12} {(sys.modules[function.__module__].__doc__ or '').splitlines()[0]}\n{'':12} {', '.join(outline(function))}")
    return 0


def _describe(arguments: Sequence[str]) -> int:
    from scenes.shotlist import describe
    from studio.jobs import jobs

    job = jobs(_split(arguments)[0])[0]
    settings = {**job.resolved, "shot": job.resolved["shot"]["parameters"]}
    print("\n".join([describe(job.shot), "", "settings:", *(f"  {line}" for line in _lines(settings))]))
    return 0


def _lines(value: Any, name: str = "") -> Iterator[str]:
    """Settings as they are typed: name=value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lines(inner, f"{name}.{key}" if name else key)
    else:
        yield f"{name}={'null' if value is None else value}"


def _takes(arguments: Sequence[str]) -> int:
    from studio.takes import takes_command

    text, well = takes_command(_split(arguments)[0])
    print(text.rstrip())
    return 0 if well else 2


def _train(arguments: Sequence[str]) -> int:
    from studio.jobs import checked, compose_values
    from studio.parameters import call
    from studio.training import TrainConfig, train_embedded

    values = compose_values("train", checked(_split(arguments)[0]))
    print(f"model: {train_embedded(call(TrainConfig, values))}")
    return 0


def _doctor(arguments: Sequence[str]) -> int:
    from studio.doctor import examine

    _nothing("doctor", arguments)
    findings = examine()
    for finding in findings:
        mark = "ok     " if finding.ok else "MISSING" if finding.needed else "absent "
        print(f"{mark} {finding.subject:16} {finding.found}" + (f"\n{'':24} {finding.cure}" if finding.cure and not finding.ok else ""))
    return int(any(finding.needed and not finding.ok for finding in findings))


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "shoot": _shoot, "film": _film, "edit": _edit, "note": _note, "notes": _notes, "lock": _lock, "unlock": _unlock, "sheet": _sheet,
    "props": _props, "measure": _measure,
    "passes": _passes, "plan": _plan, "coverage": _coverage,
    "why": _why, "compare": _compare, "list": _list, "describe": _describe, "takes": _takes,
    "train": _train, "doctor": _doctor}


def _split(arguments: Sequence[str], *flags: str) -> tuple[list[str], list[str]]:
    """Words and flags apart; any other flag is refused."""
    given = [word for word in arguments if word.startswith("-") and "=" not in word]
    for flag in given:
        if flag not in flags:
            raise unknown("flag", flag, flags, "steadycast")
    return [word for word in arguments if word not in given], given


def _nothing(command: str, arguments: Sequence[str]) -> None:
    if arguments:
        raise DeclarationError(f"steadycast {command} takes nothing after it; {arguments[0]!r} was given. Leave it out.")


def _complain(message: str) -> None:
    message = "".join(letter if letter.isprintable() or letter == "\n" else ascii(letter)[1:-1] for letter in message)  # no terminal codes
    lines = [f"{line[:600]} ... {line[-300:]}" if len(line) > 1000 else line for line in message.splitlines()]  # what to do stands last
    console.print("\n".join([*lines[:20], "..."] if len(lines) > 20 else lines), style="red", markup=False, highlight=False, soft_wrap=True)
