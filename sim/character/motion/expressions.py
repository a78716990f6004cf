"""Faces that people make, as units of the face: after the action units that Ekman and Friesen's Facial Action Coding System (1978) gives
for each emotion, in ARKit's names."""

from collections.abc import Mapping


def _both(**strengths: float) -> dict[str, float]:
    """Each unit on the left and on the right."""
    return {f"{name}{side}": strength for name, strength in strengths.items() for side in ("Left", "Right")}


EXPRESSIONS: Mapping[str, Mapping[str, float]] = {
    "smile": _both(mouthSmile=0.9, cheekSquint=0.6, eyeSquint=0.25, mouthDimple=0.3),
    "sad": _both(mouthFrown=0.8, eyeSquint=0.2, eyeLookDown=0.3) | {"browInnerUp": 1.0, "mouthShrugLower": 0.4},
    "angry": _both(browDown=1.0, eyeSquint=0.4, noseSneer=0.35, mouthPress=0.5, mouthFrown=0.35) | {"jawForward": 0.2},
    "surprised": _both(browOuterUp=1.0, eyeWide=1.0) | {"browInnerUp": 1.0, "jawOpen": 0.5, "mouthFunnel": 0.2},
    "afraid": _both(browOuterUp=0.4, browDown=0.2, eyeWide=0.9, mouthStretch=0.7) | {"browInnerUp": 1.0, "jawOpen": 0.2},
    "disgusted": _both(noseSneer=1.0, mouthUpperUp=0.6, browDown=0.5, mouthFrown=0.5, cheekSquint=0.4, eyeSquint=0.3),
    "doubtful": {"browOuterUpLeft": 1.0, "browDownRight": 0.8, "mouthLeft": 0.4, "mouthPressRight": 0.5, "mouthDimpleLeft": 0.4,
                 "eyeSquintRight": 0.4},
    "pain": _both(browDown=0.9, eyeSquint=1.0, eyeBlink=0.6, noseSneer=0.5, mouthStretch=0.7, mouthUpperUp=0.3) | {
        "browInnerUp": 0.4, "jawOpen": 0.25}}
"""By name, each at its strongest."""
