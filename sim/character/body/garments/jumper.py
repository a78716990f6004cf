"""A jumper with a high, round neck."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.panels import upper

GARMENT = GarmentSpec(name="jumper", places=("trunk",), colour="green",
                      panels=(upper(sleeve=2.02, hem=-0.01, neck=0.027, dip=0.4, loose=0.017),))
