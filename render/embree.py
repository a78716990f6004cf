"""Embree itself, Intel's ray tracer, as the package embreex brings it: the only file that touches it. (embreex's own
functions copy triangles and rays one by one, which takes longer than Embree does.)

Compiled code finds the library's functions by name, so that it can be cached; it is loaded before any scene is, and no
ray is shot without a scene. Rays are of float32: starts (N, 3), and ways (N, 3) in lengths of which distances are."""

import ctypes
import weakref
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from llvmlite.binding import load_library_permanently
from numba import types
from numpy.typing import NDArray

from render.planes import compiled
from sim.errors import ResourceError

Single = NDArray[np.float32]
TRIANGLES, INDEX, VERTEX, UINT3, FLOAT3, ROBUST = 0, 0, 1, 0x5003, 0x9003, 4
LOW, MEDIUM = 0, 1
NONE = 0xFFFFFFFF
"""No triangle's number; and all bits of a mask."""
FAR, MASK, TRIANGLE, GEOMETRY, WORDS = 8, 9, 17, 18, 24
"""Where these are in an RTCRayHit, in words of 4 bytes, and how many it has. First are start, 0, way and time."""
_WORD: Any = types.void(types.uintp, types.uintp, types.uintp)
_intersect: Any = types.ExternalFunction("rtcIntersect1", _WORD)
_occluded: Any = types.ExternalFunction("rtcOccluded1", _WORD)


class EmbreeScene:
    """A ray tree over triangles (F, 3), at least one, of vertices (V, 3) m. quick: it is built in a third of the time, and asked in a
    sixth more; the answers are the same."""

    def __init__(self, vertices: Single, faces: NDArray[np.int32], quick: bool = False) -> None:
        library, device = _library(), _device()
        corners = np.zeros(vertices.size + 4, np.float32)  # Embree reads 16 bytes of each corner, also of the last
        corners[:vertices.size] = vertices.ravel()
        numbers = np.ascontiguousarray(faces, np.int32)
        mesh = library.rtcNewGeometry(device, TRIANGLES)
        for kind, shape, array, count in (INDEX, UINT3, numbers, len(faces)), (VERTEX, FLOAT3, corners, len(vertices)):
            library.rtcSetSharedGeometryBuffer(mesh, kind, 0, shape, array.ctypes.data, 0, 12, count)
        library.rtcSetGeometryBuildQuality(mesh, LOW if quick else MEDIUM)
        library.rtcCommitGeometry(mesh)
        self._scene = library.rtcNewScene(device)
        weakref.finalize(self, _release, self._scene, corners, numbers).atexit = False
        library.rtcAttachGeometry(self._scene, mesh)
        library.rtcReleaseGeometry(mesh)
        library.rtcSetSceneFlags(self._scene, ROBUST)
        library.rtcSetSceneBuildQuality(self._scene, LOW if quick else MEDIUM)
        library.rtcCommitScene(self._scene)
        if error := library.rtcGetDeviceError(device):
            raise ResourceError(f"Embree's error {error} with {len(faces)} triangles. Is the machine out of memory?")

    @property
    def handle(self) -> int:
        """Its address, for `is_blocked`."""
        return int(self._scene)

    def first(self, starts: Single, ways: Single) -> tuple[NDArray[np.int32], Single]:
        """(N,) the triangle that each ray meets first, or -1; and how far off, inf for none."""
        numbers, far = np.empty(len(starts), np.int32), np.empty(len(starts), np.float32)
        _first(self._scene, *ray_room(), starts, ways, numbers, far)
        return numbers, far

    def distances(self, starts: Single, ways: Single, chosen: NDArray[np.bool_], reach: float) -> Single:
        """(N,) how far each ray goes until it meets something, at most `reach`; of those not chosen (N,), `reach`."""
        out = np.full(len(starts), reach, np.float32)
        _distances(self._scene, *ray_room(), starts, ways, chosen, out)
        return out

    def blocked(self, starts: Single, ways: Single, chosen: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
        """(N,) whether each ray that is chosen (N,) meets anything within `reach`."""
        out = np.zeros(len(starts), np.bool_)
        _blocked(self._scene, *ray_room(), starts, ways, chosen, np.float32(reach), out)
        return out


@compiled
def _first(scene, ray, bits, starts, ways, numbers, far):
    for i in range(len(starts)):
        _aim(ray, starts[i], ways[i], np.float32(np.inf))
        bits[GEOMETRY] = NONE
        _intersect(scene, ray.ctypes.data, 0)
        met = bits[GEOMETRY] != NONE
        numbers[i], far[i] = bits[TRIANGLE] if met else -1, ray[FAR] if met else np.inf


@compiled
def _distances(scene, ray, bits, starts, ways, chosen, out):
    for i in range(len(starts)):
        if chosen[i]:
            _aim(ray, starts[i], ways[i], out[i])
            bits[GEOMETRY] = NONE
            _intersect(scene, ray.ctypes.data, 0)
            out[i] = min(ray[FAR], out[i])


@compiled
def _blocked(scene, ray, bits, starts, ways, chosen, reach, out):
    for i in range(len(starts)):
        if chosen[i]:
            _aim(ray, starts[i], ways[i], reach)
            _occluded(scene, ray.ctypes.data, 0)
            out[i] = ray[FAR] < 0


@compiled
def _aim(ray, start, way, reach):
    for k in range(3):
        ray[k], ray[4 + k] = start[k], way[k]
    ray[FAR] = reach


@compiled
def is_blocked(scene, start, way):
    """Whether anything of one or two trees lies on a ray, from start (3,) in the direction way (3,). scene: the trees' handles, 0 for
    none; what ray_room gives; and how far to look, in lengths of the way."""
    first, second, ray, bits, reach = scene
    for tree in (first, second):
        if tree != 0:
            _aim(ray, start, way, reach)
            _occluded(tree, ray.ctypes.data, 0)
            if ray[FAR] < 0:
                return True
    return False


def ray_room() -> tuple[Single, NDArray[np.uint32]]:
    """Room for an RTCRayHit, as floats and as bits: on a multiple of 16 bytes."""
    room = np.zeros(WORDS + 3, np.uint32)
    bits = room[-room.ctypes.data % 16 // 4:][:WORDS]
    bits[MASK] = NONE
    return bits.view(np.float32), bits


@cache
def _library() -> ctypes.CDLL:
    found = find_spec("embreex")
    package = Path(found.origin).parent if found and found.origin else Path()
    files = sorted([*package.parent.glob("embreex.libs/libembree4*"), *package.glob(".dylibs/libembree4*")])
    if not found or not files:
        raise ResourceError("there is no Embree: the package embreex is not there, or lacks libembree4. Reinstall it.")
    load_library_permanently(str(files[0]))
    library = ctypes.CDLL(str(files[0]))
    word, number, size = ctypes.c_void_p, ctypes.c_uint, ctypes.c_size_t
    for name, result, given in (
            ("NewDevice", word, [ctypes.c_char_p]), ("GetDeviceError", number, [word]), ("NewScene", word, [word]),
            ("NewGeometry", word, [word, number]), ("CommitGeometry", None, [word]), ("ReleaseGeometry", None, [word]),
            ("SetSharedGeometryBuffer", None, [word, number, number, number, word, size, size, size]),
            ("SetSceneFlags", None, [word, number]), ("SetSceneBuildQuality", None, [word, number]),
            ("SetGeometryBuildQuality", None, [word, number]),
            ("AttachGeometry", number, [word, word]), ("CommitScene", None, [word]), ("ReleaseScene", None, [word])):
        function = getattr(library, "rtc" + name)
        function.restype, function.argtypes = result, given
    return library


@cache
def _device() -> int:
    device = _library().rtcNewDevice(b"threads=1")
    if not device:
        raise ResourceError(f"Embree does not start on this machine (error {_library().rtcGetDeviceError(None)}).")
    return device


def _release(scene: int, *_shared: NDArray) -> None:
    _library().rtcReleaseScene(scene)
