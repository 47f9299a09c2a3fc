"""Work in processes beside this one has the results, and the errors, of work that is done here."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from folder_contents import contents
from other_threads import no_other_thread
from prerequisites import FORKS

from generator import Workspace, build
from generator.documents.large_content import LARGE, LargeContent, content_of, sha256_of, whole
from generator.pipeline.worker_processes import Pending, cores, worker_processes
from tests.bench.findings import write_workspace

forks = FORKS
HERE = os.getpid()


@pytest.fixture(autouse=True, scope="module")
def _no_other_thread() -> None:
    """Beside a thread nothing is forked: tests would prove less, or fail without saying why."""
    no_other_thread()


def who(name: str) -> tuple[str, int]:
    return name, os.getpid()


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0


@forks
@pytest.mark.parametrize("refused", [[(os, "fork")], [(os, "pipe"), (socket, "socketpair")]])
def test_where_there_may_be_no_more_processes_the_work_is_done_here(
    monkeypatch: pytest.MonkeyPatch, refused: list[tuple[ModuleType, str]]
) -> None:
    def no(*_arguments: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    works = [Pending(partial(who, name)) for name in "abc"]
    with worker_processes(3) as processes:
        for module, name in refused:
            monkeypatch.setattr(module, name, no)
        files = _open_files()
        processes.start(works[:1])
        processes.share(works[1:])
        assert not processes.works
        assert [pending.result() for pending in works] == [(name, HERE) for name in "abc"]
        assert processes.divide(3, square, meanwhile=never, begin=begun) == (0, 1, 4)
        assert _open_files() <= files + 1, "of the pipe of claims alone"


@forks
def test_results_come_from_the_other_process_in_any_order_of_asking() -> None:
    with worker_processes(2) as processes:
        works = [Pending(partial(who, name)) for name in "abc"]
        processes.start(works)
        assert processes.works
        assert processes.spare == 0
        made = [pending.result() for pending in reversed(works)]
    assert [name for name, _ in made] == ["c", "b", "a"]
    assert {number for _, number in made} & {HERE} == set()
    assert len({number for _, number in made}) == 1


def square(number: int) -> int:
    return number * number


def begun(_number: int) -> None:
    """What a work that begins is reported to."""


def never() -> None:
    raise AssertionError("nothing is done meanwhile where no process works")


def slow(name: str) -> tuple[str, int]:
    time.sleep(0.01)
    return who(name)


@forks
def test_whoever_is_free_takes_the_next() -> None:
    with worker_processes(3) as processes:
        works = [Pending(partial(slow, str(number))) for number in range(40)]
        first = Pending(partial(who, "first"))
        processes.share(works, first=first)
        made = [pending.result() for pending in works]
        assert first.result()[0] == "first"
        assert first.result()[1] != HERE
        while processes.spare < 2:
            time.sleep(0.01)
        again = [Pending(partial(slow, "again"))]
        processes.share(again)
        assert len(processes.numbers) == 3
        assert again[0].result()[0] == "again"
    assert [name for name, _ in made] == list(map(str, range(40)))
    assert HERE in {number for _, number in made}
    assert len({number for _, number in made}) > 1


@forks
def test_each_work_is_taken_once_however_many_there_are(tmp_path: Path) -> None:
    def noted(number: int) -> int:
        with (tmp_path / str(os.getpid())).open("a") as file:
            file.write(f"{number}\n")
        return number

    with worker_processes(3) as processes:
        works = [Pending(partial(noted, number)) for number in range(33_000)]
        processes.share(works, helping=False)
        assert [pending.result() for pending in works] == list(range(33_000))
    lines = [line for path in tmp_path.iterdir() for line in path.read_text().splitlines()]
    assert sorted(map(int, lines)) == list(range(33_000))
    assert not (tmp_path / str(HERE)).exists()


@forks
def test_no_process_waits_until_a_large_result_is_taken() -> None:
    with worker_processes(2) as processes:
        works: list[Pending[object]] = [Pending(lambda: b"x" * 3_000_000), Pending(partial(who, "next"))]
        processes.start(works)
        assert works[1].result()[0] == "next"  # type: ignore[index]
        assert works[0].result() == b"x" * 3_000_000


@forks
def test_shared_work_that_fails_or_is_killed_is_done_here() -> None:
    with worker_processes(3) as processes:
        works: list[Pending[object]] = [Pending(refused), Pending(partial(killed, "b")), Pending(unsendable)]
        works += [Pending(partial(who, "c")) for _ in range(9)]
        processes.share(works)
        with pytest.raises(ValueError, match="wrong"):
            works[0].result()
        assert works[1].result() == ("whole", HERE)
        assert callable(works[2].result())
        assert {pending.result()[0] for pending in works[3:]} == {"c"}  # type: ignore[index]


@forks
def test_another_process_begins_where_one_has_ended() -> None:
    with worker_processes(2) as processes:
        first = Pending(partial(who, "first"))
        works = [Pending(partial(slow, str(number))) for number in range(60)]
        processes.start([first])
        processes.share(works)
        assert len(processes.numbers) == 1, "no more than two work at once"
        made = [pending.result() for pending in works]
        assert first.result()[1] == processes.numbers[0]
    assert [name for name, _ in made] == list(map(str, range(60)))
    assert {number for _, number in made} == {HERE, processes.numbers[1]}


@forks
def test_results_of_several_processes_are_noticed_as_they_come() -> None:
    """One that has much to say does not wait until another has ended."""
    with worker_processes(3) as processes:
        works = [Pending(partial(square, number)) for number in range(1_900)]
        works.insert(0, Pending(partial(waiting, 7)))
        processes.share(works, helping=False)
        assert works[-1].result() == 1_899**2
        assert not works[0].done
        assert len(works) == sum(pending.done for pending in works) + 1


def waiting(number: int) -> int:
    time.sleep(600)
    return number


@forks
def test_large_content_is_handed_over_as_the_file_that_it_is_in() -> None:
    pieces = [b"%06d" % number * 1000 for number in range(LARGE // 6000 + 1)]
    files = _open_files()
    with worker_processes(2) as processes:
        work = Pending(lambda: {"large": content_of(pieces), "again": content_of(pieces), "small": b"x"})
        processes.start([work])
        made = work.take()
    assert isinstance(made["large"], LargeContent)
    assert whole(made["large"]) == whole(made["again"]) == b"".join(pieces)
    assert made["large"].sha256 == sha256_of(b"".join(pieces))
    assert made["small"] == b"x"
    del made
    assert _open_files() == files


@forks
def test_large_content_for_which_there_may_be_no_more_open_files_is_made_here(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [b"%06d" % number * 1000 for number in range(LARGE // 6000 + 1)]
    receive = socket.recv_fds

    def cut(sock: socket.socket, size: int, most: int) -> tuple[bytes, list[int], int, object]:
        """What the system does where it may open one file only."""
        data, descriptors, flags, address = receive(sock, size, most)
        for number in descriptors[1:]:
            os.close(number)
        return data, descriptors[:1], flags | socket.MSG_CTRUNC, address

    monkeypatch.setattr(socket, "recv_fds", cut)
    files = _open_files()
    with worker_processes(2) as processes:
        work = Pending(lambda: ((content_of(pieces), content_of(pieces)), os.getpid()))
        processes.start([work])
        (first, second), number = work.take()
    assert number == HERE
    assert whole(first) == whole(second) == b"".join(pieces)
    del first, second
    assert _open_files() == files


@forks
def test_a_pipe_may_hold_a_page_only(monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")
    pipe = os.pipe

    def small() -> tuple[int, int]:
        reading, writing = pipe()
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
        os.set_blocking(writing, False)  # so that this fails, and does not wait
        return reading, writing

    if not hasattr(fcntl, "F_SETPIPE_SZ"):
        pytest.skip("pipes have one size here")
    monkeypatch.setattr(os, "pipe", small)
    with worker_processes(2) as processes:
        works = [Pending(os.getpid) for _ in range(5000)]
        processes.share(works, helping=False)
        assert works[-1].result() != HERE


@forks
def test_a_process_whose_end_is_ignored_makes_room_for_the_next() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        with worker_processes(2) as processes:
            for _ in range(2):
                work = Pending(os.getpid)
                processes.start([work])
                assert work.result() != HERE
                until = time.monotonic() + 60
                while not processes.spare and time.monotonic() < until:
                    time.sleep(0.01)
            assert len(processes.numbers) == 2
    finally:
        signal.signal(signal.SIGCHLD, before)


@forks
def test_numbers_are_divided_among_the_processes_and_come_back_in_order() -> None:
    done: list[str] = []
    with worker_processes(2) as processes:
        made = processes.divide(60, lambda number: slow(str(number)), meanwhile=lambda: done.append("x"), begin=begun)
        assert len(processes.numbers) == 1
    assert done == ["x"]
    assert [name for name, _ in made] == list(map(str, range(60)))
    assert len({number for _, number in made}) == 2


@forks
def test_what_parts_of_a_divided_work_have_in_common_stays_one_object() -> None:
    texts = [("a text that stands in " + name,) for name in ("one", "two")]
    with worker_processes(2) as processes:
        made = processes.divide(40, lambda number: (os.getpid(), texts[number % 2]), meanwhile=wait_a_little, begin=begun)
    elsewhere = [text for number, text in made if number != HERE]
    assert len(elsewhere) > 2
    assert len({id(text) for text in elsewhere}) == 2


def wait_a_little() -> None:
    time.sleep(0.2)


@forks
@pytest.mark.parametrize("at", [0, 5, 39])
def test_a_divided_work_of_which_a_process_is_killed_is_done_here(at: int) -> None:
    def some(number: int) -> tuple[int, int]:
        if number == at:
            killed("")
        return number, os.getpid()

    with worker_processes(3) as processes:
        made = processes.divide(40, some, meanwhile=wait_a_little, begin=begun)
    assert [number for number, _ in made] == list(range(40))
    assert made[at] == (at, HERE)


@forks
def test_an_error_of_a_divided_work_is_raised_here() -> None:
    def some(number: int) -> int:
        return refused() if number == 3 else number

    with worker_processes(2) as processes, pytest.raises(ValueError, match="wrong"):
        processes.divide(40, some, meanwhile=wait_a_little, begin=begun)


def test_a_work_is_divided_here_where_there_is_one_job() -> None:
    seen: list[int] = []
    with worker_processes(1) as processes:
        assert processes.divide(4, square, meanwhile=never, begin=seen.append) == (0, 1, 4, 9)
        assert processes.divide(0, square, meanwhile=never, begin=seen.append) == ()
    assert seen == [0, 1, 2, 3]


def test_one_job_works_here() -> None:
    with worker_processes(1) as processes:
        work = Pending(partial(who, "a"))
        processes.start([work])
        assert work.result() == ("a", HERE)
        assert not processes.works


def test_nothing_is_forked_beside_a_thread() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with worker_processes(4) as processes:
            work = Pending(partial(who, "a"))
            processes.start([work])
            assert work.result() == ("a", HERE)
    finally:
        done.set()
        thread.join()


def killed(_name: str) -> tuple[str, int]:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return who("whole")


@forks
def test_a_killed_process_changes_nothing() -> None:
    with worker_processes(2) as processes:
        works = [Pending(partial(who, "a")), Pending(partial(killed, "b")), Pending(partial(who, "c"))]
        processes.start(works)
        made = [pending.result() for pending in works]
    assert [name for name, _ in made] == ["a", "whole", "c"]
    assert [number == HERE for _, number in made] == [False, True, True]


def refused() -> int:
    raise ValueError("wrong")


def unsendable() -> Callable[[], int]:
    return lambda: 7


@forks
def test_an_error_is_raised_here_and_what_cannot_be_sent_is_made_here() -> None:
    with worker_processes(2) as processes:
        works: list[Pending[object]] = [Pending(unsendable), Pending(refused)]
        processes.start(works)
        made = works[0].result()
        assert callable(made)
        assert made() == 7
        with pytest.raises(ValueError, match="wrong"):
            works[1].result()


@forks
def test_processes_end_with_the_block() -> None:
    with worker_processes(2) as processes:
        processes.start([Pending(partial(time.sleep, 600))])
        number = processes.numbers[0]
        os.kill(number, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


@forks
def test_an_interrupt_leaves_no_process_behind() -> None:
    code = (
        "import signal, time; from functools import partial\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where a shell started the tests behind it\n"
        "from generator.pipeline.worker_processes import Pending, worker_processes\n"
        "with worker_processes(2) as processes:\n"
        "    processes.start([Pending(partial(time.sleep, 600))]); print(processes.numbers[0], flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdout is not None
        number = int(running.stdout.readline())
        running.send_signal(signal.SIGINT)
        try:
            running.wait(60)
        finally:
            running.kill()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_cores_are_those_of_this_process() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)


@forks
def test_a_package_has_the_same_bytes_whatever_number_of_processes_made_it(tmp_path: Path) -> None:
    write_workspace(tmp_path / "system", findings=60, images=3, identifiers=30)
    workspace = Workspace.open(tmp_path / "system")
    packages = []
    for jobs in (1, 2, 5):
        folder = build(workspace, tmp_path / str(jobs), date(2026, 11, 20), jobs=jobs).folder
        packages.append(contents(folder))
    assert packages[0] == packages[1] == packages[2]
    assert len(packages[0]) > 20
