"""FedRAMP's Vulnerability Deviation Request Form v2.1 (2024-08-08), filled for every request of the ledger.

What only FedRAMP writes (review status, reviewers and their comments) stays empty; the status of a request is filled in, since
the sheet is the register of them too.
"""

from collections.abc import Callable

from msgspec.structs import replace

from generator.documents.workbook import CellValue, LabelFill
from generator.frameworks.deviation_request import FormQuestion
from generator.model.evidence import Gap, GapKind
from generator.model.system import SystemParty
from generator.oscal.package import AuthorizationPackage
from generator.renderers.base import RenderedDocument, Renderer, outside_cr26
from generator.renderers.poam.deviation_rows import ADJUSTMENT, FALSE_POSITIVE, OPERATIONAL, RequestRow, view
from generator.renderers.sheet_record import with_sheet_record
from generator.renderers.workbook_filling import FilledColumn, WorkbookForm, column, fill_first, filled_sheet, gaps_of

_PATH = "workbooks/Deviation-Requests.xlsx"


_Field = FilledColumn[RequestRow]


def _answer(question: FormQuestion) -> Callable[[RequestRow], CellValue]:
    return lambda row: row.answers.get(question) or None


def _metric(header: str, question: FormQuestion, *others: str) -> tuple[_Field, ...]:
    """A metric and the explanation beside it."""
    named = tuple(f"{name} Explanation" for name in (header, *others))
    return (
        column(header, _answer(question), *others),
        column(named[0], lambda row: row.reasons.get(question) or None, *named[1:]),
    )


def _number(text: str) -> CellValue:
    """A score as a number, so that the sheet can be sorted by it."""
    return float(text) if text.replace(".", "", 1).isdigit() else text or None


_FIELDS: tuple[_Field, ...] = (
    column("DR Number", lambda row: row.number),
    column("POA&M ID", lambda row: row.item.poam_id),
    column("Scan ID", lambda row: row.item.identifier),
    column("CVE", lambda row: "\n".join(row.item.cves)),
    column("Assets Impacted", lambda row: "\n".join(row.item.assets)),
    column("Vulnerability Name", lambda row: row.item.name),
    column("Vulnerability Source", lambda row: row.item.detector),
    column("Initial Risk Rating", lambda row: row.item.rating),
    column("CVSS Base Score", lambda row: _number(row.score)),
    column("Original Detection Date", lambda row: row.item.detected),
    column("Tool-Provided Vulnerability Description", lambda row: row.item.description),
    column("Tool-Provided Recommeded Action", lambda row: row.recommended, "Tool-Provided Recommended Action"),
    column("CSP-Provided Vulnerability Information (Optional)", _answer(FormQuestion.INFORMATION)),
    column("Type of DR", lambda row: row.type),
    column("Requested Risk Rating/Impact", lambda row: row.requested or None),
    column("Adjusted CVSS Score", lambda row: _number(row.adjusted_score)),
    column("DR Submission Date", lambda row: row.submitted),
    column("DR Rationale", lambda row: row.rationale),
    column("Evidence Description", _answer(FormQuestion.EVIDENCE)),
    column("List of Evidence Attachments", lambda row: row.attachments.get(FALSE_POSITIVE)),
    column("Operational Impact Statement", _answer(FormQuestion.IMPACT)),
    column("Justification", _answer(FormQuestion.JUSTIFICATION)),
    column("List of Operational Requirement Attachments", lambda row: row.attachments.get(OPERATIONAL)),
    *_metric("Attack Vector", FormQuestion.ATTACK_VECTOR),
    *_metric("Attack Complexity", FormQuestion.ATTACK_COMPLEXITY),
    *_metric("Privileges Required", FormQuestion.PRIVILEGES, "Privleges Required"),
    *_metric("User Interaction", FormQuestion.INTERACTION),
    *_metric("Impact Metrics: Confidentiality", FormQuestion.CONFIDENTIALITY),
    *_metric("Impact Metrics: Integrity", FormQuestion.INTEGRITY),
    *_metric("Impact Metrics: Availability", FormQuestion.AVAILABILITY),
    *_metric("Remediation Level", FormQuestion.REMEDIATION),
    column("List of Risk Reduction", lambda row: row.attachments.get(ADJUSTMENT)),
    column("Additional Information", _answer(FormQuestion.MORE)),
    column("Deviation Status", lambda row: row.status),
    column("CSP Comments", _answer(FormQuestion.COMMENTS)),
)
HEADERS = tuple(head.headers[0] for head, _ in _FIELDS)
"""Of the columns that are written."""


def _layout(package: AuthorizationPackage, rows: tuple[RequestRow, ...]) -> WorkbookForm:
    contact, title = _contact(package) or (None, None)
    labels: tuple[tuple[str, CellValue], ...] = (
        ("CSP Name", package.system.provider_name),
        ("System Name", package.system.name),
        ("Impact Level", package.system.impact_level.value.capitalize() if package.system.is_categorized else None),
        ("DR Submission Date", package.as_of),
        ("Name", contact.name if contact else None),
        ("Title", title),
        ("Phone", contact.phone if contact else None),
        ("Email", contact.email if contact else None),
    )
    sheet = filled_sheet(
        "DR Sheet", _FIELDS, rows, 12, tuple(LabelFill(label=label, down=1, value=value) for label, value in labels)
    )
    # and the rest of a third example: a metric alone in X14
    return WorkbookForm(name="the form v2.1", sheets=(replace(sheet, examples=(12, 14)),))


def _contact(package: AuthorizationPackage) -> tuple[SystemParty, str] | None:
    """Who answers for requests, and as what."""
    held = ((party, title) for role, title in _CONTACTS.items() for party in package.system.parties if role in party.roles)
    return next(held, None)


_CONTACTS = {
    "system-poc-management": "Management Point of Contact",
    "information-system-security-officer": "ISSO",
    "system-owner": "System Owner",
}


def _incomplete(rows: tuple[RequestRow, ...]) -> tuple[Gap, ...]:
    """Requests that are not decided and do not say all that the form asks."""
    gaps = []
    for row in rows:
        lacks = [lack.replace("-", " ") for lack in row.lacks]
        lacks += [] if row.rationale else ["rationale"]
        lacks += [] if row.submitted or row.status != "Pending" else ["day of submission"]
        if lacks and row.status == "Pending":
            gaps.append(
                Gap(
                    path=_PATH,
                    place=row.number,
                    kind=GapKind.UNDECIDED,
                    reason=f"the deviation request for {row.item.poam_id} ({row.type}) does not say: {', '.join(lacks)}",
                    next_step="answer it in decisions/deviations.yaml: `rationale`, `submitted`, and the rest under `request:`",
                )
            )
    return tuple(gaps)


def _render(package: AuthorizationPackage, template: bytes | None) -> RenderedDocument:
    rows = view(package)
    layouts = [_layout(package, rows)]
    filled = fill_first(template, "deviation-request.xlsx", layouts, day=package.as_of, where="templates: deviation-request")
    notes = (*_incomplete(rows), *gaps_of(filled, _PATH))
    return RenderedDocument(data=with_sheet_record(filled.data, package, _PATH), notes=notes)


DEVIATION_REQUEST_XLSX = Renderer(
    name="deviation-request-xlsx",
    path=_PATH,
    title="Vulnerability Deviation Request Form",
    template="deviation-request",
    applies=lambda package: outside_cr26(package) and bool(view(package)),
    render=_render,
)
