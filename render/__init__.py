"""From scene, trajectory and view to exact passes: depth, ids, normals, light, albedo, edges, correspondence. Nothing here knows of painting.

Where to add something: a material is a row of MATERIALS in `materials.py`, and, if it draws anything, a number there and its pattern in
`patterns.py`; its word is known to the painter once it is trained on it. An effect of the camera is added in `developing.py`.
"""
