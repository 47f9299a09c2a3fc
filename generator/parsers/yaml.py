"""YAML from outside: safe tags only, no alias bombs, depth bounded by libyaml (1,000 levels).

Anchors are legitimate (a GitLab pipeline may have sixty); what is refused is a document that would grow beyond
`_MOST_NODES` values when its aliases are written out, or one that contains itself. A value costs half a kilobyte while it is
decoded, so that what is refused for the number of its values is refused before.
"""

import yaml

from generator.errors import ParseError
from generator.parsers.yaml_events import plain_documents
from generator.parsers.yaml_lines import line_documents

_MOST_NODES = 5_000_000
_NEXT = "correct the file or collect it again"
_STRUCTURE = ":?-,[{"
_COUNTED = (yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent)


class _Loader(yaml.CSafeLoader):
    """Safe tags; an unknown tag (`!reference`, `!Ref`) becomes its plain value."""


def _plain(loader: yaml.CSafeLoader, _suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


_Loader.add_multi_constructor("!", _plain)


class _FunctionLoader(_Loader):
    """Tags as functions: `!Sub text` is `{"Fn::Sub": text}`, as CloudFormation's long form writes it.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
    """


def _function(loader: yaml.CSafeLoader, suffix: str, node: yaml.Node) -> object:
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    return {name: _plain(loader, suffix, node)}


_FunctionLoader.add_multi_constructor("!", _function)


def load_functions(text: str) -> tuple[object, ...]:
    """See `load_all`; a tag stands for a function of CloudFormation."""
    return load_all(text, loader_of=_FunctionLoader)


def load_all(text: str, *, loader_of: type[yaml.CSafeLoader] = _Loader) -> tuple[object, ...]:
    """Every document of a YAML stream that is not empty, as plain Python values.

    Raises:
        ParseError: broken YAML, with its line; too many values; an alias bomb; a document that contains itself.
    """
    documents: list[object] = []
    loader = loader_of("")
    try:
        _refuse_too_many(text)
        plain = line_documents(text)
        if plain is None:
            plain = plain_documents(text)
        if plain is not None:
            return plain
        loader.dispose()
        loader = loader_of(text)
        while loader.check_node():
            node = loader.get_node()
            if node is None:
                continue
            _written_out(node, {})
            value = loader.construct_document(node)
            if value is not None:
                documents.append(value)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ParseError(f"not valid YAML: {error.problem}", where=line, next_step=_NEXT) from error
    except (yaml.YAMLError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        # NOTE: the error's text may quote a value, and a value may be a secret.
        raise ParseError(f"not valid YAML: a value does not fit its tag ({type(error).__name__})", next_step=_NEXT) from error
    finally:
        loader.dispose()
    return tuple(documents)


def _refuse_too_many(text: str) -> None:
    """Count values without keeping them, where there may be too many: none stands without a letter of structure."""
    if 2 * sum(map(text.count, _STRUCTURE)) < _MOST_NODES:
        return
    count = 0
    for event in yaml.parse(text, Loader=_Loader):
        count += isinstance(event, _COUNTED)
        if count > _MOST_NODES:
            where = f"line {event.start_mark.line + 1}" if event.start_mark else ""
            step = "collect it as JSON (`-o json`), which is read a hundred times as fast"
            raise ParseError(f"YAML of more than {_MOST_NODES:,} values", where=where, next_step=step)


def _written_out(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values the node stands for once every alias is written out."""
    key = id(node)
    if key in known:
        if known[key] < 0:
            raise ParseError("a YAML alias contains itself", where=f"line {node.start_mark.line + 1}")
        return known[key]
    if isinstance(node, yaml.ScalarNode):
        return 1
    known[key] = -1
    children = node.value if isinstance(node, yaml.SequenceNode) else [part for pair in node.value for part in pair]
    total = 1 + sum(_written_out(child, known) for child in children)
    if total > _MOST_NODES:
        raise ParseError(
            f"the YAML aliases write out to more than {_MOST_NODES:,} values",
            where=f"line {node.start_mark.line + 1}",
            next_step="collect the file again without aliases",
        )
    known[key] = total
    return total
