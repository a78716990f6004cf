"""What is measured and kept: the ladder and the baselines side by side, random stages, and what comes back. Not installed."""
