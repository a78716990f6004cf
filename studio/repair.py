"""Files of a take that were damaged or lost, put back from the store where it still has them."""

from collections.abc import Mapping
from pathlib import Path

from studio.check import Problem, check, check_file
from studio.manifest import FILE, Manifest, load_manifest
from studio.store import Store
from studio.unfinished import hidden_name, remove_left, unlinked


def mend(folder: Path, store: Store) -> tuple[list[str], list[Problem]]:
    """The files that were put back from the store, and what is still wrong."""
    mended, bad = [], []
    remove_left(folder)
    for problem in check(folder):
        if problem.file != FILE and _remade(folder, problem.file, load_manifest(folder), store):
            mended.append(problem.file)
        else:
            bad.append(problem)
    return mended, bad


def _remade(folder: Path, file: str, manifest: Manifest, store: Store) -> bool:
    keys = manifest.facts.get("remake")
    key = keys.get(file) if isinstance(keys, Mapping) else None
    fetched = folder / hidden_name("fetched")
    try:
        # Whether it is the file that was in the take is asked before it takes its name: a key in a manifest may be anything.
        if not isinstance(key, str) or not store.fetch(key, fetched):
            return False
        found = Manifest(files={fetched.name: manifest.files[file]}, parent=None, facts={}, made="")
        if check_file(folder, fetched.name, found):
            return False
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        fetched.replace(folder / file)
        return True
    except (OSError, ValueError):  # not ours to write, or no key: then it stays damaged, and is said to be
        return False
    finally:
        unlinked(fetched)
