"""A block `console` of the documentation is run, page by page, on a copy of the sample, and prints what it shows.

`$ ` begins a command and `> ` continues it; `# exit code 1` at its end states how it ends. A line below is a line of its
output, in this order; `…` stands for anything, in a line or in place of lines.
"""

import fnmatch
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from fork_server import COMMAND, ForkServer
from prerequisites import needs_program

from generator.pipeline.publish import Published
from generator.resources import data

ROOT = Path(__file__).parents[1]
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"\s+# exit code (\d)$")
_WRITE_ALL = ("start.md",)
"""Whose commands write every document: no page shows a line that depends on which are written."""
PAGES = [path for path in sorted((ROOT / "docs").rglob("*.md")) if _BLOCK.search(path.read_text("utf-8"))]


class PageCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A command of a page."""

    text: str
    code: int
    shown: tuple[str, ...]


def commands(page: str) -> Iterator[PageCommand]:
    """Those of a page, in its order."""
    for block in _BLOCK.findall(page):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            first, *rest = part.splitlines()
            continued = [line[2:] for line in rest if line.startswith("> ")]
            code = _CODE.search(first)
            yield PageCommand(
                text="\n".join((_CODE.sub("", first), *continued)),
                code=int(code[1]) if code else 0,
                shown=tuple(line for line in rest if not line.startswith("> ")),
            )


def first_not_printed(shown: tuple[str, ...], output: str) -> str | None:
    """The first line that is shown and not printed after the lines before it."""
    lines = iter(output.splitlines())
    for line in shown:
        pattern = re.sub(r"([\[?])", r"[\1]", line.strip()).replace("…", "*")
        if line.strip() != "…" and not any(fnmatch.fnmatchcase(printed.strip(), pattern) for printed in lines):
            return line
    return None


@pytest.fixture
def folder(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_built: Published, processes: ForkServer) -> Path:
    """Where a page's commands run: a copy of the sample and of its package are in it, and `atopack` is this checkout's."""
    shutil.copytree(str(data("samples") / "parcel-tracker"), tmp_path / "here/parcel-tracker")
    shutil.copytree(sample_built.folder, tmp_path / "here/output/parcel-tracker")
    program = tmp_path / "bin/atopack"
    program.parent.mkdir()
    processes.program(program, COMMAND if page.name in _WRITE_ALL else "fewer_documents:main")
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "here"


@needs_program("sh")
@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT / "docs").as_posix())
def test_the_commands_of_a_page_print_what_it_shows(page: Path, folder: Path) -> None:
    for command in commands(page.read_text("utf-8")):
        ended = subprocess.run(["sh", "-c", command.text], cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        assert ended.returncode == command.code, (
            f"{command.text}: {ended.returncode}\n{ended.stdout[-2000:]}\n{ended.stderr[-2000:]}"
        )
        missing = first_not_printed(command.shown, ended.stdout)
        assert missing is None, f"{command.text} prints no line {missing!r} there:\n{ended.stdout[-4000:]}"


def test_pages_with_commands_are_found() -> None:
    assert {"start.md", "month.md", "exit-codes.md"} <= {path.name for path in PAGES}


def test_a_block_is_read_as_it_is_written() -> None:
    page = "```console\n$ cat > a <<'END' # exit code 2\n> b\n> END\nfirst\n…\n$ true\n```\n```\n$ false\n```\n"
    assert list(commands(page)) == [
        PageCommand(text="cat > a <<'END'\nb\nEND", code=2, shown=("first", "…")),
        PageCommand(text="true", code=0, shown=()),
    ]


def test_a_line_that_is_not_printed_is_found() -> None:
    assert first_not_printed(("a …", "…", "[c?]"), "a 1\nb\n  [c?]\n") is None
    assert first_not_printed(("b", "a"), "a\nb\n") == "a"
    assert first_not_printed(("a?",), "ab\n") == "a?"
