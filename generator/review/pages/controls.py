"""Controls: family by family how far the answers have come; of one control what it requires, what the evidence drafts, the text
in Markdown with its preview, and who reviewed and approved it."""

from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import quote, urlencode

import msgspec
from markupsafe import Markup

from generator.frameworks.base import Control
from generator.frameworks.plan import known_controls
from generator.frameworks.rev5.table import FAMILIES
from generator.model.claim import Claim
from generator.model.discrepancy import Discrepancy
from generator.model.identifiers import ControlId
from generator.model.narrative import Narrative
from generator.model.progress import AnswerProgress, tallies
from generator.narrative.front_matter import ImplementationStatus, Origination
from generator.narrative.front_matter_edits import HeaderChange, changed_head, fenced, parts_of
from generator.narrative.part_texts import part_sources, with_part_texts
from generator.narrative.reading import FOLDER, file_name, read_narrative
from generator.oscal.package import AuthorizationPackage
from generator.oscal.plan_drafts import paragraphs
from generator.renderers.html_page import as_shown
from generator.review.bench import (
    ActionDone,
    ActionRequest,
    PageRequest,
    PageValues,
    ReviewAction,
    ReviewPage,
    Workbench,
    there,
)
from generator.review.markdown_preview import markdown_preview
from generator.review.pages.decisions import own_address
from generator.review.statements import DONE, NAMES, signature_of, signed_text, stated_value, statement, statement_text
from generator.review.writes import put_text, put_texts, refused, text_hash_of
from generator.text import counted

_SIGNABLE = frozenset({AnswerProgress.WRITTEN, AnswerProgress.REVIEWED})
_STATES: Mapping[str, frozenset[AnswerProgress]] = {
    "not-written": frozenset({AnswerProgress.MISSING, AnswerProgress.GENERATED}),
    "not-approved": _SIGNABLE,
    "approved": frozenset({AnswerProgress.APPROVED}),
}


class ControlSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A control in the list of its family."""

    id: ControlId
    title: str
    states: tuple[tuple[str, str], ...]
    """(letter, state in words) of each part."""
    signable: str = ""
    """What the box of the row posts; empty where no part has a text of a person."""
    preview: Markup | None = None
    """Its text, to be read where it is signed; on the page of a family."""


class PartEditor(msgspec.Struct, frozen=True, kw_only=True):
    """One part on the page of its control."""

    letter: str
    state: str
    source: str
    """The Markdown that stands in the file."""
    preview: Markup
    draft: tuple[Claim, ...]
    """What the evidence says about it."""
    drafted: str
    """The draft that a person may start from; empty where the evidence lets nothing be said."""


def _list(request: PageRequest) -> PageValues:
    family, state = request.query.get("family", ""), request.query.get("state", "")
    wanted = _STATES.get(state)
    by_control: dict[ControlId, list[tuple[str, AnswerProgress]]] = {}
    for part in request.assessment.parts:
        by_control.setdefault(part.control, []).append((part.letter, part.state))
    controls = {control.id: control for control in known_controls()}
    rows = [
        _summary(request, controls[control], tuple(parts), preview=bool(family))
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
        "back": f"/controls?{urlencode({'family': family, 'state': state})}",
    }


def _summary(
    request: PageRequest, control: Control, parts: tuple[tuple[str, AnswerProgress], ...], *, preview: bool
) -> ControlSummary:
    text = _read(request.bench, control) if any(state in _SIGNABLE for _, state in parts) else ""
    return ControlSummary(
        id=control.id,
        title=control.title,
        states=tuple((letter, state.words) for letter, state in parts),
        signable=f"{control.id}::{text_hash_of(text)}" if text else "",
        preview=markdown_preview(parts_of(text)[1]) if text and preview else None,
    )


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
    at = there(next((at for at, each in enumerate(order) if each == control.id), None))
    return {
        "control": control,
        "conflict": False,
        "narrative": narrative,
        "file": _path(control),
        "head": "\n".join(head),
        "requirement": texts.parts if texts else {},
        "catalog": package.requirement_texts.source,
        "parts": tuple(_editors(request, control, sources, states)),
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
    request: PageRequest, control: Control, sources: Mapping[str, str], states: Mapping[str, str]
) -> Iterator[PartEditor]:
    """With `draft` in the address, the field of that part holds the draft until a person writes it."""
    package = request.assessment.package
    wanted = request.query.get("draft")
    for letter in control.parts or ("",):
        source, drafted = sources.get(letter, ""), drafted_statement(package, control.id, letter)
        if drafted and not source and wanted == letter:
            source, drafted = drafted, ""
        yield PartEditor(
            letter=letter,
            state=states.get(letter, ""),
            source=source,
            preview=markdown_preview(source),
            draft=tuple(claim for claim in package.claims if claim.control == control.id and claim.part == letter),
            drafted=drafted if not source else "",
        )


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
    changed = {letter: new for letter, new in typed.items() if new != as_shown(old.get(letter, ""))}
    narrative = _narrative(text, control, request.bench.as_of())
    changes = dict(_head_changes(request, control, narrative))
    withdrawn = bool(changed and narrative and (narrative.reviewed_by or narrative.approver))
    why = "Withdrawn, since the text changed in the workbench:" if withdrawn else ""
    made = fenced(
        changed_head(head, changes, NAMES, withdrawn=why),
        with_part_texts(body, control.parts, changed) if changed else body,
    )
    _write(request, control, text, made)
    return ActionDone(back=f"/controls/{control.id}", notice=f"{_path(control)} written.")


def _head_changes(
    request: ActionRequest, control: Control, narrative: Narrative | None
) -> Iterator[tuple[tuple[str, ...], HeaderChange]]:
    """The keys of the head that the form says otherwise than the file."""
    for key, known in (
        ("status", narrative.statuses if narrative else ()),
        ("origination", narrative.originations if narrative else ()),
    ):
        posted = request.several.get(key, ())
        if f"{key} asked" in request.posted and set(posted) != set(known):
            yield (key,), stated_value(posted)
    texts: dict[tuple[str, ...], tuple[str, str | None]] = {("role",): ("role", narrative.role if narrative else None)}
    for parameter in control.parameters:
        label = parameter.label
        texts["parameters", label] = f"parameter {label}", narrative.parameter(label) if narrative else None
    for path, (name, was) in texts.items():
        if name in request.posted and request.posted[name].split() != (was or "").split():
            yield path, stated_value(" ".join(request.posted[name].split()))


def _sign(request: ActionRequest) -> ActionDone:
    """Review or approve, by name and day."""
    control = _known(request.path["control"])
    signature = signature_of(request.person, request.posted.get("as", ""), request.bench)
    text = _read(request.bench, control)
    _write(request, control, text, signed_text(request.bench, signature, control, _path(control), text))
    done = DONE[signature.key]
    return ActionDone(back=f"/controls/{control.id}", notice=f"{control.id} {done} by {signature.person.name}.")


def _sign_several(request: ActionRequest) -> ActionDone:
    """The same of several statements, each as the page showed it: all of them or none."""
    signature = signature_of(request.person, request.posted.get("as", ""), request.bench)
    texts: dict[str, tuple[str, str]] = {}
    for chosen in request.several.get("statement", ()):
        name, _, shown = chosen.partition("::")
        control = _known(name)
        text = _read(request.bench, control)
        if text_hash_of(text) != shown:
            raise refused(f"{_path(control)} is another one than the page showed", "read it again, and sign it then")
        texts[_path(control)] = text, signed_text(request.bench, signature, control, _path(control), text)
    if not texts:
        raise refused("no statement is chosen", "choose at least one")
    put_texts(request, texts, now=lambda file: statement_text(request.bench.root, file))
    notice = f"{counted(len(texts), 'statement')} {DONE[signature.key]} by {signature.person.name}."
    return ActionDone(back=own_address(request.posted.get("back", "")) or "/controls", notice=notice)


def _write(request: ActionRequest, control: Control, before: str, after: str) -> None:
    if after != before:
        read_narrative(after, _path(control), control, as_of=request.bench.as_of())
    put_text(request, _path(control), after=after, now=lambda: _read(request.bench, control))


def _read(bench: Workbench, control: Control) -> str:
    return statement_text(bench.root, _path(control))


def _narrative(text: str, control: Control, as_of: date) -> Narrative | None:
    return statement(text, _path(control), control, as_of)


def _known(name: str) -> Control:
    return there(next((control for control in known_controls() if control.id == name), None))


def _path(control: Control) -> str:
    return f"{FOLDER}/{file_name(control.id)}"


PAGES = (
    ReviewPage(path="/controls", title="Controls", template="controls.html", view=_list),
    ReviewPage(path="/controls/{control}", title="Control", template="control.html", view=_control, listed=False),
)
ACTIONS = (
    ReviewAction(path="/controls/{control}/save", apply=_save),
    ReviewAction(path="/controls/{control}/sign", apply=_sign),
    ReviewAction(path="/controls/sign", apply=_sign_several),
)


_MOST_CITED = 5
_EVIDENCE = "evidence/"


def drafted_statement(package: AuthorizationPackage, control: ControlId, letter: str) -> str:
    """The text that Appendix A would have there; empty where no evidence lets the plan say anything."""
    return "\n\n".join(
        " ".join((*(sentence.text for sentence in paragraph), *_cited(paths)))
        for paragraph in paragraphs(package.drafts.of(control, letter))
        for paths in [dict.fromkeys(source.path for sentence in paragraph for source in sentence.sources)]
    )


def _cited(paths: dict[str, None]) -> tuple[str, ...]:
    links = [f"[{path.rpartition('/')[2]}]({quote(path)})" for path in paths if path.startswith(_EVIDENCE)][:_MOST_CITED]
    return (f"({', '.join(links)})",) if links else ()
