"""Running text of the plan: what a person wrote in `narratives/plan/`, else what system.yaml says in a sentence."""

from generator.documents.word_blocks import Paragraph, TextRun, WordRegion
from generator.documents.word_styles import NARRATIVE_END, NARRATIVE_STATE
from generator.model.system import System
from generator.narrative.plan_places import PlanPlace, plain_content, text_of
from generator.narrative.reading import texts_of
from generator.oscal.ssp_statements import stated
from generator.renderers.narrative_blocks import narrative_blocks
from generator.renderers.ssp.rows import PlanStatement, Prose

PROMPT = "Write here…"


def prose(system: System, place: PlanPlace, otherwise: str | None) -> PlanStatement:
    """What stands in a place; `otherwise` is what stands there while it has no file."""
    written = text_of(system.plan_texts, place)
    text_blocks = written.text("") if written else ()
    content = text_blocks or plain_content(otherwise or "")
    remark = stated(written) if written and text_blocks else ""
    made = Prose(tag=place.tag, title=place.title, file=place.file, content=content, remark=remark)
    return PlanStatement(text=texts_of(content), key=place.key, prose=made)


def region(statement: PlanStatement, place: Prose, *, style: str, table_style: str, width: float) -> WordRegion:
    """Its content control, closed by who stands behind it or where to say it; `width` is that of its tables, in inches."""
    placeholder = (
        f"Not stated yet: write it here, in {place.file}, or as {statement.key} in system.yaml."
        if statement.is_outstanding
        else ""
    )
    line = placeholder or place.remark
    closing = Paragraph(content=(TextRun(text=line),) if line else (), style=NARRATIVE_STATE if line else NARRATIVE_END)
    blocks = narrative_blocks(place.content, style=style, table_style=table_style, width=width)
    return WordRegion(tag=place.tag, title=place.title, blocks=blocks, prompt=PROMPT, closing=closing)
