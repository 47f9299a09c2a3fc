"""Formats of this family, in the order they are asked. Each file is taken by one of them at most."""

from generator.parsers.base import Parser
from generator.parsers.diagrams.d2 import D2
from generator.parsers.diagrams.dot import Dot
from generator.parsers.diagrams.drawio_png import DrawioPng
from generator.parsers.diagrams.drawio_svg import DrawioSvg
from generator.parsers.diagrams.drawio_xml import DrawioXml
from generator.parsers.diagrams.excalidraw_json import ExcalidrawJson
from generator.parsers.diagrams.excalidraw_picture import ExcalidrawPicture
from generator.parsers.diagrams.lucid_csv import LucidCsv
from generator.parsers.diagrams.markdown import Markdown
from generator.parsers.diagrams.mermaid import Mermaid
from generator.parsers.diagrams.picture import PictureParser
from generator.parsers.diagrams.plantuml import Plantuml
from generator.parsers.diagrams.sidecar_yaml import SidecarYaml
from generator.parsers.diagrams.structurizr_dsl import StructurizrDsl
from generator.parsers.diagrams.structurizr_json import StructurizrJson
from generator.parsers.diagrams.visio_vsdx import VisioVsdx

DIAGRAMS: tuple[Parser, ...] = (
    DrawioXml(),
    DrawioPng(),
    DrawioSvg(),
    VisioVsdx(),
    LucidCsv(),
    ExcalidrawJson(),
    ExcalidrawPicture(),
    Mermaid(),
    Plantuml(),
    Dot(),
    StructurizrDsl(),
    StructurizrJson(),
    D2(),
    Markdown(),
    SidecarYaml(),
    PictureParser(),
)
