"""A Ledger as an npz file: small, for the pairs take one bit a frame."""

import json
from contextlib import nullcontext
from fractions import Fraction
from pathlib import Path
from typing import IO, Any

import numpy as np

from sim.story.ledger import Ledger
from sim.story.runs import Pairs

SCHEMA = "Ledger.1"


def save_ledger(ledger: Ledger, target: Path | IO[bytes]) -> None:
    """Write a ledger."""
    keys = [(relation, *pair) for relation, pairs in ledger.pairs.items() for pair in pairs]
    held = np.array([ledger.pairs[relation][a, b] for relation, a, b in keys], bool).reshape(len(keys), ledger.frames)
    table = {"schema": SCHEMA, "names": ledger.names, "fps": str(ledger.fps), "frames": ledger.frames,
             "relations": list(ledger.pairs), "keys": keys}
    arrays: dict[str, Any] = {f"value.{name}": value for name, value in ledger.values.items()}
    arrays |= {"pairs": np.packbits(held, axis=1), "table": np.frombuffer(json.dumps(table).encode(), np.uint8)}
    with nullcontext(target) if not isinstance(target, Path) else open(target, "wb") as file:
        np.savez_compressed(file, **arrays)


def load_ledger(path: Path | IO[bytes]) -> Ledger:
    """Read what `save_ledger` wrote; ValueError for another schema."""
    with np.load(path, allow_pickle=False) as data:
        table = json.loads(data["table"].tobytes())
        if table["schema"] != SCHEMA:
            raise ValueError(f"{path} holds {table['schema']}, this version reads {SCHEMA}")
        held = np.unpackbits(data["pairs"], axis=1, count=table["frames"]).astype(bool)
        values = {name.removeprefix("value."): data[name] for name in data.files if name.startswith("value.")}
    pairs: dict[str, Pairs] = {relation: {(a, b): on for (which, a, b), on in zip(table["keys"], held) if which == relation}
                               for relation in table["relations"]}
    return Ledger(names=tuple(table["names"]), fps=Fraction(table["fps"]), frames=table["frames"], values=values, pairs=pairs)
