"""Speed and memory, beside a peer: `make bench`. Processor time of a child process, so a busy machine matters less.

The peer is compliance-trestle's POA&M task on a workbook with as many rows; it needs an environment of its own, named by
TRESTLE=/path/to/bin/trestle, since its exact pins would bind ours. Without it the row says so.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.findings import write_workspace
from tests.bench.peer import trestle_poam
from tests.bench.pods import write_pods

ATOPACK = (sys.executable, "-m", "generator.cli")


def measured(command: Sequence[object], *, cold: bool = False) -> tuple[float, int]:
    """CPU seconds and peak MB of a command and its children."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, **({"XDG_CACHE_HOME": cache} if cold else {})}
        code = (
            "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL);"
            "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
            "print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, done.returncode)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, *map(str, command)], capture_output=True, text=True, check=True, env=environment
        )
    seconds, megabytes, code_ = done.stdout.split()
    if int(code_) not in (0, 1):
        sys.exit(f"{' '.join(map(str, command))} ended with {code_}\n{done.stderr}")
    return float(seconds), int(megabytes)


def main() -> None:
    """Print the table."""
    rows: list[tuple[str, str, float, int]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for label, identifiers in (("3,000 distinct", 3_000), ("all distinct", 30_000)):
            workspace = folder / f"findings-{identifiers}"
            write_workspace(workspace, findings=30_000, images=20, identifiers=identifiers)
            for state, cold in (("first run", True), ("later run", False)):
                command = (
                    *ATOPACK,
                    "build",
                    workspace,
                    "--output",
                    folder / f"out-{identifiers}-{cold}",
                    "--as-of",
                    "2026-11-20",
                )
                limit = "4 s" if identifiers == 3_000 else "–"
                rows.append((f"30,000 Trivy findings, {label}, whole package, {state}", limit, *measured(command, cold=cold)))
        write_pods(folder / "pods.json", 10_000, typed=False)
        size = (folder / "pods.json").stat().st_size >> 20
        rows.append(
            (
                f"10,000 pods in one dump of {size} MB, inspect",
                "1 s, 200 MB",
                *measured((*ATOPACK, "inspect", folder / "pods.json")),
            )
        )
        rows.append(("atopack --help", "0.3 s", *measured((*ATOPACK, "--help"))))
        peer = trestle_poam(folder, rows=3_000)
    print("| what | limit | CPU s | peak MB |\n|---|---|---|---|")
    for what, limit, seconds, megabytes in [*rows, *peer]:
        print(f"| {what} | {limit} | {seconds:.2f} | {megabytes} |")
    if not peer:
        print("| compliance-trestle xlsx-to-oscal-poam: not measured, set TRESTLE to its command | | | |")
    print(f"\nPython {sys.version.split()[0]}, {os.cpu_count()} cores, peak of this process {_peak()} MB")


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
