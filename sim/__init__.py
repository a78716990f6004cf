"""Scene -> Trajectory: who is where, when, and why. `simulate` lives in sim.execution.engine, which alone imports PyBullet."""
