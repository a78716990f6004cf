"""Whether a shot fits this machine, before seconds or hours are spent on it: refused with the size and length that do."""

import math
import shutil
from pathlib import Path

from sim.errors import DeclarationError, shortened

BASE, MEMORY = 3 * 2**29, 1000
"""bytes that a shot holds at the very least, in this process and one worker: the libraries, and for each pixel a frame's surfaces, its
light and its painting; measured, 384x216 against 1280x720."""
DISK = 0.3
"""bytes a pixel of each frame that the lossless master takes at the very least."""
MEMINFO, LIMITS = Path("/proc/meminfo"), (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def check_resources(width: int, height: int, frames: int, fps: float, out: Path) -> None:
    """Raise DeclarationError if frames of this size cannot be held in memory, or all of them not kept where `out` is."""
    pixels, size = width * height, f"{width}x{height} px"
    needed, there = BASE + pixels * MEMORY, memory()
    if needed > there:
        scale = math.sqrt(max(there - BASE, 0) / (pixels * MEMORY))
        raise DeclarationError(f"render: pictures of {size} need at least {_size(needed)} of memory, and this machine has {_size(there)}; "
                               f"render.width={_even(width * scale)} render.height={_even(height * scale)} fits.")
    if (taken := frames * pixels * DISK) > (free := disk(out)):
        seconds = math.floor(10 * free / (pixels * DISK * fps)) / 10
        raise DeclarationError(f"out: {frames} frames of {size} take at least {_size(taken)}; {shortened(str(out))!r} has {_size(free)} "
                               f"free; {f'seconds={seconds:g} fits; or ' if seconds else ''}make room, or send takes elsewhere: out=PATH.")


def memory() -> float:
    """Bytes that this machine, or the container that we are in, has in all; infinite where it does not say."""
    found = [math.inf]
    if MEMINFO.is_file():
        found += [int(line.split()[1]) * 1024 for line in MEMINFO.read_text().splitlines() if line.startswith("MemTotal:")]
    found += [int(path.read_text()) for path in LIMITS if path.is_file() and path.read_text().strip().isdigit()]
    return min(found)


def disk(folder: Path) -> float:
    """Bytes free where a folder is, or will be; infinite where the system does not say. DeclarationError if none can be there."""
    try:
        there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
        if there.is_dir():
            usage = shutil.disk_usage(there)
            return usage.free if usage.total else math.inf
        reason = f"{str(there)!r} is a file"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
    raise DeclarationError(f"out: {shortened(str(folder))!r} cannot be a folder ({reason}). Give another: out=PATH.")


def _even(pixels: float) -> int:
    return max(16, int(pixels) // 2 * 2)


def _size(number: float) -> str:
    return f"{number / 2**30:.1f} GiB"
