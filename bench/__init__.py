"""The ladder and the baselines, measured side by side on shots of the library: `make bench`. Not installed."""
