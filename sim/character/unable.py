"""Why a verb ends in failure."""


class Unable(Exception):
    """What someone was to do cannot be done; the text says why, with numbers."""
