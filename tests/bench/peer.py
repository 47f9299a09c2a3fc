"""A peer to measure beside: compliance-trestle's reader of FedRAMP POA&M workbooks into OSCAL."""

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

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
    code = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], capture_output=True);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024); sys.exit(done.returncode)"
    )
    task = [command, "task", "xlsx-to-oscal-poam", "-c", "task.config"]
    done = subprocess.run([sys.executable, "-c", code, *task], cwd=space, capture_output=True, text=True, check=True)
    seconds, megabytes = done.stdout.split()
    return [
        (f"peer: compliance-trestle xlsx-to-oscal-poam, {rows:,} rows to one OSCAL file", "–", float(seconds), int(megabytes))
    ]


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
