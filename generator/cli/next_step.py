"""`atopack` without a command: the next useful step for the folder that it is called in."""

from pathlib import Path

from generator.cli.exit_codes import CLEAN
from generator.cli.terminal_escape import say
from generator.limits import NAMED
from generator.text import counted, listed

_EVIDENCE = ("evidence", "diagrams")


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
    packages = [path.parent for path in (folder / "output").glob("*/manifest.json")]
    if not packages:
        return "This workspace has evidence and no package yet.", "atopack check ., then atopack build . --output output"
    newest = max((path.stat().st_mtime for path in packages[0].glob("manifest.json")), default=0.0)
    if any(path.stat().st_mtime > newest for name in (*_EVIDENCE, "decisions", "narratives") for path in _files(folder / name)):
        return "Evidence or decisions are newer than the package.", "atopack build . --output output"
    return f"The package in output/{packages[0].name} is up to date.", (
        f"atopack review . for what is open; once it was handed in: atopack accept output/{packages[0].name} --workspace ."
    )


def _has_files(folder: Path) -> bool:
    return any(True for _ in _files(folder))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")] if folder.is_dir() else []
