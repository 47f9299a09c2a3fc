"""Speed and memory, beside peers: `make bench`. Processor time of a child process, so a busy machine matters less.

Peers need environments of their own, since their exact pins would bind ours: compliance-trestle's POA&M task on a workbook with
as many rows (TRESTLE=/path/to/bin/trestle), and MITRE's SAF on the same .nessus file (SAF=/path/to/bin/saf). Without them the
rows say so. `BENCH_LARGE=1` adds a million findings, files of a gigabyte and a bag of ten: 20 GB of disk, some minutes.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import yaml

from tests.bench import appendix, bags, drawn, formats, large, ledger, pictures, plan, report_pages
from tests.bench.collect import collected
from tests.bench.findings import write_clusters, write_workspace
from tests.bench.peer import saf_hdf, trestle_poam, unmeasured
from tests.bench.pods import pods, write_pods, write_printed_dump

_CASES = Path(__file__).parents[3] / "shared" / "cases" / "scans"
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
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [
            *_builds(folder),
            *_compared(folder),
            *_collected(folder),
            *_yaml(folder),
            *ledger.rows(),
            *appendix.rows(folder),
            *plan.rows(folder),
            *report_pages.rows(folder),
            *trestle_poam(folder, rows=3_000),
            *saf_hdf(folder),
        ]
        if os.environ.get("BENCH_LARGE"):
            rows += large.rows(folder)
            rows += bags.rows(folder)
        print("| what | limit | CPU s | peak MB |\n|---|---|---|---|")
        for what, limit, seconds, megabytes in rows:
            print(f"| {what} | {limit} | {seconds:.2f} | {megabytes} |")
        for line in unmeasured():
            print(line)
        # In a process of its own: its memory is that of a workbench and of nothing else.
        subprocess.run([sys.executable, "-m", "tests.bench.workbench", folder], check=True)
        print("\n| what | limit | wall s |\n|---|---|---|")
        for what, limit, seconds in chain(pictures.rows(folder, ATOPACK), report_pages.opened(folder)):
            print(f"| {what} | {limit} | {seconds:.2f} |", flush=True)
        print(f"\n{formats.header()}")
        for line in formats.generated(folder):
            print(line, flush=True)
        for line in formats.of_cases(_CASES, folder):
            print(line, flush=True)
    print(f"\nPython {sys.version.split()[0]}, {os.cpu_count()} cores, peak of this process {_peak()} MB")


def _compared(folder: Path) -> Iterator[tuple[str, str, float, int]]:
    drawing, running = drawn.write(folder / "drawn")
    what = "5,000 drawn shapes and 10,000 lines beside 5,000 workloads: read, match, compare"
    yield what, "2 s", *measured((*ATOPACK, "compare", drawing, running, "--json"))


def _builds(folder: Path) -> Iterator[tuple[str, str, float, int]]:
    for label, identifiers in (("3,000 distinct", 3_000), ("all distinct", 30_000)):
        workspace = folder / f"findings-{identifiers}"
        write_workspace(workspace, findings=30_000, images=20, identifiers=identifiers)
        for state, cold in (("first run", True), ("later run", False)):
            output = folder / f"out-{identifiers}-{cold}"
            command = (*ATOPACK, "build", workspace, "--output", output, "--as-of", "2026-11-20")
            limit = "4 s" if identifiers == 3_000 else "–"
            yield f"30,000 Trivy findings, {label}, whole package, {state}", limit, *measured(command, cold=cold)
        changed = workspace / "evidence/scans/service-00.json"
        changed.write_text(changed.read_text().replace("CVE-2099-00007", "CVE-2099-77777"))
        command = (*ATOPACK, "build", workspace, "--output", folder / f"out-{identifiers}-changed", "--as-of", "2026-11-20")
        yield f"30,000 Trivy findings, {label}, whole package, one report of 20 changed", "–", *measured(command)
    workspace = folder / "clusters"
    write_clusters(workspace, clusters=30, files=1_000, findings=100, identifiers=3_000)
    command = (*ATOPACK, "build", workspace, "--output", folder / "out-clusters", "--as-of", "2026-11-20")
    yield "1,000 Trivy reports of 30 clusters, 100,000 findings, 3,000 distinct, whole package", "–", *measured(command)
    write_pods(folder / "pods.json", 10_000, typed=False)
    size = (folder / "pods.json").stat().st_size >> 20
    inspected = measured((*ATOPACK, "inspect", folder / "pods.json"))
    yield f"10,000 pods in one dump of {size} MB, inspect", "1 s, 200 MB", *inspected
    yield "atopack --help", "0.3 s", *measured((*ATOPACK, "--help"))


def _yaml(folder: Path) -> Iterator[tuple[str, str, float, int]]:
    """What must-gather archives are made of. NOTE: through JSON, so that nothing is the same object and gets an anchor."""
    listed = json.loads(json.dumps({"apiVersion": "v1", "kind": "List", "items": list(pods(4_000))}))
    path = folder / "pods.yaml"
    path.write_text(yaml.dump(listed, Dumper=yaml.CSafeDumper))
    size = path.stat().st_size >> 20
    yield f"4,000 pods in one YAML dump of {size} MB, inspect", "–", *measured((*ATOPACK, "inspect", path))


def _collected(folder: Path) -> Iterator[tuple[str, str, float, int]]:
    yield "50,000 pods collected from a recorded API server, gzip", "3 s, 120 MB", *collected(folder, 50_000)
    write_pods(folder / "dump.json", 50_000, typed=False)
    size = (folder / "dump.json").stat().st_size >> 20
    inspected = measured((*ATOPACK, "inspect", folder / "dump.json"))
    yield f"50,000 pods in one dump of {size} MB, inspect", f"4 s, {2 * size} MB", *inspected
    write_printed_dump(folder / "printed.txt", 16_000)
    size = (folder / "printed.txt").stat().st_size >> 20
    inspected = measured((*ATOPACK, "inspect", folder / "printed.txt"))
    yield f"16,000 pods in a printed dump of {size} MB with logs, inspect", f"4 s, {2 * size} MB", *inspected


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
