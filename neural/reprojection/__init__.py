"""Frames from anchors: which frames are painted, what their paint consists of, and its lookup in one hop."""
