"""A hat with a brim all round."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.headwear import brim, crown, hat_of

GARMENT = GarmentSpec(name="hat", places=("head",), colour="black", on_hair=True,
                      shape=lambda who: hat_of(who, crown(), brim(0.055)))
