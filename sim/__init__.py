"""Scene -> Trajectory: who is where, when, and why. `simulate` lives in sim.engine, which alone imports PyBullet."""
