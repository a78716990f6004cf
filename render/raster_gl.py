"""The visibility buffer by pyrender, headless: the only file that imports it or OpenGL.

pyrender's own segmentation pass, with shaders of ours that write the number of the triangle instead of a node's
colour."""

import os
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from render.camera import Camera
from render.geometry import Posed
from render.window import Window
from sim.errors import ResourceError

MOST_TRIANGLES = 2 ** 24 - 2
NEAR, FAR = 0.02, 2000.0


class GlRasteriser:
    """Holds one OpenGL context. Raises ResourceError where there is none to be had, saying what is missing.

    Make one in a process and keep it: when pyrender gives one EGL context back, all others of the process go with it.
    """

    name = "gl"

    def __init__(self) -> None:
        if sys.platform == "linux":
            os.environ.setdefault("PYOPENGL_PLATFORM", "egl")
        try:
            import pyrender
            from pyrender.shader_program import ShaderProgramCache
            self._pyrender = pyrender
            self._renderer = pyrender.OffscreenRenderer(16, 16)
            self._renderer._renderer._program_cache = ShaderProgramCache(shader_dir=str(Path(__file__).parent / "shaders"))
        except Exception as error:  # every driver fails in its own way; all mean the same to the user
            raise ResourceError(f"OpenGL cannot be started ({type(error).__name__}: {error}). Install EGL (Debian: libegl1 libgles2 "
                                "libgl1-mesa-dri) or use render.rasteriser=rays.") from error
        self.description = self._describe()
        if "llvmpipe" in self.description:
            # Mesa's software GL and triton (which torch loads if it can) each bring an LLVM, and the second to come crashes.
            sys.modules.setdefault("triton", None)  # type: ignore[arg-type]

    def _describe(self) -> str:
        from OpenGL.GL import GL_RENDERER, GL_VERSION, glGetString
        self._renderer._platform.make_current()
        text = [glGetString(what) or b"?" for what in (GL_RENDERER, GL_VERSION)]
        self._renderer._platform.make_uncurrent()
        return ", ".join(t.decode() for t in text)

    def triangles(self, posed: Posed, camera: Camera, window: Window | None = None) -> NDArray[np.int32]:
        """(H, W) int32: the triangle seen at each pixel centre of the window (else of the whole picture), -1 for
        none."""
        faces = posed.geometry.faces
        if len(faces) > MOST_TRIANGLES:
            raise ResourceError(f"the scene has {len(faces)} triangles; OpenGL's ids hold {MOST_TRIANGLES}. Use render.rasteriser=rays.")
        scene, node = self._scene(posed, camera)
        self._renderer.viewport_width, self._renderer.viewport_height = camera.width, camera.height
        colour, _ = self._renderer.render(scene, flags=self._pyrender.RenderFlags.SEG, seg_node_map={node: (0, 0, 0)})
        left, top, right, bottom = window or Window.whole(camera)
        return (colour[top:bottom, left:right].astype(np.int32) @ np.array([1, 256, 65536], np.int32) - 1).astype(np.int32)

    def _scene(self, posed: Posed, camera: Camera):
        """The posed triangles in camera axes (float64 until the last step: nothing is lost far from the world's
        middle)."""
        local = (posed.vertices - camera.position) @ camera.world_from_camera[:3, :3]
        primitive = self._pyrender.Primitive(positions=local.astype(np.float32), indices=posed.geometry.faces.astype(np.uint32), mode=4,
                                             material=self._pyrender.MetallicRoughnessMaterial(doubleSided=True))
        scene = self._pyrender.Scene(bg_color=(0, 0, 0, 0))
        node = scene.add(self._pyrender.Mesh([primitive]))
        scene.add(self._pyrender.IntrinsicsCamera(camera.focal, camera.focal, camera.width / 2, camera.height / 2, znear=NEAR, zfar=FAR))
        return scene, node
