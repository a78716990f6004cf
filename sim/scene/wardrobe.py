"""How people's hair may be, what they wear if nothing is said, and what is seen of a face: names. sim.character.body makes each; what
there is to wear is in sim.character.body.garments, one garment a file."""

from collections.abc import Mapping

REMOVABLE: Mapping[str, float] = {"hat": 0.12, "cap": 0.08, "glasses": 0.03}
"""What people put on and take off, and its mass, kg: each is a rigid body of its own, 'anna.hat', which they wear at first."""
EVERYDAY = ("top", "trousers", "shoes")
"""What people wear if nothing is said."""
BALD = "bald"
STYLES = (BALD, "short", "bob", "long", "ponytail", "bun", "curls")
"""Of hair."""
FACE = ("lips", "eyes", "irises", "pupils", "brows", "lashes", "teeth", "tongue", "mouth")
"""What is seen of a face beside its skin."""
