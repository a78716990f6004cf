"""A plain top with long sleeves."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.panels import upper

GARMENT = GarmentSpec(name="top", places=("trunk",), colour="red", noun="shirt",
                      panels=(upper(sleeve=2.0, hem=0.0, neck=0.0, dip=0.55),))
