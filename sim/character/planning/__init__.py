"""Where people go and stand, and how they reach."""
