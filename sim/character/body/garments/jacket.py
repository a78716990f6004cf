"""A jacket, open in front."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.panels import upper

GARMENT = GarmentSpec(name="jacket", places=("shoulders",), colour="charcoal",
                      panels=(upper(sleeve=2.0, hem=0.04, neck=0.03, dip=0.5, loose=0.024, cuff=1.0, snug=1.1, slit=0.012, vee=0.25),))
