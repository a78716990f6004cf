"""A skirt."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.panels import skirt

GARMENT = GarmentSpec(name="skirt", places=("legs",), colour="grey", panels=(skirt(length=0.36),))
