"""Shapes as triangles and convex pieces."""
