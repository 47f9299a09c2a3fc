"""The buttons of the package's page start the commands that a person would type."""

import sys
import time
from pathlib import Path

import pytest

from generator.review.bench import Workbench
from generator.review.jobs import JobRunner
from tests.review.review_client import ReviewClient, entered, sample_copy, workbench

_LONGEST = 60  # seconds: a bound, not a measure
DAY = "--as-of 2026-11-20"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> ReviewClient:
    """What a command would be given is printed, one word a line."""
    bench = workbench(sample_copy(tmp_path_factory.mktemp("commands")))
    bench.jobs = JobRunner((sys.executable, "-c", "import sys; print(*sys.argv[1:], sep='\\n')"))
    return entered(bench)


def started(bench: Workbench) -> str:
    end = time.monotonic() + _LONGEST
    while (state := bench.jobs.state()) is not None and state.running and time.monotonic() < end:
        time.sleep(0.02)
    assert state is not None
    assert state.code == 0
    return " ".join(state.lines).replace(str(bench.root), "ROOT")


@pytest.mark.parametrize(
    ("button", "command", "notice"),
    [
        ("check", f"check ROOT {DAY}", "atopack check"),
        ("build", f"build ROOT {DAY} --output {Path('ROOT/output')}", "atopack build"),
        ("build-final", f"build ROOT {DAY} --output {Path('ROOT/output')} --final", "atopack build --final"),
        ("verify", f"verify {Path('ROOT/output/parcel-tracker')}", "atopack verify"),
    ],
)
def test_a_button_starts_its_command(client: ReviewClient, button: str, command: str, notice: str) -> None:
    answer = client.post("/package/run", {"command": button})
    assert started(client.bench) == command
    assert f"`{notice}` started." in client.get(answer.headers["location"])


def test_no_other_command_is_started(client: ReviewClient) -> None:
    client.post("/package/run", {"command": "seal"}, status=422)
