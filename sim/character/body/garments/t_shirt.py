"""A T-shirt."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.panels import upper

GARMENT = GarmentSpec(name="T-shirt", places=("trunk",), colour="blue",
                      panels=(upper(sleeve=0.55, hem=-0.01, neck=0.005, dip=0.5),))
