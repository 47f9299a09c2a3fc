"""`atopack` without a command: the next useful step for the folder that it is called in."""

from pathlib import Path

from generator.cli.exit_codes import CLEAN
from generator.cli.terminal_escape import say
from generator.limits import NAMED
from generator.seal.manifest import MANIFEST
from generator.text import counted, listed
from generator.workspace.folder import Workspace

_EVIDENCE = ("evidence", "diagrams")
_OUTPUTS = ("output", "../output")
"""Where `build` writes by default, called in the workspace or in the folder above it (as `demo` does)."""


def run(folder: Path) -> int:
    """Say where the folder stands, and what to do next."""
    say("\n".join(lines(folder)))
    return CLEAN


def lines(folder: Path) -> tuple[str, str, str]:
    """What is here, the next step, and where to find the rest."""
    here, step = _step(folder)
    return here, f"  next:  {step}", "  all commands:  atopack --help"


def _step(folder: Path) -> tuple[str, str]:
    if not (folder / "system.yaml").is_file():
        below = sorted(path.parent.name for path in folder.glob("*/system.yaml"))
        if below:
            named = f"{counted(len(below), 'workspace')}: {listed(below, NAMED)}"
            return f"This folder holds {named}.", f"cd {below[0]}, then atopack"
        return "This folder is no workspace.", "atopack init --guided DIR for a new one, or atopack demo to see a package"
    if not any(_has_files(folder / name) for name in _EVIDENCE):
        return "This workspace has no evidence yet.", (
            "atopack collect kubernetes, or copy scanner files into evidence/scans/ and drawings into diagrams/"
        )
    # A package is called by the id in system.yaml, which may be wrong: then to correct it is the next step, as the error says.
    name = Workspace.open(folder).system.id
    written = next((place for place in _OUTPUTS if (folder / place / name / MANIFEST).is_file()), None)
    if written is None:
        return "This workspace has evidence and no package yet.", "atopack check ., then atopack build . --output output"
    package = f"{written}/{name}"
    built = (folder / package / MANIFEST).stat().st_mtime
    sources = (
        folder / "system.yaml",
        *(path for place in (*_EVIDENCE, "decisions", "narratives") for path in _files(folder / place)),
    )
    if any(path.stat().st_mtime > built for path in sources):
        return f"Evidence or decisions are newer than the package in {package}.", f"atopack build . --output {written}"
    return f"The package in {package} is up to date.", (
        f"atopack review . for what is open; once it was handed in: atopack accept {package} --workspace ."
    )


def _has_files(folder: Path) -> bool:
    return any(True for _ in _files(folder))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")] if folder.is_dir() else []
