"""Rigid bodies, contacts, bodies moved by hand, and liquids. `bullet` is the engine; `physics_scene` maps objects to it."""
