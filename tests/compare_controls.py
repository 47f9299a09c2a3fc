"""`python tests/compare_controls.py PACKAGE`: status and origination of each control, compared without our code.

Reads the OSCAL plan, Appendix J and Appendix A of one package, in our own forms, with the standard library and openpyxl.
Appendix J has a row for each part, so that what its rows mark together is compared. Two boxes of FedRAMP's forms have no value
in OSCAL: *hybrid* is written as corporate and system, *shared* as system and customer (allowed values of control-origination).
"""

import json
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import openpyxl
from defusedxml import ElementTree

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHECKBOX = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TWO = {"hybrid": ("sp-corporate", "sp-system"), "shared": ("sp-system", "customer-configured")}
_HEADERS = {
    "Implemented": "implemented",
    "Partially Implemented": "partial",
    "Planned": "planned",
    "Alternative Implementation": "alternative",
    "N/A": "not-applicable",
    "Service Provider Corporate": "sp-corporate",
    "Service Provider System Specific": "sp-system",
    "Service Provider Hybrid (Corporate and System Specific)": "hybrid",
    "Configured by Customer (Customer System Specific)": "customer-configured",
    "Provided by Customer (Customer System Specific)": "customer-provided",
    "Shared (Service Provider and Customer Responsibility)": "shared",
    "Inherited from Pre-Existing Authorization": "inherited",
}
Marks = Mapping[str, frozenset[str]]
"""Control to every status and origination that is marked for it."""


def differences(package: Path) -> list[str]:
    """What a form marks and the OSCAL plan does not, or the other way; of the controls that the form lists."""
    plan = of_plan(package)
    forms = {"Appendix J": of_appendix_j(package), "Appendix A": of_appendix_a(package)}
    faults = []
    for name, form in forms.items():
        for control, marks in sorted(form.items()):
            known = plan.get(control, frozenset())
            if marks != known:
                faults.append(f"{name}, {control}: {sorted(marks)}; OSCAL: {sorted(known)}")
    return faults


def of_plan(package: Path) -> Marks:
    """The properties of each requirement."""
    ssp = json.loads((package / "oscal/system-security-plan.json").read_text())["system-security-plan"]
    names = ("implementation-status", "control-origination")
    return {
        _spelled(row["control-id"]): frozenset(prop["value"] for prop in row.get("props", ()) if prop["name"] in names)
        for row in ssp["control-implementation"]["implemented-requirements"]
    }


def of_appendix_j(package: Path) -> Marks:
    """The sheet of the control implementation summary; a proposal is marked by the word."""
    sheet = openpyxl.load_workbook(package / "workbooks/Appendix-J-CIS-CRM.xlsx")["CIS Worksheet"]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if "Implemented" in row)
    names = [_HEADERS.get(str(name), "") for name in rows[head]]
    found: dict[str, set[str]] = defaultdict(set)
    for part, *marks in rows[head + 1 :]:
        if part:
            control = re.sub(r"\([a-z].*\)$", "", str(part))
            found[control] |= {name for name, mark in zip(names[1:], marks, strict=True) if name and mark}
    return {control: _in_oscal(marks) for control, marks in found.items()}


def of_appendix_a(package: Path) -> Marks:
    """The checkboxes of each control, by their tags; what is proposed stands beside empty boxes as text."""
    with zipfile.ZipFile(package / "ssp/Appendix-A-Security-Controls.docx") as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    found: dict[str, set[str]] = defaultdict(set)
    last = ""
    for control in root.iter():
        if control.tag == f"{_WORD}p":
            found[last] |= _proposed("".join(text.text or "" for text in control.iter(f"{_WORD}t")))
        if control.tag != f"{_WORD}sdtPr":
            continue
        tag, box = control.find(f"{_WORD}tag"), control.find(f".//{_CHECKBOX}checked")
        kind, _, named = (tag.get(f"{_WORD}val", "") if tag is not None else "").partition(":")
        if kind in ("status", "origination"):
            last, _, value = named.rpartition(":")
            checked = box is not None and box.get(f"{_CHECKBOX}val") in ("1", "true")
            found[last] |= {value} if checked else set()
    return {control: _in_oscal(marks) for control, marks in found.items() if control}


def _proposed(line: str) -> set[str]:
    """`Proposed: Partially Implemented`, also where a role is proposed, which is neither status nor origination."""
    head, _, rest = line.partition("Proposed: ")
    if head.strip():
        return set()
    inherited = {"inherited"} if rest.startswith("Inherited from") else set()
    return inherited | {_HEADERS[label] for label in re.split(r", |; ", rest) if label in _HEADERS}


def _in_oscal(marks: set[str]) -> frozenset[str]:
    return frozenset(value for mark in marks for value in _TWO.get(mark, (mark,)))


def _spelled(control_id: str) -> str:
    """`ac-2.1` as `AC-2(1)`."""
    family, _, number = control_id.partition("-")
    first, _, enhancement = number.partition(".")
    return f"{family.upper()}-{first}" + (f"({enhancement})" if enhancement else "")


if __name__ == "__main__":
    told = differences(Path(sys.argv[1]))
    print(*told, f"{len(told)} differences", sep="\n")  # noqa: T201 - what it was started for
    sys.exit(1 if told else 0)
