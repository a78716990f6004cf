"""A coat down to the knees."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.panels import skirt, upper

GARMENT = GarmentSpec(name="coat", places=("shoulders",), colour="brown",
                      panels=(upper(sleeve=2.04, hem=-0.1, neck=0.03, dip=0.4, loose=0.026, cuff=1.0, snug=1.1, vee=0.2),
                              skirt(length=0.42, loose=0.045, waist=0.034)))
