"""The looks: shading programs over exact layers, and what the embedded model, which learns from them, is shown of a frame."""
