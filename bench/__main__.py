"""`python -m bench`: what is missing in bench/results.json is measured, and the README's table made from it."""

from pathlib import Path

from bench.ladder import run
from bench.table import put_in, table

if __name__ == "__main__":
    here = Path(__file__).parent
    text = table(run(here / "results.json")["median"])
    put_in(here.parent / "README.md", text)
    print(text)
