"""Work that is kept so that it need not be done again: what is made anew comes out the same, so that it may be lost at any moment."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


class Cache(Protocol):
    """Keeps contents by key. get: None for what is not there, or no longer whole."""

    def get(self, key: str) -> bytes | None: ...

    def put(self, key: str, content: bytes, kind: str) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Work:
    """Where a shot's work is kept, if anywhere, and under what: `depends` stands for all that it depends on but for what `key` is told."""

    cache: Cache | None = None
    depends: str = ""

    def key(self, kind: str, *what: Any) -> str:
        """The key of one piece of work of a kind. what: plain values."""
        return hashlib.sha256(json.dumps([self.depends, kind, *what], sort_keys=True).encode()).hexdigest()

    def kept(self, key: str) -> bytes | None:
        """The content under a key, if it is there."""
        return self.cache.get(key) if self.cache else None

    def keep(self, key: str, content: bytes, kind: str) -> None:
        """Keep a content under a key."""
        if self.cache:
            self.cache.put(key, content, kind)

    def done(self, kind: str, *what: Any, make: Callable[[], bytes]) -> bytes:
        """What was made of this before, or is made now."""
        key = self.key(kind, *what)
        found = self.kept(key)
        if found is None:
            found = make()
            self.keep(key, found, kind)
        return found
