"""Where the workbench listens: on this machine alone, unless a person names another address."""

import signal
import socket
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from workbench_process import WorkbenchProcess

from generator.cli.main import main
from generator.review.server import ServerSettings, serve

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what the command says of it is the test


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "system.yaml").write_text("system: {id: shop, name: Shop}\n")
    return tmp_path


def test_by_default_no_other_machine_reaches_it(root: Path) -> None:
    server = WorkbenchProcess(root)
    try:
        host, _, port = server.origin.removeprefix("http://").rpartition(":")
        assert host == "127.0.0.1"
        with socket.create_connection((host, int(port)), timeout=10):
            pass
    finally:
        server.end()


def test_its_address_is_printed_when_an_interrupt_ends_it(root: Path) -> None:
    handlers = []

    def opened(_address: str) -> None:
        handlers.append(signal.getsignal(signal.SIGINT))
        signal.raise_signal(signal.SIGINT)

    settings = ServerSettings(root=root, port=0, listen="127.0.0.1", read_only=True)
    with pytest.raises(KeyboardInterrupt):
        serve(settings, as_of=lambda: date(2026, 11, 20), now=lambda: datetime(2026, 11, 20, tzinfo=UTC), opened=opened)
    assert signal.default_int_handler not in handlers, "what that raises can be lost in an import"
    assert len(handlers) == 1


def test_another_address_is_named_and_its_meaning_printed(root: Path) -> None:
    command = [sys.executable, "-m", "generator.cli", "review", str(root), "--no-browser", "--listen", EVERYWHERE]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    printed = ""
    for line in process.stdout:
        printed += line
        if "Others reach" in line:
            break
    process.terminate()
    process.wait(60)
    process.stdout.close()
    assert "whoever has the address may write decisions, and nothing is encrypted" in printed


def test_what_is_no_address_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(root), "--no-browser", "--listen", "everywhere"]) == 2
    assert "`everywhere` is no IP address" in capsys.readouterr().err
