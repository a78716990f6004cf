"""Vectors, rotations and boxes."""
