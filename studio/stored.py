"""One object of the store as a file: 512 bytes that say what it is and what its content hashes to, then the content."""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import BinaryIO

MAGIC = b"steadycast object 1 "
SIZE = 512  # fixed, so that it can be written after the content, when the checksum is known
BLOCK = 1 << 20
FIELDS = {"key": str, "kind": str, "length": int, "sha256": str}


class Damaged(Exception):
    """The file is not what was put. The message says in what."""


@dataclass(frozen=True, kw_only=True)
class Header:
    """What a stored file says of itself. length: of its content, in bytes. sha256: of its content."""

    key: str
    kind: str
    length: int
    sha256: str

    def packed(self) -> bytes:
        """As bytes: a checksum of the rest on the first line, so that no byte of it can change unnoticed."""
        room = SIZE - len(MAGIC) - 64 - 1
        body = json.dumps(asdict(self)).encode().ljust(room - 1) + b"\n"
        if len(body) != room:
            raise ValueError(f"kind {self.kind!r} and key {self.key!r} are too long to keep")
        return MAGIC + _checksum(body) + body


def is_key(text: str) -> bool:
    """Keys are digests, in hexadecimal: they also name the file."""
    return re.fullmatch(r"[0-9a-f]{16,128}", text) is not None


def read_header(file: BinaryIO) -> Header:
    """Read it, and go to where the content begins. Damaged if it is not as it was written."""
    packed = _read(file, SIZE)
    if len(packed) < SIZE or not packed.startswith(MAGIC):
        raise Damaged("its first 512 bytes are not those of a stored object")
    checksum, body = packed[len(MAGIC):len(MAGIC) + 65], packed[len(MAGIC) + 65:]
    if checksum != _checksum(body):
        raise Damaged("its first 512 bytes have changed")
    try:
        fields = json.loads(body)
        header = Header(**{name: kind(fields[name]) for name, kind in FIELDS.items()})
    except (ValueError, KeyError, TypeError):  # whole, but by a version that says other things
        raise Damaged("it was written by another version") from None
    if os.fstat(file.fileno()).st_size != SIZE + header.length:
        raise Damaged(f"its content has another length than the {header.length} bytes that were put")
    return header


def blocks(file: BinaryIO, header: Header) -> Iterator[bytes]:
    """The content, by the megabyte. Damaged at the end if it is not what was put, so use none of it before."""
    digest = sha256()
    while block := _read(file, BLOCK):
        digest.update(block)
        yield block
    _check(header, digest.hexdigest())


def read_content(file: BinaryIO, header: Header) -> bytes:
    """The content at once, which takes its memory only once. Damaged if it is not what was put."""
    found = _read(file, header.length)
    _check(header, sha256(found).hexdigest())
    return found


def write(file: BinaryIO, key: str, kind: str, content: Iterator[bytes | memoryview]) -> None:
    """Write one, in a single pass."""
    digest, length = sha256(), 0
    file.write(bytes(SIZE))
    for block in content:
        digest.update(block)
        length += len(block)
        file.write(block)
    file.seek(0)
    file.write(Header(key=key, kind=kind, length=length, sha256=digest.hexdigest()).packed())


def file_blocks(file: BinaryIO) -> Iterator[bytes]:
    """A file by the megabyte."""
    while block := file.read(BLOCK):
        yield block


def _check(header: Header, digest: str) -> None:
    if digest != header.sha256:
        raise Damaged("its content has changed")


def _checksum(body: bytes) -> bytes:
    return sha256(body).hexdigest().encode() + b"\n"


def _read(file: BinaryIO, size: int) -> bytes:
    try:
        return file.read(size)
    except OSError as error:  # a disk that fails, a server that is gone
        raise Damaged(f"it cannot be read ({error.strerror})") from None
