"""Formats of this family, in the order they are asked. Each file is taken by one of them at most."""

from generator.parsers.base import Parser
from generator.parsers.file_container import FileContainer
from generator.parsers.late_parser import LateParser
from generator.parsers.signs import ZIP, Signs

_PLAIN = Signs(kinds=frozenset({FileContainer.TEXT}))
_TEXT = Signs(kinds=frozenset({FileContainer.TEXT, FileContainer.YAML}))
_PNG = Signs(kinds=frozenset({FileContainer.PNG}))

DIAGRAMS: tuple[Parser, ...] = (
    LateParser("diagrams.drawio_xml", "draw.io (.drawio, .xml)", Signs(xml=("mxfile", "mxGraphModel"))),
    LateParser("diagrams.drawio_png", "draw.io pictures with a copy of the drawing (.drawio.png)", _PNG),
    LateParser("diagrams.drawio_svg", "draw.io pictures with a copy of the drawing (.drawio.svg)", Signs(xml=("svg",))),
    LateParser("diagrams.visio_vsdx", "Visio, and Lucidchart's export to Visio (.vsdx)", Signs(head=(ZIP,))),
    LateParser("diagrams.lucid_csv", "Lucidchart CSV export (.csv)", Signs(table=("Shape Library",))),
    LateParser("diagrams.excalidraw_json", "Excalidraw (.excalidraw)", Signs(start=(b'"excalidraw',))),
    LateParser(
        "diagrams.excalidraw_picture",
        "Excalidraw pictures with the scene embedded (.excalidraw.png, .excalidraw.svg)",
        Signs(xml=("svg",), kinds=frozenset({FileContainer.PNG})),
    ),
    LateParser("diagrams.mermaid", "Mermaid flowcharts, C4 and architecture diagrams (.mmd)", _TEXT),
    LateParser("diagrams.plantuml", "PlantUML components, deployments and C4 macros (.puml)", _PLAIN),
    LateParser("diagrams.dot", "Graphviz DOT (.dot, .gv)", _PLAIN),
    LateParser("diagrams.structurizr_dsl", "Structurizr DSL (.dsl); !include, !script and !plugin are refused", _PLAIN),
    LateParser(
        "diagrams.structurizr_json", "Structurizr workspaces (.json)", Signs(json=("model",), start=(b'"softwareSystems"',))
    ),
    LateParser("diagrams.d2", "D2 (.d2); imports are not followed", _PLAIN),
    LateParser(
        "diagrams.markdown",
        "Diagrams fenced in Markdown: Mermaid, PlantUML, Graphviz, Structurizr, D2 (.md)",
        Signs(kinds=frozenset({FileContainer.TEXT, FileContainer.YAML, FileContainer.XML})),
    ),
    LateParser(
        "diagrams.diagram_yaml",
        "A diagram written down by hand beside a picture (NAME.diagram.yaml)",
        Signs(start=(b"diagram",)),
    ),
    LateParser(
        "diagrams.picture",
        "Pictures without a drawing inside (.png, .svg, .pdf): refused, with advice",
        Signs(xml=("svg",), kinds=frozenset({FileContainer.PNG}), head=(b"%PDF-",)),
    ),
)
