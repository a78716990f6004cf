"""A shirt with a collar."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.panels import collar, upper

GARMENT = GarmentSpec(name="shirt", places=("trunk",), colour="white",
                      panels=(upper(sleeve=2.03, hem=-0.01, neck=0.03, dip=0.25, vee=0.07),
                              collar()))
