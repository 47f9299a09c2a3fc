"""Expressions of Terraform's language, evaluated as far as the files at hand give their values.

What is not known stays as text: a variable stands in double round brackets, as Cloud Foundry writes it (`((env))`), anything
else as it is written (`${aws_db_instance.orders.address}`). Nothing is guessed, and nothing is looked up but what the caller
gives. Work, depth and the length of results are bounded, since a short text can ask for a very long one.

https://developer.hashicorp.com/terraform/language/expressions
"""

from collections.abc import Iterator
from types import MappingProxyType

from msgspec.structs import replace

from generator.parsers.cluster.hcl_functions import LONGEST, Unresolved, as_text, is_open
from generator.parsers.cluster.hcl_grammar import HclExpression
from generator.parsers.cluster.hcl_interpolations import ExpressionNotRead, as_written, parts
from generator.parsers.cluster.hcl_scope import DEEPEST, MOST_ENTRIES, HclScope


def evaluate(value: object, scope: HclScope, depth: int = 0) -> object:
    """A value as the reader of the language gives it: texts are templates, everything else is looked through."""
    if depth > DEEPEST or not scope.budget.spend():
        return Unresolved("…")
    if isinstance(value, str):
        return template(value, scope)
    if isinstance(value, dict):
        made = {str(key).strip('"'): each for key, each in list(value.items())[:MOST_ENTRIES]}
        blocks = list(_dynamic(made.pop("dynamic", None), scope, depth))
        whole = {key: evaluate(each, scope, depth + 1) for key, each in made.items()}
        for name, block in blocks:
            known = whole.get(name)
            whole[name] = [*(known if isinstance(known, list) else []), block]
        return whole
    return [evaluate(each, scope, depth + 1) for each in value[:MOST_ENTRIES]] if isinstance(value, list) else value


def _dynamic(blocks: object, scope: HclScope, depth: int) -> Iterator[tuple[str, object]]:
    """Blocks that are repeated: `dynamic "env" { for_each = …, content { … } }`; one where the entries are not known.

    https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks
    """
    for block in blocks if isinstance(blocks, list) else []:
        for written, values in block.items() if isinstance(block, dict) else ():
            if not isinstance(values, dict):
                continue
            name = str(written).strip('"')
            iterator = str(values.get("iterator") or name).strip("${}")
            for key, each in _entries_of(evaluate(values.get("for_each"), scope, depth + 1)):
                inner = replace(scope, bound=MappingProxyType({**scope.bound, iterator: {"key": key, "value": each}}))
                content = values.get("content")
                yield name, evaluate(content[0] if isinstance(content, list) and content else content, inner, depth + 1)


def _entries_of(value: object) -> list[tuple[object, object]]:
    if isinstance(value, dict):
        return list(value.items())[:MOST_ENTRIES]
    if isinstance(value, list):
        return list(enumerate(value[:MOST_ENTRIES]))
    return [(Unresolved("((key))"), Unresolved("((value))"))]


def plain(value: object, scope: HclScope) -> object:
    """The value as it leaves: texts are plain ones, and shared parts stand where they are used, as far as the budget goes."""
    if not scope.budget.spend():
        return None
    if isinstance(value, dict):
        return {str(key): plain(each, scope) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each, scope) for each in value]
    return str(value) if isinstance(value, str) else value


def template(text: str, scope: HclScope) -> object:
    """`"${x}"` alone is the value of x, of any type; in a longer text it stands as text."""
    if "${" not in text:
        return text
    values: list[object] = []
    for written, is_expression in parts(text):
        values.append(_value(written, scope) if is_expression else written)
    if len(values) == 1:
        return values[0]
    texts = [as_text(each) for each in values]
    whole = "".join(texts) if sum(map(len, texts)) <= LONGEST else text[:LONGEST]
    return Unresolved(whole) if any(map(is_open, values)) else whole


def _value(written: str, scope: HclScope) -> object:
    try:
        return HclExpression(written.strip("~ "), template).parsed()(scope)
    except (ExpressionNotRead, RecursionError):
        return as_written(written)
