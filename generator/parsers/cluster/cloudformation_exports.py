"""What stacks of one folder of evidence export, for those that import it (`Fn::ImportValue`).

An export is named by its template, often with the name of the stack, which a template does not say: `${AWS::StackName}-DbHost`.
Such a name is that of the import which fits it, where no other export fits as well.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from generator.parsers.cluster import foreign
from generator.parsers.cluster.cloudformation_stack import Stack

_STACK = "${AWS::StackName}"
_ANY_STACK, _SAME_STACK = r"([\w.:{}$-]{1,200})", r"\1"
_LONGEST = 500
_LEAST = 3
"""Letters that a name has to have beside that of its stack."""


class StackExports(msgspec.Struct, frozen=True):
    """Values by the names of the exports, as far as the templates give both."""

    by_name: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, stacks: Iterable[Stack]) -> "StackExports":
        """Of all these stacks."""
        found: dict[str, set[str]] = defaultdict(set)
        for stack in stacks:
            for output in map(foreign.members, foreign.members(stack.template.get("Outputs")).values()):
                name = foreign.text(stack.value(foreign.members(output.get("Export")).get("Name")))
                value = foreign.text(stack.value(output.get("Value")))
                if name and len(name) <= _LONGEST:
                    found[name].add(value)
        return cls({name: frozenset(values) for name, values in found.items()})

    def value(self, name: str) -> str | None:
        """What is exported under a name; None where that is nothing, or several things."""
        values = self.by_name.get(name)
        if values is None and len(name) <= _LONGEST:
            fitting = [each for each in self.by_name if _fits(each, name)]
            values = self.by_name[fitting[0]] if len(fitting) == 1 else None
        (value,) = values if values is not None and len(values) == 1 else ("",)
        return value or None


def _fits(exported: str, imported: str) -> bool:
    first, *parts = exported.split(_STACK)
    if not parts or len(first) + sum(map(len, parts)) < _LEAST:
        return False
    if not (imported.startswith(first) and imported.endswith(parts[-1])):  # most end here: a pattern would be compiled for each
        return False
    return re.fullmatch(re.escape(first) + _ANY_STACK + _SAME_STACK.join(map(re.escape, parts)), imported) is not None
