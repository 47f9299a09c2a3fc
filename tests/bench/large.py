"""What is too large for every day: a million findings, and single files of a gigabyte. `BENCH_LARGE=1 make bench`.

Needs 4 GB of disk, one input at a time.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.bench.findings import write_reports
from tests.bench.formats import measure
from tests.bench.reports_xml import write_arf, write_nessus

_GIGABYTE = 1_000_000_000
_FILES, _EACH = 500, 2_000

Row = tuple[str, str, float, int]


def rows(folder: Path) -> Iterator[Row]:
    """What, the limit, processor seconds and peak MB."""
    workspace = folder / "million"
    for label, identifiers in (("20,000 distinct", 20_000), ("all of them alike", _EACH)):
        write_reports(workspace, files=_FILES, findings=_EACH, identifiers=identifiers)
        size = sum(path.stat().st_size for path in workspace.rglob("*.json")) / 1e9
        found = measure("folded", workspace)
        what = f"{found.count:,} Trivy findings in {_FILES} files ({size:.1f} GB, {label})"
        yield f"{what}, read and merged", "12 s, 1000 MB", found.seconds - found.hashing, found.peak
        yield f"{what}, also hashed", "–", found.seconds, found.peak
        shutil.rmtree(workspace)
    for name, write in ((".nessus", write_nessus), ("ARF", write_arf)):
        path = folder / "large.xml"
        write(path, _GIGABYTE)
        found = measure("parse", path)
        speed = path.stat().st_size / 1e6 / found.seconds
        yield f"{name} of 1 GB, {found.count:,} entries, {speed:.0f} MB/s", "25 s, 300 MB", found.seconds, found.peak
        path.unlink()
