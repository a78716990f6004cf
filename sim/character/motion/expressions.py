"""Faces that people make, as units of the face: after the action units that Ekman and Friesen's Facial Action Coding System (1978) gives
for each emotion, in ARKit's names."""

from collections.abc import Mapping


def _both(**strengths: float) -> dict[str, float]:
    """Each unit on the left and on the right."""
    return {f"{name}{side}": strength for name, strength in strengths.items() for side in ("Left", "Right")}


EXPRESSIONS: Mapping[str, Mapping[str, float]] = {
    "smile": _both(mouthSmile=0.9, cheekSquint=0.6, eyeSquint=0.25, mouthDimple=0.3),
    "sad": _both(mouthFrown=0.8, eyeSquint=0.2, eyeLookDown=0.3) | {"browInnerUp": 1.0, "mouthShrugLower": 0.4},
    "angry": _both(browDown=1.0, eyeWide=0.5, eyeSquint=0.3, noseSneer=0.8, mouthPress=0.6, mouthFrown=0.7) | {
        "jawForward": 0.4, "mouthShrugLower": 0.4},
    "surprised": _both(browOuterUp=1.0, eyeWide=1.0) | {"browInnerUp": 1.0, "jawOpen": 0.5, "mouthFunnel": 0.2},
    "afraid": _both(browOuterUp=0.3, browDown=0.3, eyeWide=1.0, mouthStretch=1.0, mouthLowerDown=0.6) | {
        "browInnerUp": 1.0, "jawOpen": 0.25},
    "disgusted": _both(noseSneer=1.0, mouthUpperUp=1.0, browDown=0.6, mouthFrown=0.8, cheekSquint=1.0, eyeSquint=0.9,
                       mouthLowerDown=0.4) | {"jawOpen": 0.15, "tongueOut": 0.4},
    "doubtful": _both(mouthFrown=0.5) | {
        "browOuterUpLeft": 1.0, "eyeWideLeft": 0.4, "browDownRight": 1.0, "eyeSquintRight": 0.9, "mouthRight": 0.7, "mouthPucker": 0.35,
        "mouthPressLeft": 0.6, "mouthShrugLower": 0.6},
    "pain": _both(browDown=1.0, eyeSquint=1.0, eyeBlink=0.7, cheekSquint=1.0, noseSneer=0.8, mouthStretch=0.8, mouthUpperUp=0.7,
                  mouthLowerDown=0.6) | {"browInnerUp": 0.3, "jawOpen": 0.12}}
"""By name, each at its strongest."""
