"""How consistent a painted shot is, by known geometry. Pure functions of pictures and frames."""
