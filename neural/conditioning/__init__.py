"""What the painter is told of a frame: control images, words, reference pictures, and which of them hold where."""
