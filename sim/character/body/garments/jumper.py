"""A jumper with a roll neck."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.panels import collar, upper

GARMENT = GarmentSpec(name="jumper", places=("trunk",), colour="green",
                      panels=(upper(sleeve=2.02, hem=-0.01, neck=0.025, loose=0.017),
                              collar(high=0.028, deep=0.0, off=0.017, gap=-1.0)))
