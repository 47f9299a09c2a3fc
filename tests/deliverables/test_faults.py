"""What goes wrong on the way, by doing it: no half delivery, no lost evidence, clear words.

What is delivered has only those documents that a test looks at: see `fewer_documents`.
"""

import contextlib
import html
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import bagit
import pytest
from export_made import AS_OF, envelopes, exported, small
from fewer_documents import only_documents
from folder_contents import checksums
from fork_server import ForkServer
from growth import HANG
from prerequisites import need_program, program

from generator.deliverables.exporting import export
from generator.deliverables.registry import purpose
from generator.errors import ConfigError, OutputEditedError
from generator.pipeline import render
from generator.pipeline.parse import Progress
from generator.pipeline.stages import build
from generator.seal.checking import check
from generator.workspace.folder import Workspace

ROOT = Path(__file__).parents[2]
NAME = "parcel-tracker-fedramp-2026-11-20"
SCAN = "evidence/scans/2026-11/trivy-tracking-api.json"


def exporting(
    workspace: Path, output: Path, processes: ForkServer, entry: str = "fewer_documents:main"
) -> subprocess.Popen[str]:
    words = ("export", workspace, "--for", "fedramp", "--as-of", AS_OF.isoformat(), "--output", output)
    return subprocess.Popen(
        processes.command(entry, words),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return small(tmp_path / "ws")


def weighty(workspace: Path) -> Path:
    """With evidence that takes a moment to copy."""
    (workspace / "evidence/recording.bin").write_bytes(os.urandom(1 << 20) * 20)
    return workspace


def test_killed_while_it_writes(workspace: Path, tmp_path: Path, processes: ForkServer) -> None:
    output = tmp_path / "out"
    before = checksums(weighty(workspace))
    process = exporting(workspace, output, processes, "fewer_documents:numbered")
    number = int(process.stdout.readline())
    deadline = time.monotonic() + HANG
    while not any(output.glob(f".{NAME}.*.new/package/data/evidence")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.001)
    os.kill(number, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert not (output / NAME).exists()
    assert list(output.glob(f".{NAME}.*.new/package"))
    assert checksums(workspace) == before
    (workspace / "evidence/recording.bin").unlink()
    made = exported(workspace, output, documents=()).folder
    assert check(made).differences == ()
    assert [path.name for path in output.iterdir()] == [NAME]


@contextlib.contextmanager
def disk(folder: Path, options: str) -> Iterator[Path]:
    """A small disk of its own, where this machine lets us make one."""
    folder.mkdir()
    mount = need_program("mount")
    if os.geteuid() != 0:
        pytest.skip("needs to be started by root, who alone can mount a small disk")
    made = subprocess.run([mount, "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False)
    if made.returncode != 0:
        pytest.skip(f"needs a machine that lets root mount a small disk: {made.stderr.decode()[:80]}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(workspace: Path, tmp_path: Path, processes: ForkServer) -> None:
    with disk(tmp_path / "disk", "size=24m") as output:
        first = exported(workspace, output, documents=()).folder
        before = checksums(first)
        (workspace / "evidence/recording.bin").write_bytes(os.urandom(1 << 20) * 25)
        process = exporting(workspace, output, processes)
        _, told = process.communicate()
        assert process.returncode == 2
        assert "No space left on device" in told
        assert str(output) in told
        assert "Traceback" not in told
        assert checksums(first) == before
        assert [path.name for path in output.iterdir()] == [NAME]


def test_a_full_disk_while_a_package_is_built(workspace: Path, tmp_path: Path) -> None:
    with disk(tmp_path / "disk", "size=24m") as output, only_documents():
        built = build(Workspace.open(workspace), output, AS_OF, lambda *_: None).folder
        before = checksums(built)
        (workspace / "evidence/recording.bin").write_bytes(os.urandom(1 << 20) * 25)
        with pytest.raises(OSError, match="No space left"):
            build(Workspace.open(workspace), output, AS_OF, lambda *_: None)
        assert checksums(built) == before
        assert [path.name for path in output.iterdir()] == ["parcel-tracker"]


def test_an_output_that_may_not_be_written(workspace: Path, tmp_path: Path, processes: ForkServer) -> None:
    with contextlib.ExitStack() as stack:
        output = tmp_path / "disk"
        if os.geteuid() == 0:
            stack.enter_context(disk(output, "size=1m,ro"))
        else:
            output.mkdir(mode=0o500)
        process = exporting(workspace, output, processes)
        _, told = process.communicate()
        assert process.returncode == 2
        assert "nothing may be written into this folder" in told
        assert str(output) in told
        assert not any(output.iterdir())


def test_two_at_once(workspace: Path, tmp_path: Path, processes: ForkServer) -> None:
    output = tmp_path / "out"
    both = [exporting(workspace, output, processes) for _ in range(2)]
    told = [one.communicate()[1] for one in both]
    codes = sorted(one.returncode for one in both)
    assert codes in ([1, 1], [1, 2]), told
    if codes == [1, 2]:
        assert any("another process is writing" in text for text in told)
    assert check(output / NAME).differences == ()
    assert [path.name for path in output.iterdir()] == [NAME]


def meddled(workspace: Path, output: Path, meddling: Progress) -> None:
    """A delivery during which something happens."""
    with only_documents():
        export(Workspace.open(workspace), purpose("fedramp"), output, AS_OF, meddling)


def test_evidence_that_changes_while_it_is_handed_on(workspace: Path, tmp_path: Path) -> None:
    def meddling(text: str, _done: int, _total: int) -> None:
        if text == "Writing the bag":
            with (workspace / SCAN).open("ab") as file:
                file.write(b" ")

    with pytest.raises(ConfigError, match="changed while") as caught:
        meddled(workspace, tmp_path / "out", meddling)
    assert SCAN in caught.value.diagnostics()
    assert not list((tmp_path / "out").iterdir())
    assert (workspace / SCAN).read_bytes().endswith(b" ")


@pytest.mark.parametrize("change", ["gone", "link"])
def test_evidence_that_goes_away_or_becomes_a_link(workspace: Path, tmp_path: Path, change: str) -> None:
    def meddling(text: str, _done: int, _total: int) -> None:
        if text == "Writing the bag":
            (workspace / SCAN).rename(tmp_path / "elsewhere")
            if change == "link":
                (workspace / SCAN).symlink_to(tmp_path / "elsewhere")

    with pytest.raises(ConfigError, match="can no longer be read") as caught:
        meddled(workspace, tmp_path / "out", meddling)
    assert SCAN in caught.value.diagnostics()
    assert not list((tmp_path / "out").iterdir())


def test_a_person_who_works_in_the_bag_meanwhile_loses_nothing(workspace: Path, tmp_path: Path) -> None:
    bag = exported(workspace, tmp_path / "out", documents=()).folder

    def meddling(text: str, _done: int, _total: int) -> None:
        if text == "Writing the bag":
            (bag / "data/notes.txt").write_text("mine")

    with pytest.raises(OutputEditedError, match=r"notes\.txt"):
        meddled(workspace, tmp_path / "out", meddling)
    assert (bag / "data/notes.txt").read_text() == "mine"


def test_a_link_among_the_evidence_is_told_and_not_followed(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text('{"not": "evidence"}')
    (workspace / "evidence/link.json").symlink_to(tmp_path / "secret.json")
    (workspace / "evidence/folder").symlink_to(tmp_path)
    made = exported(workspace, tmp_path / "out", documents=())
    assert not any("link" in path or "folder" in path for path in envelopes(made.folder))
    told = {gap.path: gap.reason for gap in made.rendered.package.gaps}
    assert told["evidence/link.json"] == "a link, which is never followed"
    assert told["evidence/folder"] == "a link, which is never followed"


LONG = f"evidence/{'d' * 100}/{'e' * 100}/{'f' * 80}/scan.json"
STRANGE = (
    LONG,
    f"evidence/{'x' * 245}.json",
    "evidence/grüße aus Köln.json",
    "evidence/日本語/スキャン.json",
    "evidence/50%.json",
    "evidence/2026-11-18T06:00.json",
    "evidence/SCANS/2026-11/trivy-tracking-api.json",
    "evidence/trailing .json",
    "evidence/[b];'\"$(x).json",
    "evidence/-rf.json",
)


@pytest.mark.parametrize("name", ["fedramp", "cmmc"])
def test_long_and_foreign_names(workspace: Path, tmp_path: Path, name: str) -> None:
    assert len(LONG) > 300
    for number, path in enumerate(STRANGE):
        (workspace / path).parent.mkdir(parents=True, exist_ok=True)
        (workspace / path).write_bytes((workspace / SCAN).read_bytes() + b" " * (number + 1))
    bag = exported(workspace, tmp_path / "out", name, documents=[page.path for page in render.PAGES]).folder
    found = {one["workspace-path"]: one for one in envelopes(bag).values()}
    for path in STRANGE:
        handed = bag / "data" / str(found[path]["path"])
        assert handed.read_bytes() == (workspace / path).read_bytes(), path
        if name == "cmmc":
            assert str(found[path]["path"]).isascii()
            assert len(str(found[path]["path"])) < 200
    assert found["evidence/50%.json"]["path"] != "evidence/50%.json"
    for page in (bag / "data/report").glob("*.html"):
        for href in re.findall(r'"(\.\./evidence/[^"#]*)"', page.read_text()):
            assert (page.parent / unquote(html.unescape(href))).is_file(), f"{page.name}: {href}"
    assert check(bag).differences == ()
    assert bagit.Bag(str(bag)).validate()
    if program("sha256sum"):
        lists = ["tagmanifest-sha256.txt", "manifest-sha256.txt"]
        told = subprocess.run(["sha256sum", "-c", "--quiet", *lists], cwd=bag, capture_output=True, check=False)
        assert told.returncode == 0, told.stdout + told.stderr


def test_a_target_that_is_a_link_or_lies_among_the_evidence(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputEditedError, match="is a link"):
        exported(workspace, tmp_path / "out")
    with pytest.raises(ConfigError, match="among the evidence"):
        exported(workspace, workspace / "evidence")
