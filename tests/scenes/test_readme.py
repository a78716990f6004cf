"""The script in the README does what the text says."""

import re
from pathlib import Path

from neural.vocabulary import LOOKS, TIMES
from sim.engine import simulate

README = (Path(__file__).parents[2] / "README.md").read_text()


def test_the_script_knocks_the_cup_off_the_table():
    names: dict = {}
    exec(re.search(r"```python\n(.*?)```", README, re.S)[1], names)
    trajectory = simulate(names["strike"]().scene)
    cup = trajectory.positions[:, trajectory.part_ids("cup")[0] - 1, 2]
    assert cup[0] > 0.6 and cup[-1] < 0.2


def test_it_names_every_look_and_time():
    assert f"looks: {', '.join(LOOKS)}; times: {', '.join(TIMES)}." in README
