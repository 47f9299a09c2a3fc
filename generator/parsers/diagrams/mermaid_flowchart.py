"""Mermaid flowcharts.

https://mermaid.js.org/syntax/flowchart.html. Mermaid has no place for custom properties; two comments take their place:
`%% workload: cart = shop/Deployment/cart` and `%% diagram-label: cart = C-04`.
"""

import re

from generator.model.diagram import DrawnForm, NodeKind
from generator.parsers.diagrams import mermaid_chart, stencils
from generator.parsers.diagrams.mermaid_text import MermaidDiagram
from generator.parsers.diagrams.outline import Outline, OutlineArrow, OutlineShape
from generator.parsers.late_patterns import late_re

_BY_CLASS = {
    **dict.fromkeys(("actor", "actors", "person", "people", "user", "users"), NodeKind.ACTOR),
    **dict.fromkeys(("external", "externals", "outside", "third-party", "thirdparty"), NodeKind.EXTERNAL),
    **dict.fromkeys(("note", "notes", "legend"), NodeKind.NOTE),
}
"""Names that people give to looks, where they say what a shape is."""
_FORMS = dict.fromkeys(("cyl", "cylinder", "database", "db", "h-cyl", "das", "lin-cyl", "disk"), DrawnForm.STORE)
_BY_FORM = {
    **dict.fromkeys(("text", "comment", "brace", "brace-l", "brace-r", "braces"), NodeKind.NOTE),
    "cloud": NodeKind.EXTERNAL,
}
"""Forms of `@{ shape: … }` for words about others, and for what is outside."""
_ORNAMENT = late_re(r"(?:fa\w*|material\S*|mdi\S*|lucide|tabler|ph|heroicons?):", re.I)
"""Packs of signs; other packs, such as `logos:`, have the marks of products."""


def outline(block: MermaidDiagram) -> Outline:
    """The shapes, subgraphs and links of one flowchart."""
    chart = mermaid_chart.read(block)
    diagram = Outline(unread=chart.unread)
    for shape in (*chart.subgraphs.values(), *chart.nodes.values()):
        diagram.add(
            OutlineShape(
                id=shape.id,
                place=f"line {shape.line}",
                label=shape.label,
                kind=NodeKind.BOUNDARY if shape.is_subgraph else _by_class(shape.classes) or _BY_FORM.get(shape.form),
                parent=shape.parent,
                technology=_technology(shape.picture),
                form=_FORMS.get(shape.form),
                diagram_label=chart.properties.get(("diagram-label", shape.id)),
                workload=chart.properties.get(("workload", shape.id)),
            )
        )
    for arrow in chart.arrows:
        place = f"line {arrow.line}"
        diagram.join(
            OutlineArrow(
                source=arrow.source,
                target=arrow.target,
                place=place,
                label=arrow.text,
                both_ways=arrow.both_ways,
                headless=arrow.headless,
            )
        )
    return diagram


def _by_class(classes: tuple[str, ...]) -> NodeKind | None:
    return next((kind for name in classes if (kind := _BY_CLASS.get(name.lower()))), None)


def _technology(picture: str) -> str | None:
    """`logos:redis` and `https://…/redis.svg` are Redis."""
    if picture.startswith(("http:", "https:", "/", ".")):
        return stencils.picture(picture)
    return None if _ORNAMENT.match(picture) else picture.rpartition(":")[2] or None
