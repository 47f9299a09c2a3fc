"""What people typed into the deviation request form, as entries of `decisions/deviations.yaml`.

A row of the form is a request: a POA&M item and one or two kinds of deviation. What describes the item is the ledger's, and
what came of a request needs the letter with it, so both are reported.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from generator.frameworks.deviation_request import FORM_QUESTIONS, METRICS, FormQuestion
from generator.ledger.deviation_decisions import FILE
from generator.model.rating import Rating
from generator.renderers.poam.deviation_request_xlsx import DEVIATION_REQUEST_XLSX, HEADERS
from generator.workspace.cell_plan import CellPlan, RefusedCellError
from generator.workspace.folder import Workspace
from generator.workspace.returned_table import ReturnedRow, TableShape, TypedCell, same
from generator.workspace.yaml_text import YamlValue
from generator.workspace.yaml_writer import ChangingYaml

_KEY, _STATUS, _SCAN, _REASON = "DR Number", "Deviation Status", "Scan ID", " Explanation"
SHAPE = TableShape(
    document=DEVIATION_REQUEST_XLSX.path,
    sheet="DR Sheet",
    key=_KEY,
    headers=HEADERS,
    days=frozenset({"DR Submission Date", "Original Detection Date"}),
)
_KINDS = {
    "FP": ("false-positive",),
    "OR": ("operational-requirement",),
    "OR-RA": ("operational-requirement", "risk-adjustment"),
    "RA": ("risk-adjustment",),
}
"""How a DR Number ends, and the kinds of deviation in the request."""
_RATIONALE, _SUBMITTED, _RATING = "DR Rationale", "DR Submission Date", "Requested Risk Rating/Impact"
_QUESTIONS: Mapping[str, FormQuestion] = {
    "CSP-Provided Vulnerability Information (Optional)": FormQuestion.INFORMATION,
    "Adjusted CVSS Score": FormQuestion.ADJUSTED_SCORE,
    "Evidence Description": FormQuestion.EVIDENCE,
    "List of Evidence Attachments": FormQuestion.ATTACHMENTS,
    "Operational Impact Statement": FormQuestion.IMPACT,
    "Justification": FormQuestion.JUSTIFICATION,
    "List of Operational Requirement Attachments": FormQuestion.ATTACHMENTS,
    "List of Risk Reduction": FormQuestion.ATTACHMENTS,
    "Attack Vector": FormQuestion.ATTACK_VECTOR,
    "Attack Complexity": FormQuestion.ATTACK_COMPLEXITY,
    "Privileges Required": FormQuestion.PRIVILEGES,
    "User Interaction": FormQuestion.INTERACTION,
    "Impact Metrics: Confidentiality": FormQuestion.CONFIDENTIALITY,
    "Impact Metrics: Integrity": FormQuestion.INTEGRITY,
    "Impact Metrics: Availability": FormQuestion.AVAILABILITY,
    "Remediation Level": FormQuestion.REMEDIATION,
    "Additional Information": FormQuestion.MORE,
    "CSP Comments": FormQuestion.COMMENTS,
}
_ONLY = {
    "List of Evidence Attachments": "false-positive",
    "List of Operational Requirement Attachments": "operational-requirement",
    "List of Risk Reduction": "risk-adjustment",
    _RATING: "risk-adjustment",
    "Adjusted CVSS Score": "risk-adjustment",
    **{
        header: next(kind for kind, questions in FORM_QUESTIONS.items() if question in questions)
        for header, question in _QUESTIONS.items()
        if question is not FormQuestion.ATTACHMENTS and any(question in questions for questions in FORM_QUESTIONS.values())
    },
}
"""Columns of one kind of deviation."""


def plan_deviations(
    cells: Sequence[TypedCell], changing: ChangingYaml, workspace: Workspace, rows: Mapping[str, ReturnedRow]
) -> CellPlan:
    """The file with what was typed; `changing` is `decisions/deviations.yaml`, `rows` what the form would say today."""
    plan = CellPlan(changing)
    for cell in cells:
        if cell.now is not None and same(cell.now, cell.typed):
            continue
        try:
            request = _request(cell)
            path, value = _stated(cell, workspace)
            if cell.clashes:
                plan.clashes.append(cell)
                continue
            index = _entry(plan, cell, request, rows)
        except RefusedCellError as refused:
            plan.tell(cell, str(refused))
            continue
        value = _with_explanation(plan.changing, (index, *path), cell, value)
        plan.changing = plan.changing.with_key((index, *path), value, why=f"{cell.header} of {cell.id}")
        plan.take(cell, ".".join(path))
    return plan


def _request(cell: TypedCell) -> tuple[str, str]:
    """The POA&M ID and the kind of deviation that a column is about."""
    ending = next((each for each in sorted(_KINDS, key=len, reverse=True) if cell.id.endswith(f"-{each}")), None)
    if ending is None:
        raise RefusedCellError("this row is no request, so it is not taken over")
    kinds = _KINDS[ending]
    kind = _ONLY.get(cell.header.removesuffix(_REASON), kinds[0])
    if kind not in kinds:
        raise RefusedCellError(f"the column is for a {kind.replace('-', ' ')}, and this request asks for another thing")
    return cell.id.removesuffix(f"-{ending}"), kind


def _stated(cell: TypedCell, workspace: Workspace) -> tuple[tuple[str, ...], YamlValue]:
    """The keys below the entry, and the value."""
    header = cell.header.removesuffix(_REASON)
    if cell.header == _STATUS:
        raise RefusedCellError(f"a decision counts with its letter: write status, approver, day and evidence into {FILE}")
    if cell.header not in (_RATIONALE, _SUBMITTED, _RATING) and header not in _QUESTIONS:
        raise RefusedCellError("the item or the ledger says this, so it is not taken over")
    if cell.now is None:
        raise RefusedCellError("there is no longer such a request, so it is not taken over")
    if not cell.typed:
        raise RefusedCellError(f"it was emptied, which says nothing; take it out of {FILE} if that is meant")
    if header in _QUESTIONS:
        return ("request", _QUESTIONS[header].value), _answer(_QUESTIONS[header], cell, workspace)
    return _of_the_entry(cell)


def _of_the_entry(cell: TypedCell) -> tuple[tuple[str, ...], YamlValue]:
    if cell.header == _RATIONALE:
        if cell.id.endswith("-OR-RA"):
            raise RefusedCellError(f"the cell holds the rationale of two deviations; write each into {FILE}")
        return ("rationale",), cell.typed
    if cell.header == _SUBMITTED:
        return ("submitted",), _day(cell.typed)
    return ("adjusted-rating",), _word(cell.typed, [rating.value for rating in Rating])


def _answer(question: FormQuestion, cell: TypedCell, workspace: Workspace) -> YamlValue:
    if question is FormQuestion.ATTACHMENTS:
        names = [line.strip() for line in cell.typed.splitlines() if line.strip()]
        for name in names:
            path = workspace.root / name
            inside = path.resolve().is_relative_to((workspace.root / "decisions").resolve())
            if not inside or not path.is_file():
                raise RefusedCellError(f"{name!r} is no file below decisions/; copy it there and name it by its path")
        return names
    if question is FormQuestion.ADJUSTED_SCORE:
        try:
            return float(cell.typed)
        except ValueError:
            raise RefusedCellError("it is not a number") from None
    if question in METRICS and not cell.header.endswith(_REASON):
        shown = {form: word for word, (form, _) in METRICS[question].items()}
        return _word(shown.get(cell.typed, cell.typed), list(METRICS[question]))
    return cell.typed


def _with_explanation(changing: ChangingYaml, path: tuple[str | int, ...], cell: TypedCell, value: YamlValue) -> YamlValue:
    """A metric and its explanation stand under one key."""
    if cell.header.removesuffix(_REASON) not in _QUESTIONS or path[-1] not in {str(question) for question in METRICS}:
        return value
    held: object = changing.value
    for part in path:
        held = held[part] if isinstance(held, list) and isinstance(part, int) else _get(held, str(part))
    before = held if isinstance(held, dict) else {"value": held} if held else {}
    name = "why" if cell.header.endswith(_REASON) else "value"
    after = {**before, name: value}
    return value if set(after) == {"value"} else after


def _get(group: object, key: str) -> object:
    return group.get(key) if isinstance(group, dict) else None


def _entry(plan: CellPlan, cell: TypedCell, request: tuple[str, str], rows: Mapping[str, ReturnedRow]) -> int:
    """The entry of a request: the one for the item, the one for its weakness where it is the only such item, else a new one."""
    poam_id, kind = request
    held = plan.changing.value
    entries = [entry for entry in held if isinstance(entry, dict)] if isinstance(held, list) else []
    of_kind = {index: entry for index, entry in enumerate(entries) if entry.get("type") == kind}
    for index, entry in of_kind.items():
        if entry.get("poam-id") == poam_id:
            return index
    shown = rows[cell.id].cells
    for index, entry in of_kind.items():
        identifier = str(entry.get("identifier", ""))
        alike = sum(identifier in row.cells.get(_SCAN, "").split() for row in rows.values())
        if identifier in shown.get(_SCAN, "").split() and alike > 1:
            where = f"{FILE}, line {plan.changing.line((index,))}"
            raise RefusedCellError(f"the entry in {where} is for every item of this weakness; change it there if all are meant")
        if identifier in shown.get(_SCAN, "").split():
            return index
    made = _new_entry(poam_id, kind, cell.id, shown)
    plan.changing = plan.changing.with_entry((), made, why=f"request {cell.id}")
    return len(entries)


def _new_entry(poam_id: str, kind: str, request: str, shown: Mapping[str, str]) -> dict[str, YamlValue]:
    """A request that stands in the POA&M only, with what it says there: from now on the file counts."""
    made: dict[str, YamlValue] = {"poam-id": poam_id, "type": kind, "status": "pending"}
    if shown.get(_RATIONALE) and not request.endswith("-OR-RA"):
        made["rationale"] = shown[_RATIONALE]
    if shown.get(_SUBMITTED):
        made["submitted"] = _day(shown[_SUBMITTED])
    if kind == "risk-adjustment":
        made["adjusted-rating"] = _word(shown.get(_RATING, ""), [rating.value for rating in Rating])
    return made


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedCellError("it is not a date; write it like 2026-11-20") from None


def _word(text: str, allowed: Sequence[str]) -> str:
    found_word = next((word for word in allowed if word.casefold() == text.strip().casefold()), None)
    if found_word is None:
        raise RefusedCellError(f"it takes one of: {', '.join(allowed)}")
    return found_word
