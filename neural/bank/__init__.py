"""Painted surface kept by what its painting depends on."""
