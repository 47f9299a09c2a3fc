"""What some tests need and this repository does not carry: files beside the checkout, and programs. Only this module looks.

`ATOPACK_WITHOUT=shared,programs` hides both, so that a machine which has everything can show what a new one shows: these
tests are skipped, each with what to get, and none fails. `python -m tests.prerequisite_users` lists those that are concerned.
"""

import os
import shutil
import sys
from pathlib import Path

import msgspec
import pytest

_TESTS = Path(__file__).resolve().parent
_HIDDEN = frozenset(os.environ.get("ATOPACK_WITHOUT", "").split(","))
_SHARED = _TESTS.parents[1] / ("shared" if "shared" not in _HIDDEN else ".hidden")
_SOURCES = {
    "cases": "files of other projects, each with its own license; ask the maintainers for the set",
    "reference/fedramp": "FedRAMP's files, from https://www.fedramp.gov and https://github.com/GSA/fedramp-automation",
    "reference/oscal": "NIST's files, from https://github.com/usnistgov/OSCAL and https://github.com/usnistgov/oscal-content",
    "reference/dod": "DoD's files, from https://public.cyber.mil",
    "": "ask the maintainers for it",
}


class _Program(msgspec.Struct, frozen=True):
    names: tuple[str, ...]
    get: str
    variable: str = ""
    """Names the program or the file in its place."""


POSIX = pytest.mark.skipif(os.name != "posix", reason="needs signals and modes of POSIX, which Windows has not")
FORKS = pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="no process is forked there")

_PROGRAMS = {
    "bash": _Program(("bash",), "bash: apt-get install bash"),
    "soffice": _Program(("soffice",), "LibreOffice: apt-get install libreoffice-writer libreoffice-calc"),
    "chromium": _Program(  # the first is the same browser without windows and profiles: a page costs it two thirds of the time
        ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
        "Chromium: apt-get install chromium-headless-shell, or chromium",
    ),
    "docker-registry": _Program(("docker-registry",), "a registry: apt-get install docker-registry"),
    "mkdocs": _Program(("mkdocs",), "MkDocs Material: pip install 'atopack[docs]'", "MKDOCS"),
    "mount": _Program(("mount",), "mount: apt-get install mount"),
    "openssl": _Program(("openssl",), "openssl: apt-get install openssl"),
    "pdftotext": _Program(("pdftotext",), "pdftotext: apt-get install poppler-utils"),
    "sh": _Program(("sh",), "a POSIX shell"),
    "sha256sum": _Program(("sha256sum",), "sha256sum: apt-get install coreutils"),
    "trestle": _Program(
        ("trestle",),
        "compliance-trestle in an environment of its own, named by TRESTLE=/path/to/trestle: pip install compliance-trestle",
        "TRESTLE",
    ),
    "oscal-xsd": _Program(
        (), "NIST's oscal_complete_schema.xsd of OSCAL's releases, named by OSCAL_XSD=/path/to/it", "OSCAL_XSD"
    ),
    "sarif-schema": _Program(
        (), "OASIS's schema of SARIF 2.1.0, named by SARIF_SCHEMA=/path/to/it: npm pack @microsoft/jest-sarif", "SARIF_SCHEMA"
    ),
    "kubernetes-schemas": _Program(
        (),
        "strict schemas of Kubernetes, whose _definitions.json is named by KUBERNETES_SCHEMAS=/path/to/it:"
        " pip download kubernetes-validate",
        "KUBERNETES_SCHEMAS",
    ),
    "oscal-library": _Program(
        (), "the library `oscal`, in an environment whose Python is named by OSCAL_LIBRARY: pip install oscal", "OSCAL_LIBRARY"
    ),
}


def shared(path: str) -> Path:
    """A file or folder of the material beside the checkout. It may not be there: see `needs`."""
    return _SHARED / path


def needs(path: Path) -> pytest.MarkDecorator:
    """Skips where what `shared` gave is not there."""
    return pytest.mark.skipif(not path.exists(), reason=_missing(path))


def need(path: Path) -> Path:
    """The same, for what is known only while a test runs."""
    if not path.exists():
        pytest.skip(_missing(path))
    return path


def program(name: str) -> str | None:
    """Where a program or file of the table above is; None where it is not."""
    one = _PROGRAMS[name]
    if "programs" in _HIDDEN:
        return None
    if named := os.environ.get(one.variable):
        return shutil.which(named) or (named if Path(named).is_file() else None)
    beside = os.pathsep.join((os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)))
    return next((found for each in one.names if (found := shutil.which(each, path=beside))), None)


def needs_program(name: str) -> pytest.MarkDecorator:
    """Skips where it is not."""
    return pytest.mark.skipif(program(name) is None, reason=f"needs {_PROGRAMS[name].get}")


def need_program(name: str) -> str:
    """The same, for what is known only while a test runs."""
    found = program(name)
    if found is None:
        pytest.skip(f"needs {_PROGRAMS[name].get}")
    return found


def _missing(path: Path) -> str:
    name = path.relative_to(_SHARED).as_posix()
    source = next(said for start, said in _SOURCES.items() if name.startswith(start))
    return f"needs ../shared/{name}, which is not part of this repository: {source}"
