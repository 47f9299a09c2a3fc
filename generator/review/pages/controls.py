"""Controls: family by family how far the answers have come; of one control what it requires, what the evidence drafts, the text
in Markdown with its preview, and who reviewed and approved it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.exceptions import HTTPException

from generator.errors import ConfigError
from generator.frameworks.base import Control
from generator.frameworks.plan import known_controls
from generator.frameworks.rev5.table import FAMILIES
from generator.model.claim import Claim
from generator.model.discrepancy import Discrepancy
from generator.model.identifiers import ControlId
from generator.model.narrative import Narrative
from generator.model.progress import AnswerProgress, tallies
from generator.narrative.approval import evidence_hash
from generator.narrative.conflicts import SideNames
from generator.narrative.front_matter import ImplementationStatus, Origination
from generator.narrative.front_matter_edits import HeaderChange, changed_head, fenced, parts_of
from generator.narrative.part_texts import part_sources, with_part_texts
from generator.narrative.reading import FOLDER, file_name, read_narrative, text_hash
from generator.oscal.package import AuthorizationPackage
from generator.review.bench import ActionDone, ActionRequest, PageRequest, PageValues, ReviewAction, ReviewPage, Workbench
from generator.review.writes import put_text, refused, text_hash_of

_STATES: Mapping[str, frozenset[AnswerProgress]] = {
    "not-written": frozenset({AnswerProgress.MISSING, AnswerProgress.GENERATED}),
    "not-approved": frozenset({AnswerProgress.WRITTEN, AnswerProgress.REVIEWED}),
    "approved": frozenset({AnswerProgress.APPROVED}),
}
_NAMES = SideNames(ours="the file", theirs="the workbench")


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlSummary:
    """A control in the list of its family."""

    id: ControlId
    title: str
    states: tuple[tuple[str, str], ...]
    """(letter, state in words) of each part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEditor:
    """One part on the page of its control."""

    letter: str
    state: str
    source: str
    """The Markdown that stands in the file."""
    preview: Markup
    draft: tuple[Claim, ...]
    """What the evidence says about it."""


def _list(request: PageRequest) -> PageValues:
    family, state = request.query.get("family", ""), request.query.get("state", "")
    wanted = _STATES.get(state)
    by_control: dict[ControlId, list[tuple[str, AnswerProgress]]] = {}
    for part in request.assessment.parts:
        by_control.setdefault(part.control, []).append((part.letter, part.state))
    titles = {control.id: control.title for control in known_controls()}
    rows = [
        ControlSummary(id=control, title=titles.get(control, ""), states=tuple((letter, each.words) for letter, each in parts))
        for control, parts in by_control.items()
        if (not family or control[:2] == family) and (wanted is None or any(each in wanted for _, each in parts))
    ]
    return {
        "tallies": tuple((tally, FAMILIES.get(tally.family, "")) for tally in tallies(request.assessment.parts)),
        "states": tuple(state.words for state in AnswerProgress),
        "rows": tuple(rows) if family or state else (),
        "family": family,
        "state": state,
        "filters": tuple(_STATES),
        "conflicts": len(request.assessment.conflicts),
    }


def _control(request: PageRequest) -> PageValues:
    control = _known(request.path["control"])
    text = _read(request.bench, control)
    if _path(control) in request.assessment.conflicts:
        return {"control": control, "file": _path(control), "conflict": True}
    head, body = parts_of(text)
    narrative = _narrative(text, control, request.bench.as_of())
    sources = part_sources(body, control.parts)
    states = {part.letter: part.state.words for part in request.assessment.parts if part.control == control.id}
    package = request.assessment.package
    texts = package.requirement_texts.controls.get(control.id)
    order = tuple(dict.fromkeys(part.control for part in request.assessment.parts))
    if control.id not in order:
        raise HTTPException(404)
    at = order.index(control.id)
    return {
        "control": control,
        "conflict": False,
        "narrative": narrative,
        "file": _path(control),
        "head": "\n".join(head),
        "requirement": texts.parts if texts else {},
        "parts": tuple(_editors(control, sources, states, package.claims)),
        "statuses": tuple(each.value for each in ImplementationStatus),
        "originations": tuple(each.value for each in Origination),
        "discrepancies": _against(control, package),
        "before": order[at - 1] if at else "",
        "after": order[at + 1] if at + 1 < len(order) else "",
        "shown": text_hash_of(text),
        "evidence": tuple(file.path for file in package.evidence),
    }


def _against(control: Control, package: AuthorizationPackage) -> tuple[Discrepancy, ...]:
    """Discrepancies of the checks that contradict what the evidence says about a control."""
    checks = {check for claim in package.claims if claim.control == control.id for check in claim.discrepancies}
    return tuple(each for each in package.discrepancies if checks & set(each.checks))


def _editors(
    control: Control, sources: Mapping[str, str], states: Mapping[str, str], claims: tuple[Claim, ...]
) -> Iterator[PartEditor]:
    for letter in control.parts or ("",):
        source = sources.get(letter, "")
        yield PartEditor(
            letter=letter,
            state=states.get(letter, ""),
            source=source,
            preview=_preview(source),
            draft=tuple(claim for claim in claims if claim.control == control.id and claim.part == letter),
        )


def _preview(source: str) -> Markup:
    # NOTE: the library escapes everything where HTML is off, and no link of a narrative leads to a script.
    return Markup(MarkdownIt("commonmark", {"html": False}).enable("table").render(source))  # noqa: S704


def _save(request: ActionRequest) -> ActionDone:
    """The texts and the head as the form has them; an approval of another text is withdrawn."""
    control = _known(request.path["control"])
    text = _read(request.bench, control)
    head, body = parts_of(text)
    old = part_sources(body, control.parts)
    typed = {
        letter: request.posted[f"part {letter}"].replace("\r\n", "\n").strip("\n")
        for letter in control.parts or ("",)
        if f"part {letter}" in request.posted
    }
    changed = {letter: new for letter, new in typed.items() if new != old.get(letter, "")}
    changes: dict[tuple[str, ...], HeaderChange] = {}
    for key in ("status", "origination"):
        if f"{key} asked" in request.posted:
            _change(changes, (key,), request.several.get(key, ()))
    if "role" in request.posted:
        _change(changes, ("role",), " ".join(request.posted["role"].split()))
    for parameter in control.parameters:
        if (name := f"parameter {parameter.label}") in request.posted:
            _change(changes, ("parameters", parameter.label), " ".join(request.posted[name].split()))
    narrative = _narrative(text, control, request.bench.as_of())
    withdrawn = bool(changed and narrative and (narrative.reviewed_by or narrative.approver))
    why = "Withdrawn, since the text changed in the workbench:" if withdrawn else ""
    made = fenced(
        changed_head(head, changes, _NAMES, withdrawn=why),
        with_part_texts(body, control.parts, changed) if changed else body,
    )
    _write(request, control, text, made)
    return ActionDone(back=f"/controls/{control.id}", notice=f"{_path(control)} written.")


def _sign(request: ActionRequest) -> ActionDone:
    """Review or approve, by name and day. A person does not approve what the same person reviewed."""
    control, person = _known(request.path["control"]), request.person
    what = request.posted.get("as", "")
    if what not in ("reviewed-by", "approver") or not person.known:
        raise refused("a review or an approval needs a name", "write your name on the page You")
    text = _read(request.bench, control)
    narrative = _narrative(text, control, request.bench.as_of())
    if narrative is None or not narrative.parts:
        raise refused(f"nothing is written about {control.id}", "write a text first")
    if what == "approver" and narrative.reviewed_by is None:
        raise refused(f"{control.id} has no reviewer", "another person reviews it first")
    if person.name in {narrative.reviewed_by if what == "approver" else narrative.approver}:
        raise refused("the same person cannot both review and approve a statement", "another person signs")
    head, body = parts_of(text)
    changes: dict[tuple[str, ...], HeaderChange] = {}
    _change(changes, (what,), person.name)
    _change(changes, ("date",), request.bench.as_of().isoformat())
    if what == "approver":
        postures = request.bench.assessments.current().package.postures
        _change(changes, ("approves",), text_hash(narrative))
        _change(changes, ("approves-evidence",), evidence_hash(control.id, postures))
    _write(request, control, text, fenced(changed_head(head, changes, _NAMES, withdrawn=""), body))
    done = "approved" if what == "approver" else "reviewed"
    return ActionDone(back=f"/controls/{control.id}", notice=f"{control.id} {done} by {person.name}.")


def _change(changes: dict[tuple[str, ...], HeaderChange], path: tuple[str, ...], value: str | tuple[str, ...]) -> None:
    changes[path] = HeaderChange(ours="", theirs=value, clash=False)


def _write(request: ActionRequest, control: Control, before: str, after: str) -> None:
    if after != before:
        read_narrative(after, _path(control), control, as_of=request.bench.as_of())
    put_text(request, _path(control), after=after, now=lambda: _read(request.bench, control))


def _read(bench: Workbench, control: Control) -> str:
    place = bench.root / _path(control)
    if place.is_symlink() or not place.is_file():
        return ""
    try:
        return place.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError("not text in UTF-8", where=_path(control), next_step="save it as UTF-8") from error


def _narrative(text: str, control: Control, as_of: date) -> Narrative | None:
    return read_narrative(text, _path(control), control, as_of=as_of) if text else None


def _known(name: str) -> Control:
    control = next((control for control in known_controls() if control.id == name), None)
    if control is None:
        raise HTTPException(404)
    return control


def _path(control: Control) -> str:
    return f"{FOLDER}/{file_name(control.id)}"


PAGES = (
    ReviewPage(path="/controls", title="Controls", template="controls.html", view=_list),
    ReviewPage(path="/controls/{control}", title="Control", template="control.html", view=_control, listed=False),
)
ACTIONS = (
    ReviewAction(path="/controls/{control}/save", apply=_save),
    ReviewAction(path="/controls/{control}/sign", apply=_sign),
)
