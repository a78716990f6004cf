"""Passes on disk, as compositors, 3D packages and those who train models ask for them: see `write.write_passes`."""
