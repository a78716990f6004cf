"""What tests of several rooms share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("OMP_NUM_THREADS", "1")
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")  # how long an example takes depends on what else the machine does

LONGEST = ("render/test_library_correspondence.py", "studio/test_hydra.py", "studio/test_network.py", "neural/training/test_training.py",
           "studio/test_shoot.py", "neural/reprojection/test_following.py", "studio/test_filming.py", "render/test_talking.py",
           "studio/test_remeasure.py", "sim/character/test_body.py")
"""The files of tests that take longest, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files come first, so that at the end no core waits for one. A file's tests stay together: they share fixtures."""
    order = {Path(__file__).parent / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(LONGEST)))
