"""Trajectory + View -> Passes: cameras, lights, rasterisers, exact correspondences. OpenGL is imported in one file,
raster_gl."""
