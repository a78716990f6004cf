"""Why a verb ends in failure."""


class Unable(Exception):
    """Raised when someone cannot do what they were to do. The text says why: who, what is in the way, and by how much."""
