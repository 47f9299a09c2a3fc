"""A server that is killed while it writes: every file is whole, and the next server goes on from it."""

import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx2
import yaml
from prerequisites import POSIX

from generator.workspace.file_requests import read_file_requests

SECONDS = 120  # a bound, not a measure


def started(root: Path) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "generator.cli", "review", str(root), "--as-of", "2026-11-20", "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if match := re.search(r"http://\S+", line):
            return process, match[0]
    raise AssertionError("no address was printed")


def write_on(http: httpx2.Client, origin: str, answers: list[int]) -> None:
    """One request after the other, until the server is gone."""
    path = "/decisions/requests/new"
    try:
        for number in range(10_000):
            page = http.get(origin + path).text
            fields = {name: page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("csrf", "shown")}
            form = {**fields, "file": f"evidence/{number}.json", "from": "A. Lovelace" * 20, "due": "2026-12-01"}
            answers.append(http.post(f"{origin}{path}/save", data=form, headers={"origin": origin}).status_code)
    except httpx2.TransportError:
        return


@POSIX
def test_a_killed_server_leaves_whole_files(tmp_path: Path) -> None:
    (tmp_path / "system.yaml").write_text("system: {id: shop, name: Shop}\n")
    (tmp_path / "evidence").mkdir()
    process, address = started(tmp_path)
    answers: list[int] = []
    with httpx2.Client(timeout=SECONDS) as http:
        origin = address.partition("/?")[0]
        http.get(address)
        writer = threading.Thread(target=write_on, args=(http, origin, answers))
        writer.start()
        end = time.monotonic() + SECONDS
        while len(answers) < 4 and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait(SECONDS)
        writer.join(SECONDS)
    assert process.stdout is not None
    process.stdout.close()
    assert len(answers) >= 4
    assert set(answers) == {303}
    text = (tmp_path / "decisions/requests.yaml").read_text()
    written = read_file_requests(text)
    assert [request.file for request in written][: len(answers)] == [
        f"evidence/{number}.json" for number in range(len(answers))
    ]
    assert len(written) - len(answers) in (0, 1)
    assert yaml.safe_load(text)
    again, address = started(tmp_path)
    with httpx2.Client(timeout=SECONDS, follow_redirects=True) as http:
        http.get(address)
        assert f"evidence/{len(answers) - 1}.json" in http.get(address.partition("/?")[0] + "/decisions/requests").text
    again.send_signal(signal.SIGINT)
    assert again.wait(SECONDS) in (0, 130, -signal.SIGINT)
    assert again.stdout is not None
    again.stdout.close()
