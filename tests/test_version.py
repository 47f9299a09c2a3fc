"""What tells two programs of one version apart."""

import importlib.metadata
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from generator import version


@pytest.mark.parametrize("library", version._LIBRARIES)
def test_versions_of_libraries_are_those_that_are_installed(library: str) -> None:
    assert version.library_version(library) == importlib.metadata.version(library)


def test_what_is_not_installed_is_named() -> None:
    with pytest.raises(importlib.metadata.PackageNotFoundError, match="no-such-library"):
        version.library_version("no-such-library")


def test_the_version_of_python() -> None:
    assert version.python_version() == platform.python_version()


def test_a_source_that_differs_in_name_or_content_makes_another_program(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    copy, source = tmp_path / "version.py", tmp_path / "below/source.py"
    copy.write_bytes(Path(version.__file__).read_bytes())

    def digest() -> str:
        words = [sys.executable, "-c", "import version; print(version.sources_digest().hex())"]
        return subprocess.run(words, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    digests = [digest()]
    for text in ("a = 1", "a = 2"):
        source.write_text(text)
        digests.append(digest())
    source.rename(source.with_name("other.py"))
    digests.append(digest())
    (tmp_path / "below/read.txt").write_text("no source")
    assert len({*digests}) == 4
    assert digest() == digests[-1]
