"""What a template of a person's may say to Jinja: values, tests whether there is one, loops over one. Nothing that computes.

Jinja's sandbox keeps a template from the program and its files, not from working for ever or filling the memory: it multiplies
constants while it compiles, and two loops inside each other go on for hours. So a template is judged by its syntax tree
before Jinja compiles anything, wherever the template stands: in a paragraph, an attribute or a property of the file.
"""

from collections.abc import Iterator

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.Filter),
    *(
        nodes.If,
        nodes.For,
        nodes.Test,
        nodes.Not,
        nodes.And,
        nodes.Or,
        nodes.Compare,
        nodes.Operand,
        nodes.CondExpr,
        nodes.Tuple,
    ),
)
_FILTERS = frozenset("capitalize d default e escape first join last length lower title trim upper".split())
_DEEPEST = 2
"""Loops inside each other."""
_LONGEST = 200
"""Characters of a constant."""


class TemplateLanguage(ImmutableSandboxedEnvironment):
    """Refuses what a template may not say before it is compiled."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for what, line in _refused(tree, 0):
            raise TemplateSyntaxError(what, line, name, filename)
        return tree


def _refused(node: nodes.Node, loops: int) -> Iterator[tuple[str, int]]:
    if not isinstance(node, _ALLOWED):
        yield f"a template computes nothing and calls nothing ({_called(node)}): it holds values, loops and tests", node.lineno
    elif isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        yield f"there is no filter `{node.name}`: a template has {', '.join(sorted(_FILTERS))}", node.lineno
    elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        yield f"`{node.attr}` is no value: names do not begin with _", node.lineno
    elif isinstance(node, nodes.Const) and isinstance(node.value, str) and len(node.value) > _LONGEST:
        yield "a text between quotation marks is longer than 200 characters", node.lineno
    loops += isinstance(node, nodes.For)
    if loops > _DEEPEST:
        yield "more than two loops stand inside each other", node.lineno
        return
    for child in node.iter_child_nodes():
        yield from _refused(child, loops)


def _called(node: nodes.Node) -> str:
    return type(node).__name__.lower()
