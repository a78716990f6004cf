"""Goes through the steps of a scene."""
