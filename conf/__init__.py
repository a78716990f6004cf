"""Hydra configuration: config.yaml and its groups. The schema is beside the component that each part configures."""
