"""Systems of a fleet built by processes of this machine: how many there are, and in which order results come."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from generator.fleet import engines
from generator.pipeline import worker_processes


@pytest.mark.parametrize(("jobs", "processes"), [(1, 1), (2, 3), (3, 4), (5, 4)])
def test_no_more_processes_work_than_there_are_systems(monkeypatch: pytest.MonkeyPatch, jobs: int, processes: int) -> None:
    asked = []

    @contextmanager
    def counted(number: int) -> Iterator[worker_processes.WorkerPool]:
        asked.append(number)
        with worker_processes.worker_processes(number) as made:
            yield made

    monkeypatch.setattr(engines, "worker_processes", counted)
    with engines.local(jobs)([partial(pow, number, 2) for number in range(3)]) as results:
        assert [result() for result in results] == [0, 1, 4]
    assert asked == [processes]
