"""PlantUML files (.puml): components, deployments and C4 macros, each `@startuml … @enduml` a page.

https://plantuml.com/deployment-diagram. Nothing is included and no macro of the file is run: what an included file would
draw is missing, and that is said.
"""

import re

from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.diagrams import fences, outline, plantuml_reader, plantuml_text
from generator.parsers.diagrams.fences import Body
from generator.parsers.diagrams.outline import Drawing
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re

_START = late_re(
    rb"^[ \t>/*#']*@start(?:uml|c4|mindmap|wbs|gantt|json|yaml|salt|ditaa|dot|board|chen|chronology|ebnf|regex|files|git|nwdiag"
    rb"|hcl)\b",
    re.M,
)
_LIBRARY = late_re(rb"^[ \t]*!(?:include\w*|unquoted|procedure|function|definelong)\b", re.M)
_LOOKS = late_re(rb"^[ \t]*(?:skinparam\b|!end(?:procedure|function|definelong)\b)", re.M)


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container is not FileContainer.TEXT:
        return False
    start = document.data if isinstance(document.content, bytes) else document.start
    if b"@start" not in start and b"!end" not in start and b"skinparam" not in start:
        return False
    if not _START.search(start) and not (_LIBRARY.search(start) and _LOOKS.search(start)):
        return False
    return not fences.has_fences(start.decode(errors="replace"))


def parse(document: Document, evidence: EvidenceFile) -> DiagramSnapshot:
    """See `Parser.parse`. Lines that are not understood are named beside the page."""
    drawings, remarks = drawn(fences.whole(document.text, "plantuml"), 1)
    return outline.snapshot(drawings, evidence, "plantuml", remarks=remarks)


def drawn(body: Body, number: int) -> tuple[tuple[Drawing, ...], tuple[str, ...]]:
    """The diagrams of a PlantUML text, and remarks about those of kinds that are not read."""
    drawings: list[Drawing] = []
    remarks: list[str] = []
    for source in plantuml_text.sources(body.text, first_line=body.first_line, is_fenced=body.is_fenced):
        if plantuml_reader.is_architecture(source):
            name = plantuml_reader.title_of(source) or f"{body.heading or 'PlantUML'} ({number + len(drawings)})"
            drawings.append(Drawing(name=name, outline=plantuml_reader.outline(source)))
        else:
            line = source.lines[0][0] if source.lines else body.first_line
            remarks.append(
                f"Not read: the PlantUML text from line {line} on places no components; "
                "component, deployment and C4 diagrams are read."
            )
    return tuple(drawings), tuple(remarks)
