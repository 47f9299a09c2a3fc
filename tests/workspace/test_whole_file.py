"""Writers of one file take turns: what one looked at is still there when it is renamed, in one process and in several."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from prerequisites import POSIX

from generator.workspace.whole_file import put_file

SECONDS = 30  # a bound, not a measure
MORE = """
import sys, time
from pathlib import Path
from generator.workspace.whole_file import put_file

place, count = Path(sys.argv[1]), int(sys.argv[2])
for _ in range(count):
    while True:
        seen = place.read_text()

        def unchanged():
            if place.read_text() != seen:
                raise RuntimeError
            time.sleep(0.005)

        try:
            put_file(place, str(int(seen) + 1).encode(), last_look=unchanged)
            break
        except RuntimeError:
            continue
"""


class LateError(Exception):
    """Another writer was first."""


def look(place: Path, seen: str, wait: Callable[[], object] = lambda: None) -> Callable[[], None]:
    def last_look() -> None:
        if place.read_text() != seen:
            raise LateError
        wait()

    return last_look


def test_a_second_writer_looks_after_the_first_is_done(tmp_path: Path) -> None:
    place, inside = tmp_path / "a.yaml", threading.Event()
    place.write_text("0")

    def pause() -> None:
        inside.set()
        time.sleep(0.1)

    first = threading.Thread(target=put_file, args=(place, b"1"), kwargs={"last_look": look(place, "0", pause)})
    first.start()
    assert inside.wait(SECONDS)
    with pytest.raises(LateError):
        put_file(place, b"2", last_look=look(place, "0"))
    first.join()
    assert place.read_text() == "1"
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


@POSIX
def test_of_two_processes_none_writes_over_the_other(tmp_path: Path) -> None:
    place = tmp_path / "a.yaml"
    place.write_text("0")
    writers = [subprocess.Popen([sys.executable, "-c", MORE, str(place), "20"]) for _ in range(2)]
    assert [writer.wait(SECONDS * 4) for writer in writers] == [0, 0]
    assert place.read_text() == "40"
