"""The vocabulary in one import, and (in scenes.shots) the shots. Pure declarations: nothing runs, nothing heavy is imported."""

from typing import Any

from scenes import camera as camera
from scenes.actions import (after as after, crosses as crosses, drive as drive, drop as drop, ended as ended, failing as failing,
                            force as force, hold as hold, launch as launch, move as move, impulse as impulse, spin as spin, touch as touch)
from scenes.camera import cut as cut
from scenes.composing import sequence as sequence, together as together, until as until
from scenes.lights import (area_light as area_light, daylight as daylight, fog as fog, lamp as lamp, sky as sky, sun as sun,
                           three_point as three_point)
from scenes.look import Look as Look
from scenes.physics_material import PhysicsMaterial as PhysicsMaterial
from scenes.people import person as person
from scenes.props import (Prop as Prop, ball as ball, box as box, capsule as capsule, chair as chair, cone as cone, cup as cup,
                          cylinder as cylinder, plane as plane, table as table, terrain as terrain)
from scenes.from_files import mechanism as mechanism, mesh as mesh
from scenes.props import assembly as assembly, piece as piece, pivot as pivot, prop as prop
from scenes.rooms import doorway as doorway, room as room, window as window
from scenes.wardrobe import garment as garment, hair as hair
from scenes.shot import Shot as Shot, make_shot as make_shot, with_overrides as with_overrides
from scenes.shotlist import describe as describe
from scenes.directing.coverage import Coverage as Coverage, coverage as coverage
from scenes.film import Film as Film, continue_from as continue_from, film as film
from sim.story.claims import (above as above, always as always, at as at, below as below, by as by, emptier as emptier,
                              fuller as fuller, hidden as hidden, holds as holds, inside as inside, never as never,
                              out_of_frame as out_of_frame, rests_on as rests_on, touches as touches, wears as wears)
from sim.story.outcomes import fails as fails, succeeds as succeeds
from scenes.vocabulary import WORDS

globals().update(WORDS)


def __getattr__(name: str) -> Any:  # for type checkers, which do not see what WORDS has
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
