"""What people may wear and how their hair may be: names. sim.character.body makes each."""

from collections.abc import Mapping

SLOTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("top", "shirt", "T-shirt", "jumper"), ("trunk",)), **dict.fromkeys(("jacket", "coat"), ("shoulders",)),
    "dress": ("trunk", "legs"), **dict.fromkeys(("trousers", "shorts", "skirt"), ("legs",)),
    **dict.fromkeys(("shoes", "boots"), ("feet",)), **dict.fromkeys(("hat", "cap"), ("head",)), "glasses": ("eyes",), "beard": ("chin",)}
"""Where each garment, hat and the like is worn: of what is worn in one place, there is one."""
REMOVABLE = ("hat", "cap", "glasses")
"""What people put on and take off: each is a rigid body of its own, 'anna.hat', which they wear at first."""
EVERYDAY = ("top", "trousers", "shoes")
"""What people wear if nothing is said."""
BALD = "bald"
STYLES = (BALD, "short", "bob", "long", "ponytail", "bun", "curls")
"""Of hair."""
FACE = ("lips", "eyes", "irises", "pupils", "brows", "lashes", "teeth", "tongue", "mouth")
"""What is seen of a face beside its skin."""
