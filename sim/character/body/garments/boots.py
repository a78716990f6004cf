"""A pair of boots."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.panels import shoe

GARMENT = GarmentSpec(name="boots", places=("feet",), colour="brown", material="rubber",
                      panels=(shoe(leg=1.45, sole=0.018),))
