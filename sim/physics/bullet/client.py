"""The connection to PyBullet, which is imported in this file alone, and not before there is one: declaring a scene needs none."""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sim.physics.quiet import silent

SETTINGS = {"deterministicOverlappingPairs": 1, "enableFileCaching": 0, "warmStartingFactor": 0.0, "contactSlop": 0.0,
            "restitutionVelocityThreshold": 0.01, "solverResidualThreshold": 0.0, "numSolverIterations": 100,
            "contactBreakingThreshold": 0.002, "contactERP": 0.01, "erp": 0.1, "minimumSolverIslandSize": 1}
"""Contacts start at 2 mm, not Bullet's 20: its bounce loses the gap that is left. Overlap is undone slowly, 1 % a step, since
it does so by adding speed. What touches nothing else is solved by itself. Measured at 960 steps a second: bounces within 1 % of
the speed, ten stacked boxes off by 0.25 mm and still after 5 s."""


class Client:
    """One physics server of PyBullet's, with every function and constant of PyBullet under its own name, such as `client.stepSimulation()`
    and `client.GEOM_BOX`. failure: what PyBullet raises."""

    def __init__(self, step: float) -> None:
        with silent(2):  # it prints when it was built
            import pybullet
        self._bullet, self.failure = pybullet, pybullet.error
        self._number = pybullet.connect(pybullet.DIRECT)
        self._folder = TemporaryDirectory()
        self.setPhysicsEngineParameter(fixedTimeStep=step, **SETTINGS)

    def write(self, text: str, suffix: str = ".obj") -> str:
        """The path of a new file of this text, which is there until `close`: Bullet reads a shape's again for each body of it."""
        path = Path(self._folder.name) / f"{len(list(Path(self._folder.name).iterdir()))}{suffix}"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def close(self) -> None:
        """Give up the server and its files."""
        self.disconnect()
        self._folder.cleanup()

    def __getattr__(self, name: str) -> Any:
        """A function of PyBullet's for this server, or a constant; kept as an attribute, so that each is looked up only once."""
        found = getattr(self._bullet, name)
        bound = partial(found, physicsClientId=self._number) if callable(found) else found
        setattr(self, name, bound)
        return bound
