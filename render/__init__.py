"""Trajectory + View -> Passes: cameras, lights, rasterisers, exact correspondences. OpenGL is imported in one file,
raster_gl.

Where to add something: a material is a row of MATERIALS in materials.py and, if it draws anything, a number there and
its pattern in patterns.py; the painter knows its word once it is trained on it. What a camera does to a finished
picture is in developing.py.
"""
