"""What paints: the embedded model and Stable Diffusion weights, as diffusers' pipelines."""
