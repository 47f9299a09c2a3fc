"""Running text of the plan: what a person wrote in `narratives/plan/`, else what system.yaml says in a sentence."""

from generator.documents.word_blocks import Paragraph, TextRun, WordRegion
from generator.documents.word_styles import NARRATIVE_END, NARRATIVE_STATE
from generator.model.system import System
from generator.narrative.plan_places import PlanPlace, plain_content, text_of
from generator.narrative.reading import texts_of
from generator.oscal.ssp_statements import stated
from generator.renderers.narrative_blocks import narrative_blocks
from generator.renderers.ssp.rows import PlanStatement, Prose

PROMPT = "Click or tap here to enter text."
"""In a field that is not filled: what Word itself shows in an empty content control."""


def prose(system: System, place: PlanPlace, otherwise: str | None) -> PlanStatement:
    """What stands in a place; `otherwise` is what stands there while it has no file."""
    written = text_of(system.plan_texts, place)
    text_blocks = written.text("") if written else ()
    content = text_blocks or plain_content(otherwise or "")
    remark = stated(written) if written and text_blocks else ""
    made = Prose(tag=place.tag, title=place.title, file=place.file, content=content, remark=remark)
    return PlanStatement(text=texts_of(content), key=place.key, prose=made)


def region(statement: PlanStatement, place: Prose, *, style: str, table_style: str, width: float) -> WordRegion:
    """Its content control, closed by who stands behind it; `width` is that of its tables, in inches."""
    line = "" if statement.is_outstanding else place.remark
    closing = Paragraph(content=(TextRun(text=line),) if line else (), style=NARRATIVE_STATE if line else NARRATIVE_END)
    blocks = narrative_blocks(place.content, style=style, table_style=table_style, width=width)
    return WordRegion(tag=place.tag, title=place.title, blocks=blocks, prompt=PROMPT, prompt_style=style, closing=closing)
