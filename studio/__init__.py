"""Shot -> Take: the pipeline, the take folder, the command line. The only room that logs, prints, reads Hydra and writes."""

import sys

if sys.version_info[:2] != (3, 11):
    sys.exit(f"Steadycast needs CPython 3.11 (PyBullet has wheels for no later one); this is {sys.version.split()[0]}.")

from studio.config import ShootConfig  # noqa: E402
from studio.shoot import shoot  # noqa: E402

__all__ = ["ShootConfig", "shoot"]
