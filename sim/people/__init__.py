"""People: a skeleton, a skin over it, and what they do with it."""
