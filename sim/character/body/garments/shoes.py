"""A pair of shoes."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.panels import shoe

GARMENT = GarmentSpec(name="shoes", places=("feet",), colour="black", material="rubber", noun="shoe",
                      panels=(shoe(leg=1.87),))
