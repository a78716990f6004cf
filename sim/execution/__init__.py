"""Acts out a scene step by step: `engine.simulate` is where to begin reading."""
