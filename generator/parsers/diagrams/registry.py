"""Formats of this family, in the order they are asked. Each file is taken by one of them at most."""

from generator.parsers.base import Parser
from generator.parsers.document import FileContainer
from generator.parsers.late_parser import LateParser
from generator.parsers.signs import ZIP, Signs

_PLAIN = Signs(kinds=frozenset({FileContainer.TEXT}))
_TEXT = Signs(kinds=frozenset({FileContainer.TEXT, FileContainer.YAML}))
_PNG = Signs(kinds=frozenset({FileContainer.PNG}))

DIAGRAMS: tuple[Parser, ...] = (
    LateParser("drawio-xml", "diagrams.drawio_xml:DrawioXml", "diagram", Signs(xml=("mxfile", "mxGraphModel"))),
    LateParser("drawio-png", "diagrams.drawio_png:DrawioPng", "diagram", _PNG),
    LateParser("drawio-svg", "diagrams.drawio_svg:DrawioSvg", "diagram", Signs(xml=("svg",))),
    LateParser("visio-vsdx", "diagrams.visio_vsdx:VisioVsdx", "diagram", Signs(head=(ZIP,))),
    LateParser("lucid-csv", "diagrams.lucid_csv:LucidCsv", "diagram", Signs(table=("Shape Library",))),
    LateParser("excalidraw-json", "diagrams.excalidraw_json:ExcalidrawJson", "diagram", Signs(start=(b'"excalidraw',))),
    LateParser(
        "excalidraw-picture",
        "diagrams.excalidraw_picture:ExcalidrawPicture",
        "diagram",
        Signs(xml=("svg",), kinds=frozenset({FileContainer.PNG})),
    ),
    LateParser("mermaid", "diagrams.mermaid:Mermaid", "diagram", _TEXT),
    LateParser("plantuml", "diagrams.plantuml:Plantuml", "diagram", _PLAIN),
    LateParser("dot", "diagrams.dot:Dot", "diagram", _PLAIN),
    LateParser("structurizr-dsl", "diagrams.structurizr_dsl:StructurizrDsl", "diagram", _PLAIN),
    LateParser(
        "structurizr-json",
        "diagrams.structurizr_json:StructurizrJson",
        "diagram",
        Signs(json=("model",), start=(b'"softwareSystems"',)),
    ),
    LateParser("d2", "diagrams.d2:D2", "diagram", _PLAIN),
    LateParser(
        "markdown",
        "diagrams.markdown:Markdown",
        "diagram",
        Signs(kinds=frozenset({FileContainer.TEXT, FileContainer.YAML, FileContainer.XML})),
    ),
    LateParser("diagram-yaml", "diagrams.sidecar_yaml:SidecarYaml", "diagram", Signs(start=(b"diagram",))),
    LateParser(
        "picture",
        "diagrams.picture:PictureParser",
        "diagram",
        Signs(xml=("svg",), kinds=frozenset({FileContainer.PNG}), head=(b"%PDF-",)),
    ),
)
