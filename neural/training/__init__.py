"""How the embedded model was made: pictures drawn by this project's own simulator and renderer, and the training run."""
