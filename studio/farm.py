"""A farm: workers, here or on other machines, that Ray starts, hands work to, and replaces where one dies."""

import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from render.workers import ONE_THREAD, Alone, function_of
from sim.errors import DeclarationError, ResourceError, SimulationError
from studio.config import CLUSTER, ShootConfig
from studio.declarations import digest
from studio.keys import code, device
from studio.progress import Report, log

RETRIES = 5
"""How often a piece of work is begun anew, at most, because the worker that held it died."""
SETTINGS = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"}
"""Of Ray, unless its user says otherwise: it tells nobody what is done, and its workers are as urgent as who asks them."""
PROCESSOR = "cpu"


@dataclass(frozen=True, eq=False)
class Promise:
    """Work that was asked for: Ray's references to what it gives, and to the seconds that it took."""

    value: Any
    seconds: Any


class Farm:
    """Workers that are there. size: how many. seconds: what all together have worked, of the work that was waited for."""

    def __init__(self, size: int, worker: Callable[..., Any]) -> None:
        self.size, self.seconds, self._worker = size, 0.0, worker

    def do(self, work: str, *given: Any, after: Sequence[Promise] = ()) -> Promise:
        """Have a function, 'module:name', called with these values, a Promise standing for what came of it, once all in `after` is done."""
        values = [one.value if isinstance(one, Promise) else one for one in given]
        return Promise(*self._worker(work, len(given), *values, *(one.seconds for one in after)))

    def wait(self, work: Sequence[Promise], progress: Report) -> None:
        """Until all of it is done. Raises what it raised, and ResourceError if its worker died again and again."""
        import ray
        left = [one.seconds for one in work]
        while left:
            done, left = ray.wait(left)
            try:
                self.seconds += sum(ray.get(done))
            except ray.exceptions.RayTaskError as error:
                raise error.cause if isinstance(error.cause, (DeclarationError, SimulationError, ResourceError)) else error from None
            except ray.exceptions.RayError as error:
                raise ResourceError(f"farm: a worker died {RETRIES + 1} times at the same piece of work ({str(error).splitlines()[0]}). "
                                    "Is its machine out of memory?") from None
            progress(len(work) - len(left), len(work))


@contextmanager
def open_farm(config: ShootConfig) -> Iterator[Farm | None]:
    """The farm that the config asks for, None if it asks for none. Those that are started for it end with it. Raises DeclarationError where
    a graphics card would paint, and ResourceError without Ray or the cluster."""
    if not config.farm:
        yield None
        return
    if device(config.neural.device) != PROCESSOR:
        raise DeclarationError("farm: its workers paint on processors, which make other bytes than a graphics card. Say neural.device=cpu, "
                               "or leave farm out.")
    farm = _started(config.farm, config.neural.device)
    try:
        yield farm
        log.info("farm: %d workers, %.1f s of work", farm.size, farm.seconds)
    finally:
        import ray
        ray.shutdown()


def _started(wanted: str, paints: str) -> Farm:
    for name, value in {**SETTINGS, **(_token() if wanted == CLUSTER else {})}.items():
        os.environ.setdefault(name, value)
    try:
        import ray
    except ImportError:
        raise ResourceError("farm: Ray is not installed. pip install '.[launchers]' installs it; or leave farm out.") from None
    if ray.is_initialized():
        raise ResourceError("farm: Ray is in use in this process already. Call ray.shutdown() before, or leave farm out.")
    try:
        here = {"address": "local", "num_cpus": int(wanted), "include_dashboard": False} if wanted != CLUSTER else {"address": _cluster()}
        ray.init(**here, logging_level=logging.ERROR, log_to_driver=False)
    except (ConnectionError, FileNotFoundError) as error:
        if "AuthenticationError" in str(error.__cause__):
            raise ResourceError("farm: the cluster does not know this machine's token. Give all its machines one ~/.ray/auth_token, or "
                                "start it with RAY_AUTH_MODE=disabled.") from None
        raise ResourceError("farm: no cluster of Ray's is found. Start one with ray start --head, name one with RAY_ADDRESS=HOST:PORT, or "
                            "give a number of workers for this machine: farm=2.") from None
    worker = ray.remote(num_returns=2, max_retries=RETRIES)(_worked)
    return Farm(int(ray.cluster_resources().get("CPU", 1)), partial(worker.remote, paints, _kind(paints)))


def _token() -> dict[str, str]:
    """A cluster wants a token where one lies on its head, which every Ray that was ever started for one program alone leaves there; who
    joins shows it only if told to."""
    there = Path.home() / ".ray" / "auth_token"
    return {"RAY_AUTH_MODE": "token"} if there.exists() or {"RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH"} & set(os.environ) else {}


def _cluster() -> str:
    """The address of the cluster that RAY_ADDRESS names, or that ray start wrote down last. Ray's own search would join whatever Ray some
    other program on this machine holds for itself, and end with it. Raises FileNotFoundError where there is none."""
    import ray._common.utils
    return os.environ.get("RAY_ADDRESS") or Path(ray._common.utils.get_ray_address_file(None)).read_text().strip()


def _worked(paints: str, kind: str, work: str, count: int, *given: Any) -> tuple[Any, float]:
    """What a worker does. paints: the config's device. kind: of the machine that asks."""
    Alone.now = True
    os.environ.update(ONE_THREAD)  # before the libraries that ask for it are imported
    if kind != _kind(paints):
        raise ResourceError(f"farm: a worker on {os.uname().nodename} has another version of Steadycast or its libraries, or another kind "
                            "of processor, and would make other bytes. Use machines of one kind, with the same installed.")
    began = time.perf_counter()
    return function_of(work)(*given[:count]), time.perf_counter() - began


def _kind(paints: str) -> str:
    """What the bytes that are made depend on, beside what they are made from."""
    return digest("farm", code("sim", "render", "neural", "studio"), device(paints))
