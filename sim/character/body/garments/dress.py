"""A dress with short sleeves."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.panels import skirt, upper

GARMENT = GarmentSpec(name="dress", places=("trunk", "legs"), colour="teal",
                      panels=(upper(sleeve=0.45, hem=-0.06, dip=0.6, loose=0.008),
                              skirt(length=0.38, loose=0.014, waist=0.011)))
