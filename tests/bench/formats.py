"""How fast formats are read: MB a second of recognising and reading, beside the same bytes only decoded.

The bare decoding is what no reader of the format can be quicker than: JSON checked and JSON made into objects (msgspec), every
element of XML (lxml), every row of CSV (the standard library). Hashing is measured apart.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.registry import recognize
from tests.bench.repeated import repeated
from tests.bench.reports_code import write_veracode
from tests.bench.reports_csv import ROWS, write_csv
from tests.bench.reports_json import FORMATS, write_json
from tests.bench.reports_xml import write_arf, write_nessus

_SIZE = 32_000_000
_LIMITS = {"trivy-json": 400, "grype-json": 400}
_LIMIT = 40
"""MB a second of CSV and XML."""
_GENERATED: dict[str, Callable[[Path, int], None]] = {
    **{format_: partial(write_json, format_=format_) for format_ in FORMATS},
    "nessus-xml": write_nessus,
    "xccdf-xml": write_arf,
    "veracode-xml": write_veracode,
    **{format_: partial(write_csv, format_=format_) for format_ in ROWS},
}
_DECODING = {
    FileContainer.JSON: ("raw", "objects"),
    FileContainer.XML: ("elements",),
    FileContainer.TEXT: ("rows",),
}
_WHOLE = {FileContainer.JSON: "objects", FileContainer.XML: "tree", FileContainer.TEXT: "rows"}
_REPEATED = 10_000_000
_FAMILIES = {
    "web, JSON": "zap/webgoat_2.7.0.json",
    "web, XML": "zap/dvwa_baseline_dojo.xml",
    "web, CSV": "testssl/overall_critical.csv",
    "host, JSON": "crowdstrike/spotlight_resources_api.json",
    "host, XML": "openvas/many_vuln.xml",
    "host, CSV": "openvas/report_using_CVE.csv",
    "cloud, JSON": "defender_cloud/azure_assessments_api.json",
    "cloud, CSV": "defender_cloud/many_vulns.csv",
    "code, JSON": "gosec/many_vulns.json",
    "code, XML": "veracode/many_findings.xml",
    "code, CSV": "kiuwan/kiuwan_many_vuln.csv",
}
"""A real file of each family: all but code are read by a table of fields."""
_REAL = 12
"""Real files in the table: the largest of their format, then of all."""


class Measured(NamedTuple):
    """One step."""

    seconds: float
    count: int
    peak: int
    hashing: float
    """Of the seconds, those that `folded` spent on getting files from the disk and hashing them; 0 of the other steps."""


def measure(what: str, path: Path) -> Measured:
    """One step in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.reading", what, str(path)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"measuring {what} of {path.name} failed\n{done.stderr}")
    return Measured(**json.loads(done.stdout))


def generated(folder: Path) -> Iterator[str]:
    """Rows of the table over invented reports of 32 MB."""
    for format_, write in _GENERATED.items():
        path = folder / format_
        write(path, _SIZE)
        limit = _LIMITS.get(format_) or (None if format_.endswith("json") else _LIMIT)
        yield _row(format_, path, limit)
        path.unlink()


def real(cases: Path) -> Iterator[str]:
    """Rows of the table over the largest real files, one of each format."""
    for format_, path in _largest(cases):
        yield _row(f"{format_}: {path.parent.name}/{path.name}", path, None)


def of_cases(cases: Path, folder: Path) -> Iterator[str]:
    """The tables over real files."""
    if cases.is_dir():
        yield f"\nThe largest real file of a format:\n\n{header()}"
        yield from real(cases)
        yield "\nA real file of each family of reports, repeated, as a share of a plain decode:\n"
        yield from families(cases, folder)


def families(cases: Path, folder: Path) -> Iterator[str]:
    """Rows of the table of shares: a real file of each family, repeated to 10 MB, beside a plain decode of the same bytes."""
    yield "| family | file | MB | entries | read MB/s | decoded MB/s | share |\n|---|---|---|---|---|---|---|"
    for family, name in _FAMILIES.items():
        grown = repeated(cases / name, _REPEATED) if (cases / name).is_file() else None
        if grown is None:
            yield f"| {family} | {name} | not there | | | | |"
            continue
        path = folder / Path(name).name
        path.write_bytes(grown.data)
        size, parsed = len(grown.data) / 1e6, measure("parse", path)
        decoded = measure(_WHOLE[grown.container], path).seconds
        share = decoded / parsed.seconds
        yield (
            f"| {family} | {grown.format_}: {name} | {size:.1f} | {parsed.count:,} | {size / parsed.seconds:,.0f} "
            f"| {size / decoded:,.0f} | {share:.2f} |"
        )
        path.unlink()


def header() -> str:
    """The head of both tables."""
    return (
        "| format | MB | entries | limit MB/s | read MB/s | entries/s | checked MB/s | decoded MB/s | sha256 MB/s | peak MB |\n"
        "|---|---|---|---|---|---|---|---|---|---|"
    )


def _row(label: str, path: Path, limit: int | None) -> str:
    size, parsed = path.stat().st_size / 1e6, measure("parse", path)
    steps = _DECODING.get(_container(path), ())
    decoded = [f"{size / measure(step, path).seconds:,.0f}" for step in steps]
    checked, whole = ["–"] * (2 - len(decoded)) + decoded
    hashed = size / measure("sha256", path).seconds
    speed, entries = size / parsed.seconds, parsed.count / parsed.seconds
    return (
        f"| {label} | {size:,.1f} | {parsed.count:,} | {limit or '–'} | {speed:,.0f} | {entries:,.0f} "
        f"| {checked} | {whole} | {hashed:,.0f} | {parsed.peak} |"
    )


def _container(path: Path) -> FileContainer:
    return Document(path.name, path.read_bytes()).container


def _largest(cases: Path) -> list[tuple[str, Path]]:
    """The largest file of each format, the largest first."""
    found: dict[str, Path] = {}
    for path in sorted(_files(cases), key=lambda path: path.stat().st_size, reverse=True):
        try:
            format_ = recognize(Document(path.name, path.read_bytes())).name
        except ParseError:
            continue
        found.setdefault(format_, path)
    return list(found.items())[:_REAL]


def _files(cases: Path) -> Iterable[Path]:
    return (path for path in cases.rglob("*") if path.is_file() and path.stat().st_size > 20_000)
