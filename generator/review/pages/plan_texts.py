"""SSP texts: running texts of the System Security Plan (`narratives/plan/`), written and signed as statements are."""

import msgspec
from markupsafe import Markup

from generator.model.progress import AnswerProgress, text_progress
from generator.narrative.front_matter_edits import changed_head, fenced, parts_of
from generator.narrative.plan_places import PLACES, PlanPlace, read_plan_texts
from generator.renderers.html_page import as_shown
from generator.review.bench import ActionDone, ActionRequest, PageRequest, PageValues, ReviewAction, ReviewPage, there
from generator.review.markdown_preview import markdown_preview
from generator.review.statements import DONE, NAMES, signature_of, signed_text, statement, statement_text
from generator.review.writes import put_text, text_hash_of
from generator.workspace.narratives import yaml_text


class PlanTextRow(msgspec.Struct, frozen=True, kw_only=True):
    """A place of the plan in the list of all."""

    place: PlanPlace
    state: AnswerProgress
    from_system_yaml: bool
    """Is the text that of the key of system.yaml, which no person approves?"""


def _list(request: PageRequest) -> PageValues:
    system = request.assessment.package.system
    texts = {text.control: text for text in system.plan_texts}
    rows = []
    for place in PLACES:
        text = texts.get(place.control.id)
        state = text_progress(text.standing) if text is not None and text.parts else AnswerProgress.MISSING
        stated = text is None and bool(yaml_text(system, place.key))
        rows.append(PlanTextRow(place=place, state=state, from_system_yaml=stated))
    return {"rows": tuple(rows)}


def _text(request: PageRequest) -> PageValues:
    place = _known(request.path["place"])
    text = statement_text(request.bench.root, place.file)
    if place.file in request.assessment.conflicts:
        return {"place": place, "conflict": True}
    _, body = parts_of(text)
    source = body.strip("\n")
    return {
        "place": place,
        "conflict": False,
        "narrative": statement(text, place.file, place.control, request.bench.as_of()),
        "source": source,
        "preview": markdown_preview(source) if source else Markup(),
        "instead": "" if text else yaml_text(request.assessment.package.system, place.key),
        "shown": text_hash_of(text),
    }


def _save(request: ActionRequest) -> ActionDone:
    """The text as the form has it; an approval of another text is withdrawn."""
    place = _known(request.path["place"])
    text = statement_text(request.bench.root, place.file)
    head, body = parts_of(text)
    typed = request.posted.get("text", "").replace("\r\n", "\n").strip("\n")
    signed = statement(text, place.file, place.control, request.bench.as_of())
    changed = typed != as_shown(body.strip("\n"))
    withdrawn = changed and signed is not None and bool(signed.reviewed_by or signed.approver)
    why = "Withdrawn, since the text changed in the workbench:" if withdrawn else ""
    made = fenced(changed_head(head, {}, NAMES, withdrawn=why), f"{typed}\n" if typed else "") if changed else text
    read_plan_texts({place.file: made}, as_of=request.bench.as_of())
    _put(request, place, made)
    return ActionDone(back=f"/plan/{place.name}", notice=f"{place.file} written.")


def _sign(request: ActionRequest) -> ActionDone:
    """Review or approve, by name and day."""
    place = _known(request.path["place"])
    signature = signature_of(request.person, request.posted.get("as", ""), request.bench)
    text = statement_text(request.bench.root, place.file)
    _put(request, place, signed_text(request.bench, signature, place.control, place.file, text, on_evidence=False))
    notice = f"{place.title} {DONE[signature.key]} by {signature.person.name}."
    return ActionDone(back=f"/plan/{place.name}", notice=notice)


def _put(request: ActionRequest, place: PlanPlace, made: str) -> None:
    put_text(request, place.file, after=made, now=lambda: statement_text(request.bench.root, place.file))


def _known(name: str) -> PlanPlace:
    return there(next((place for place in PLACES if place.name == name), None))


PAGES = (
    ReviewPage(path="/plan", title="SSP texts", template="plan.html", view=_list),
    ReviewPage(path="/plan/{place}", title="SSP text", template="plan_text.html", view=_text, listed=False),
)
ACTIONS = (
    ReviewAction(path="/plan/{place}/save", apply=_save),
    ReviewAction(path="/plan/{place}/sign", apply=_sign),
)
