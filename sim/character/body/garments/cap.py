"""A cap with a peak."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.headwear import brim, crown, hat_of

GARMENT = GarmentSpec(name="cap", places=("head",), colour="navy", noun="hat", on_hair=True,
                      shape=lambda who: hat_of(who, crown(high=0.02, thick=0.024), brim(0.075, front_only=True)))
