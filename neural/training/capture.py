"""Work that is done again and again, on a GPU as a CUDA graph: recorded once, then started with a single call."""

from collections.abc import Callable

import torch

WARM_UPS = 3
"""Times that the work is done before it is recorded, so that libraries have chosen their kernels and tables are made."""


class Recorded:
    """Calls do the work: from a recording of it if it is to be recorded, else as it is. The first call records it, having done it some
    times more to warm up.

    The work takes and returns nothing, allocates the same each time, reads nothing back from the device, and leaves its results in
    tensors that were there before. pool: memory shared with other recordings; they must not run at once.
    """

    def __init__(self, work: Callable[[], None], record: bool, pool: object = None) -> None:
        self._work, self._recorded, self._pool = work, record, pool
        self._graph: torch.cuda.CUDAGraph | None = None

    def __call__(self) -> None:
        """Do the work."""
        if not self._recorded:
            self._work()
            return
        if self._graph is None:
            self._graph = self._record()
        self._graph.replay()

    def _record(self) -> torch.cuda.CUDAGraph:
        aside = torch.cuda.Stream()
        aside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(aside):
            for _ in range(WARM_UPS):
                self._work()
        torch.cuda.current_stream().wait_stream(aside)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, pool=self._pool):
            self._work()
        return graph


def pool(device: torch.device) -> object:
    """Memory that recordings can share."""
    return torch.cuda.graph_pool_handle() if device.type == "cuda" else None
