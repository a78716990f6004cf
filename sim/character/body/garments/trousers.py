"""Long trousers."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.panels import lower

GARMENT = GarmentSpec(name="trousers", places=("legs",), colour="navy", panels=(lower(leg=1.9),))
