"""What does the work of a fleet, one piece for each system. Every engine gives the same results.

An engine gets pieces of work that depend on nothing but what they hold, and gives for each, in the same order, a call that
waits for its result. A piece whose process or machine ended is done again, in the last place by the process that asked.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TypeAlias, TypeVar

from generator.pipeline.worker_processes import Pending, worker_processes

T = TypeVar("T")

FleetEngine: TypeAlias = Callable[[Sequence[Callable[[], T]]], AbstractContextManager[Sequence[Callable[[], T]]]]
"""A block in which the results can be asked for; when it ends, nothing works any longer."""


def local(jobs: int) -> FleetEngine[T]:
    """Up to `jobs` processes of this machine; this one only waits for them, so that none of them has to wait for it."""

    @contextmanager
    def engine(works: Sequence[Callable[[], T]]) -> Iterator[Sequence[Callable[[], T]]]:
        apart = min(jobs, len(works)) if jobs > 1 else 0
        waiting = [Pending(work) for work in works]
        with worker_processes(apart + 1) as processes:
            processes.share(waiting, most=apart, helping=False)
            yield [pending.result for pending in waiting]

    return engine
