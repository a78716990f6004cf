"""Passes on disk: what compositors, 3D packages and those who train models ask for. `write.write_passes` writes them."""
