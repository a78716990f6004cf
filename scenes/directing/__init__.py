"""What a director would shoot of a scene: standard angles and a cut list, from what is acted out."""
