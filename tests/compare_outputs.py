"""`python tests/compare_outputs.py PACKAGE`: what the forms of one package say of each POA&M item, compared without our code.

Reads the workbook, the OSCAL plan, the CSV file and the page of the report, and the JSON of the Consolidated Rules with the
standard library and openpyxl, and compares ids, ratings, detection and due dates, assets, and versions that descriptions name.
"""

import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import openpyxl

_SHEETS = ("Open POA&M Items", "Configuration Findings")
_VERSION = re.compile(r"\d+(?:\.\d+)+[\w.+~-]*")
_DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


class ComparedItem(msgspec.Struct, frozen=True, kw_only=True):
    """One open item as one form has it; None for what the form does not say."""

    rating: str | None = None
    detected: str | None = None
    due: str | None = None
    assets: frozenset[str] | None = None
    versions: frozenset[str] | None = None


Form = Mapping[str, ComparedItem]


def differences(package: Path) -> list[str]:
    """What differs from the OSCAL plan, form by form; empty where all say the same. An id that only one has is a difference."""
    plan = of_plan(package)
    forms = {"workbook": of_workbook(package), "CSV": of_csv(package), "page": of_page(package)}
    faults = [fault for name, form in forms.items() for fault in _compared(name, form, plan)]
    if (package / "cr26").is_dir():
        standing_for_others = {name for name, row in plan.items() if row.versions is None}
        expected = {name: row for name, row in plan.items() if name not in standing_for_others}
        faults += _compared("CR26", of_rules(package), expected)
    return faults


def of_plan(package: Path) -> Form:
    """The OSCAL plan: open risks."""
    plan = _json(package / "oscal/plan-of-action-and-milestones.json")["plan-of-action-and-milestones"]
    ssp = _json(package / "oscal/system-security-plan.json")["system-security-plan"]
    inventory = {
        row["uuid"]: next(prop["value"] for prop in row["props"] if prop["name"] == "asset-id")
        for row in ssp["system-implementation"].get("inventory-items", ())
    }
    risks = {row["uuid"]: row for row in plan.get("risks", ())}
    observations = {row["uuid"]: row for row in plan.get("observations", ())}
    rows = {}
    for item in plan["poam-items"]:
        risk = risks.get(next((row["risk-uuid"] for row in item.get("related-risks", ())), ""))
        if risk is None or risk["status"] == "closed":
            continue
        props = {prop["name"]: prop["value"] for prop in item["props"]}
        seen = observations[item["related-observations"][0]["observation-uuid"]]
        assets = {inventory[subject["subject-uuid"]] for subject in seen.get("subjects", ())}
        assets |= {prop["value"] for prop in seen.get("props", ()) if prop["name"] == "former-asset"}
        facets = [facet for group in risk["characterizations"] for facet in group["facets"]]
        rating = next(facet["value"] for facet in facets if facet["name"] == "risk")
        rows[props["POAM-ID"]] = ComparedItem(
            rating=rating.capitalize(),
            detected=seen["collected"][:10],
            due=risk["deadline"][:10],
            assets=frozenset(assets),
            versions=None if "stands-for" in props else _versions(item["description"]),
        )
    return rows


def of_workbook(package: Path) -> Form:
    """The rows of the two sheets of what is open."""
    book = openpyxl.load_workbook(package / "workbooks/Appendix-O-POAM.xlsx", data_only=True)
    rows = {}
    for name in _SHEETS:
        sheet = book[name]
        head = next(row for row in range(1, 9) if any(cell.value == "POAM ID" for cell in sheet[row]))
        places = {str(cell.value).strip(): cell.column for cell in sheet[head] if cell.value}
        for number in range(head + 1, sheet.max_row + 1):
            cells = {header: sheet.cell(number, column).value for header, column in places.items()}
            poam_id = str(cells["POAM ID"] or "")
            is_example = str(sheet.cell(number, 1).value or "").casefold().startswith("example")  # a row of the template
            if is_example or not _is_day(cells["Original Detection Date"]) or not poam_id:
                continue
            rows[poam_id] = ComparedItem(
                rating=str(cells["Original Risk Rating"]),
                detected=_day(cells["Original Detection Date"]),
                due=_day(cells["Scheduled Completion Date"]),
                assets=frozenset(filter(None, str(cells["Asset Identifier"] or "").splitlines())),
                versions=_versions(str(cells["Weakness Description"])),
            )
    return rows


def of_csv(package: Path) -> Form:
    """The spreadsheet of the report."""
    with io.StringIO((package / "report/poam.csv").read_text("utf-8-sig"), newline="") as text:
        return dict(_of_table(list(csv.DictReader(text))))


def of_page(package: Path) -> Form:
    """The data of the report's page."""
    found = _DATA.search((package / "report/poam.html").read_text("utf-8"))
    if found is None:
        return {}
    data = json.loads(found[1])
    titles = [column["title"] for column in data["columns"]]
    rows = [dict(zip(titles, map(_words, row[1:]), strict=True)) for row in data["rows"]]
    return dict(_of_table(rows))


def of_rules(package: Path) -> Form:
    """Active and accepted vulnerabilities by the Consolidated Rules; not what was closed since the report of last time."""
    plan = _json(package / "oscal/plan-of-action-and-milestones.json")["plan-of-action-and-milestones"]
    done = {row["uuid"] for row in plan.get("risks", ()) if row["status"] == "closed"}
    closed = {
        prop["value"]
        for item in plan["poam-items"]
        for prop in item.get("props", ())
        if prop["name"] == "POAM-ID" and item.get("related-risks", [{}])[0].get("risk-uuid") in done
    }
    detail = _json(package / "cr26/vulnerability-detail-report.json")["vulnerabilities"]
    accepted = _json(package / "cr26/accepted-vulnerabilities.json")
    rows = [*detail, *(row["vulnerabilityDetail"] for row in accepted.get("acceptedVulnerabilities", ()))]
    return {
        row["providerTrackingId"]: ComparedItem(
            rating=_rated(row.get("supplementaryRiskInformation", "")),
            detected=row["detection"]["detectedAt"][:10],
            versions=_versions(row["vulnerabilityDescription"]),
        )
        for row in rows
        if not (row["providerTrackingId"] in closed and row.get("finalDisposition"))
    }


def _of_table(rows: list[dict[str, str]]) -> Iterator[tuple[str, ComparedItem]]:
    for row in rows:
        listed = frozenset(filter(None, re.split(r"; |, |\n|\d+ others?: ", row["Which"])))
        whole = int(row["Assets"].replace(",", "")) == len(listed)
        yield (
            row["POA&M id"],
            ComparedItem(
                rating=row["Rating"].partition(";")[0].partition("\n")[0],
                detected=row["Detected"],
                due=row["Due on"],
                assets=listed if whole else None,
            ),
        )


def _compared(name: str, form: Form, plan: Form) -> Iterator[str]:
    missing = sorted(plan.keys() - form.keys())
    yield from (f"{name}: {poam_id} of the OSCAL plan is missing" for poam_id in missing)
    for poam_id, row in sorted(form.items()):
        other = plan.get(poam_id)
        if other is None:
            yield f"{name}: {poam_id} is no open item of the OSCAL plan"
            continue
        for field in ("rating", "detected", "due", "assets", "versions"):
            mine, theirs = getattr(row, field), getattr(other, field)
            if mine is not None and theirs is not None and mine != theirs:
                yield f"{name}: {field} of {poam_id} is {_shown(mine)}, in the OSCAL plan {_shown(theirs)}"


def _words(cell: Any) -> str:
    """A cell of the page: a text, or a list that begins with its text and ends with the lines below it."""
    if isinstance(cell, str):
        return cell
    if not cell:
        return ""
    lines = cell[3] if len(cell) > 3 else []
    more = [part for line in lines for part in ([line[3]] if len(line) > 3 and line[3] else [line[0]])]
    return "\n".join((cell[0], *more))


def _versions(text: str) -> frozenset[str]:
    return frozenset(_VERSION.findall(text))


def _rated(text: str) -> str | None:
    found = re.search(r"\b(High|Moderate|Low) risk", text)
    return found[1] if found else None


def _is_day(value: Any) -> bool:
    return hasattr(value, "isoformat") or re.fullmatch(r"\d{4}-\d\d-\d\d", str(value or "")) is not None


def _day(value: Any) -> str:
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)[:10]


def _shown(value: object) -> str:
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


if __name__ == "__main__":
    wrong = differences(Path(sys.argv[1]))
    print(*wrong, f"{len(wrong)} differences", sep="\n")  # noqa: T201 - what it was started for
    sys.exit(bool(wrong))
