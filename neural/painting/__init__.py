"""From noise to pictures: the noise, what of a picture is there already, and the pipeline run."""
