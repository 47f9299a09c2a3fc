"""Work that grows with its input and no faster, whatever machine it is done on and whatever else that machine does.

A limit in seconds fails on a busy machine and lets a fast one hide what is slow. Two measures say the same without one:
`calls` counts the functions that are called, which is exact; `assert_linear` compares an input with an eighth of it, by
the processor time of this process alone, since what goes on inside an expression or a copy of a string calls nothing.
"""

import gc
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

T = TypeVar("T")
HANG = 600
"""Seconds after which what never ends is ended: no measure, only so that a run of the tests comes to an end."""
_PART = 8
_TOO_MANY = 32
"""Times the work for eight times the input: 8 where it grows with it, 64 where it grows with its square."""
_TICK = 0.02
"""Seconds that count as nothing: clocks of processor time tick in hundredths of a second on some machines."""
_TRIES = 5
"""One comparison may be off, because caches and processors are shared. A square is off every time."""


def assert_linear(make: Callable[[int], T], work: Callable[[T], object]) -> None:
    """`make(part)` gives the input with each of its lengths divided by `part`; `work` may end in no exception."""
    small, whole = make(_PART), make(1)
    with ended_after(HANG):
        work(small)  # what is made once is made before
        ratios: list[float] = []
        while not ratios or (ratios[-1] >= _TOO_MANY and len(ratios) < _TRIES):
            eighth = _seconds(work, small)
            ratios.append(_seconds(work, whole) / eighth)
    assert ratios[-1] < _TOO_MANY, f"eight times the input takes {min(ratios):.0f} times the work or more"


def calls(work: Callable[[], object]) -> int:
    """How many functions were called, those of C among them."""
    count = 0

    def counted(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """Ends what does not come back, by an exception where it stands: also inside a regular expression."""

    def end(signum: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {seconds} s of processor time")

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _seconds(work: Callable[[T], object], given: T) -> float:
    gc.disable()  # and no `collect`, which would walk all that other tests of the process keep: many times the work itself
    try:
        started = time.process_time()
        work(given)
        return max(time.process_time() - started, _TICK)
    finally:
        gc.enable()
