"""The hub of models is asked for something only where a fetch was wanted."""

from collections.abc import Iterator
from contextlib import contextmanager

from huggingface_hub import constants


@contextmanager
def hub(fetch: bool) -> Iterator[None]:
    """Inside, the libraries that read models reach the hub only if `fetch`. Without, they look it up even for what lies in a folder,
    to learn who might be running them. Who has set HF_HUB_OFFLINE keeps what was asked for."""
    before = constants.HF_HUB_OFFLINE, constants.HF_HUB_DISABLE_TELEMETRY
    # The switch itself, not the variable: that is read once, when the library is imported, and would be others' in our process, too.
    constants.HF_HUB_OFFLINE, constants.HF_HUB_DISABLE_TELEMETRY = before[0] or not fetch, True
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE, constants.HF_HUB_DISABLE_TELEMETRY = before
