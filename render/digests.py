"""What a frame is, as a digest: frames of equal digests have equal layers, to the last bit, in whatever shot or take
they are."""

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from render.reflected import given_on
from render.rig import camera_at
from render.still import still_of

if TYPE_CHECKING:
    from render.geometry import Geometry
    from render.passes import Passes


def lit_digests(passes: "Passes") -> tuple[str, ...]:
    """64 hexadecimal digits for each frame: its camera, size, poses, lights and normal maps, and all that is the same in
    every frame but what its surfaces are made of, other than the light they give and give on. Frames of equal ones have equal
    surfels."""
    view, moves, table = passes.view, passes.trajectory, passes.surfaces
    still = np.unique(passes.geometry.face_part[still_of(passes.geometry, moves).face])
    whole = digest_of(geometry_digest(passes.geometry), repr([part.path for part in passes.parts]), repr(view.lights), repr(view.sky),
                    passes.rasteriser.name, *environment_digest(passes), *bump_digests(passes),
                    given_on(table.albedo, passes.geometry)[still].tobytes(), table.glow.tobytes(),
                    np.where(table.glow[:, None] > 0, table.albedo, 0).tobytes())
    out = []
    for number in range(len(passes)):
        camera = camera_at(view, moves, number, passes.width, passes.height)
        lens = repr((camera.focal, camera.width, camera.height))
        arrays = (camera.world_from_camera, moves.positions[number], moves.rotations[number],
                  *((moves.bone_positions[number], moves.bone_rotations[number], moves.faces[number]) if passes.geometry.skinned else ()))
        out.append(digest_of(whole, lens, *(array.tobytes() for array in arrays)))
    return tuple(out)


def frame_digests(passes: "Passes") -> tuple[str, ...]:
    """The same, and what the surfaces are made of. Frames of equal ones have equal layers, all of them."""
    textures = passes.surfaces.textures
    materials = repr((sorted(passes.view.surfaces.items()), [(part, textures[part].digest) for part in sorted(textures)]))
    return tuple(digest_of(lit, materials) for lit in passes.lit_digests)


def environment_digest(passes: "Passes") -> list[str]:
    """That of the picture that the sky has, if it has one."""
    environment = passes.surfaces.environment
    return [environment.digest] if environment else []


def bump_digests(passes: "Passes") -> list[str]:
    """Those of the normal maps, each with the id of its part: they are part of the light."""
    return [f"{part} {bump.digest}" for part, bump in sorted(passes.surfaces.normal_maps.items())]


def geometry_digest(geometry: "Geometry") -> str:
    """64 hexadecimal digits for the triangles of all parts at rest, and what holds them."""
    held = geometry.bone_from_rest
    return digest_of(*(array.tobytes() for array in (
        geometry.rest, geometry.faces, geometry.normals, geometry.vertex_part, geometry.face_part, geometry.bones, geometry.weights,
        held.position, held.rotation, geometry.units.data, geometry.units.indices)))


def shape_digests(passes: "Passes") -> dict[str, str]:
    """By part path, 64 hexadecimal digits for its triangles at rest, whatever stands beside it."""
    geometry, out = passes.geometry, {}
    for part in passes.parts:
        own = geometry.vertex_part == part.id
        faces = geometry.faces[geometry.face_part == part.id]
        first = int(own.argmax())
        out[part.path] = digest_of(geometry.rest[own].astype(np.float32).tobytes(), (faces - first).tobytes())
    return out


def digest_of(*values: str | bytes | int | float) -> str:
    """64 hexadecimal digits that stand for these values in this order."""
    whole = hashlib.sha256()
    for value in values:
        content = value if isinstance(value, bytes) else str(value).encode()
        whole.update(len(content).to_bytes(8, "little") + content)
    return whole.hexdigest()
