"""Shorts."""

from sim.character.body.garment_spec import GarmentSpec
from sim.character.body.panels import lower

GARMENT = GarmentSpec(name="shorts", places=("legs",), colour="beige", panels=(lower(leg=0.85, flare=0.02),))
