"""Peers to measure beside: compliance-trestle's reader of POA&M workbooks into OSCAL, and MITRE SAF's reader of .nessus."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from tests.bench.reports_xml import write_nessus

_OF_SAF = 8_000_000
"""Bytes of the .nessus file that SAF is given: it needs many times as much memory."""

# FedRAMP POA&M Template v2.1 (2024-03-29), header row 5: the layout the peer reads.
_COLUMNS = (
    "POAM ID|Controls|Weakness Name|Weakness Description|Weakness Detector Source|Weakness Source Identifier|"
    "Asset Identifier|Point of Contact|Resources Required|Overall Remediation Plan|Original Detection Date|"
    "Scheduled Completion Date|Planned Milestones|Milestone Changes|Status Date|Vendor Dependency|"
    "Last Vendor Check-in Date|Vendor Dependent Product Name|Original Risk Rating|Adjusted Risk Rating|Risk Adjustment|"
    "False Positive|Operational Requirement|Deviation Rationale|Supporting Documents|Comments|Auto-Approve|"
    "Binding Operational Directive 22-01 tracking|Binding Operational Directive 22-01 Due Date|CVE|Service Name"
).split("|")


def trestle_poam(folder: Path, *, rows: int) -> list[tuple[str, str, float, int]]:
    """One row of the table; none where the environment variable TRESTLE does not name the command."""
    command = os.environ.get("TRESTLE") or shutil.which("trestle")
    if not command:
        return []
    space = folder / "trestle"
    space.mkdir()
    _workbook(space / "poam.xlsx", rows)
    (space / "task.config").write_text(
        "[task.xlsx-to-oscal-poam]\nxlsx-file = poam.xlsx\noutput-dir = out\ntitle = Bench\nversion = 1\nquiet = true\n"
    )
    subprocess.run([command, "init", "--local"], cwd=space, check=True, capture_output=True)
    used = _measured([command, "task", "xlsx-to-oscal-poam", "-c", "task.config"], space)
    return [(f"peer: compliance-trestle xlsx-to-oscal-poam, {rows:,} rows to one OSCAL file", "–", *used)]


def saf_hdf(folder: Path) -> list[tuple[str, str, float, int]]:
    """SAF and atopack on one .nessus file; none where the environment variable SAF does not name the command."""
    command = os.environ.get("SAF") or shutil.which("saf")
    if not command:
        return []
    path = folder / "peer.nessus"
    write_nessus(path, _OF_SAF)
    count = path.read_bytes().count(b"<ReportItem ")
    theirs = _measured([command, "convert", "nessus2hdf", "-i", path.name, "-o", "hdf"], folder)
    ours = _measured([sys.executable, "-m", "generator.cli", "inspect", str(path)], Path.cwd())
    return [
        (f"peer: MITRE SAF nessus2hdf, {count:,} entries, {count / theirs[0]:,.0f} a second", "–", *theirs),
        (f"atopack inspect of the same file, {count / ours[0]:,.0f} a second", "4,300 a second", *ours),
    ]


def unmeasured() -> Iterator[str]:
    """Rows for peers that are not at hand, with figures that others measured."""
    if not (os.environ.get("TRESTLE") or shutil.which("trestle")):
        yield "| compliance-trestle xlsx-to-oscal-poam: not measured, set TRESTLE to its command | | | |"
    if not (os.environ.get("SAF") or shutil.which("saf")):
        yield "| MITRE SAF converters: not measured, set SAF to its command; quoted: about 1,000 findings a CPU second | | | |"
    yield "| a public Nessus-to-POA&M tool: not measured; quoted: 4,300 findings a CPU second | | | |"
    if not os.environ.get("BENCH_LARGE"):
        yield "| a million findings, .nessus and ARF of 1 GB: not measured, set BENCH_LARGE=1 (4 GB of disk) | | | |"


def _measured(command: list[str], folder: Path) -> tuple[float, int]:
    code = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], capture_output=True);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024); sys.exit(done.returncode)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], cwd=folder, capture_output=True, text=True, check=True)
    seconds, megabytes = done.stdout.split()
    return float(seconds), int(megabytes)


def _workbook(path: Path, rows: int) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Open POA&M Items"
    for _ in range(4):
        sheet.append(["Bench"])
    sheet.append(list(_COLUMNS))
    for number in range(rows):
        values = dict.fromkeys(_COLUMNS, "")
        values |= {
            "POAM ID": f"V-{number}",
            "Controls": "RA-5",
            "Weakness Name": f"CVE-2099-{number:05}",
            "Weakness Description": "A flaw in the handling of crafted input lets an attacker read memory. " * 3,
            "Weakness Detector Source": "Trivy",
            "Weakness Source Identifier": f"CVE-2099-{number:05}",
            "Asset Identifier": "registry.example/team/service-01:1.0",
            "Point of Contact": "Operations",
            "Overall Remediation Plan": "Update and scan again.",
            "Original Risk Rating": "High",
            "Vendor Dependency": "No",
            "Risk Adjustment": "No",
            "False Positive": "No",
            "Operational Requirement": "No",
            "Auto-Approve": "No",
        }
        dates = {"Original Detection Date", "Scheduled Completion Date", "Status Date"}
        sheet.append([datetime(2026, 11, 18) if name in dates else values[name] for name in _COLUMNS])
    book.save(path)
