"""Passes + Style -> Frames: control images, prompts, noise, diffusion. torch and diffusers are imported inside functions' files only."""
