"""One stack of CloudFormation: what its functions mean as far as the template itself says.

A parameter is its default or what the stack that nests this one gives; what is known only once it is deployed is written
`${AWS::AccountId}`, in names `((AWS.StackName))`, as Terraform's variables are. A reference to a resource is the name of that
resource, and an import what a template beside it exports. Nothing is looked up: SSM parameters and secrets stay names.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import msgspec

from generator.parsers.cluster import foreign

Values = Mapping[str, object]

_SUBSTITUTED = re.compile(r"\$\{(?P<literal>!)?(?P<name>[\w:.-]{1,300})\}")
_OPEN = re.compile(r"\$\{([\w:.-]{1,300})\}")
_HASH = re.compile(r"(?<=[a-z0-9])[0-9A-F]{8}$")
_CDK_PATH = "aws:cdk:path"
_DEEPEST, _MOST, _LONGEST = 24, 500, 10_000
_NAMES_NOTHING = ("Resource", "Default")


class StackResource(msgspec.Struct, frozen=True):
    """A resource of a template."""

    logical: str
    type: str
    properties: Values
    """As written, functions not yet evaluated."""
    metadata: Values
    condition: str


@dataclass
class Stack:
    """A template, with what the stack that nests it gives."""

    template: Values
    given: Values = field(default_factory=dict)
    """Parameters, evaluated."""
    named_by: Callable[[StackResource], str] = lambda _resource: ""
    """The property that holds a resource's name."""
    output_of: Callable[[str, str], object] = lambda _stack, _output: None
    """An output of a nested stack, by the logical ids; None where it is not known."""
    exported: Callable[[str], str | None] = lambda _name: None
    """What another stack exports under a name; None where it is not known."""
    _evaluating: set[str] = field(default_factory=set)

    @cached_property
    def resources(self) -> Mapping[str, StackResource]:
        """By logical id."""
        found = {}
        for logical, each in list(foreign.members(self.template.get("Resources")).items()):
            values = foreign.members(each)
            found[logical] = StackResource(
                logical=logical,
                type=foreign.text(values.get("Type")),
                properties=foreign.members(values.get("Properties")),
                metadata=foreign.members(values.get("Metadata")),
                condition=foreign.text(values.get("Condition")),
            )
        return found

    def is_made(self, resource: StackResource) -> bool:
        """Is it made with the parameters' defaults? Where that is open, it is."""
        return not resource.condition or self._condition(resource.condition, 0) is not False

    def name_of(self, logical: str) -> str:
        """The physical name where one is stated, else the path that CDK gave it, else the logical id without CDK's hash."""
        resource = self.resources.get(logical)
        if resource is None:
            return ""
        key = self.named_by(resource)
        if key and key in resource.properties and logical not in self._evaluating:
            self._evaluating.add(logical)
            try:
                stated = foreign.text(self.value(resource.properties[key]))
            finally:
                self._evaluating.discard(logical)
            if stated and not _OPEN.fullmatch(stated):
                return as_name(stated)
        return _from_path(foreign.text(resource.metadata.get(_CDK_PATH))) or _HASH.sub("", logical)

    def text_given(self, written: object) -> str:
        """A text; of a parameter whose default is empty its name, since whoever deploys the stack has to give it."""
        name = foreign.text(foreign.members(written).get("Ref"))
        open_ = name in foreign.members(self.template.get("Parameters"))
        return foreign.text(self.value(written)) or (_open(name) if open_ else "")

    def output(self, name: str) -> object:
        """An output, evaluated; None where there is none."""
        found = foreign.members(foreign.members(self.template.get("Outputs")).get(name))
        return self.value(found["Value"]) if "Value" in found else None

    def references(self, value: object, depth: int = 0) -> Iterator[str]:
        """Logical ids of all resources that a value refers to."""
        if depth > _DEEPEST:
            return
        if isinstance(value, dict):
            for key, each in list(value.items())[:_MOST]:
                if key in ("Ref", "Fn::GetAtt"):
                    yield from (name for name in (_first_part(each),) if name in self.resources)
                elif key == "Fn::Sub":
                    text, bound = _sub_parts(each)
                    yield from (
                        name
                        for match in _SUBSTITUTED.finditer(text)
                        if not match["literal"] and (name := match["name"].partition(".")[0]) in self.resources
                    )
                    yield from self.references(dict(bound), depth + 1)
                else:
                    yield from self.references(each, depth + 1)
        elif isinstance(value, list):
            for each in value[:_MOST]:
                yield from self.references(each, depth + 1)

    def decided(self, value: object, depth: int = 0) -> bool:
        """Does the template decide it? Not where a condition that is not known chooses between two values."""
        if depth > _DEEPEST:
            return False
        if isinstance(value, dict):
            if len(value) == 1 and "Fn::If" in value:
                parts = foreign.entries(value["Fn::If"])
                if not parts or self._condition(foreign.text(parts[0]), depth) is None:
                    return False
            return all(self.decided(each, depth + 1) for each in list(value.values())[:_MOST])
        return not isinstance(value, list) or all(self.decided(each, depth + 1) for each in value[:_MOST])

    def value(self, value: object, depth: int = 0) -> object:
        """The value with its functions evaluated."""
        if depth > _DEEPEST:
            return None
        if isinstance(value, list):
            return [each for each in (self.value(each, depth + 1) for each in value[:_MOST]) if each is not _NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (name, argument) = next(iter(value.items()))
            if function := self._functions.get(str(name)):
                return function(argument, depth + 1)
            if str(name).startswith("Fn::"):
                return _open(str(name).removeprefix("Fn::"))
        read = {str(key): self.value(each, depth + 1) for key, each in list(value.items())[:_MOST]}
        return {key: each for key, each in read.items() if each is not _NO_VALUE}

    @cached_property
    def _functions(self) -> Mapping[str, Callable[[object, int], object]]:
        return {
            "Ref": lambda argument, _depth: self._ref(argument),
            "Fn::GetAtt": lambda argument, _depth: self._get_att(argument),
            "Fn::Sub": self._sub,
            "Fn::Join": self._join,
            "Fn::FindInMap": self._find_in_map,
            "Fn::If": self._if,
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::Base64": self.value,
            "Fn::ImportValue": self._import,
        }

    def _import(self, argument: object, depth: int) -> object:
        return self.exported(as_text(self.value(argument, depth))) or _open("ImportValue")

    def _ref(self, argument: object) -> object:
        name = foreign.text(argument)
        if name == "AWS::NoValue":
            return _NO_VALUE
        if name == "AWS::URLSuffix":
            return "amazonaws.com"
        if name in self.resources:
            return self.name_of(name)
        if name in self.given:
            return self.given[name]
        declared = foreign.members(foreign.members(self.template.get("Parameters")).get(name))
        hidden = declared.get("NoEcho") in (True, "true", "True") or "SSM" in foreign.text(declared.get("Type"))
        return declared["Default"] if "Default" in declared and not hidden else _open(name)

    def _get_att(self, argument: object) -> object:
        logical, _, attribute = _dotted(argument).partition(".")
        resource = self.resources.get(logical)
        if resource is not None and attribute.startswith("Outputs."):
            value = self.output_of(logical, attribute.removeprefix("Outputs."))
            return value if value is not None else _open(f"{logical}.{attribute}")
        return self.name_of(logical) if resource is not None else _open(_dotted(argument))

    def _sub(self, argument: object, depth: int) -> object:
        text, given = _sub_parts(argument)
        bound = {key: as_text(self.value(each, depth)) for key, each in given.items()}

        def put(match: re.Match[str]) -> str:
            name = match["name"]
            if match["literal"]:
                return "${" + name + "}"
            if name in bound:
                return bound[name]
            return as_text(self._get_att(name) if "." in name else self._ref(name))

        return _SUBSTITUTED.sub(put, text)[:_LONGEST]

    def _join(self, argument: object, depth: int) -> object:
        separator, parts = _two(argument)
        read = self.value(parts, depth)
        joined = foreign.text(separator).join(as_text(each) for each in foreign.entries(read))
        return joined[:_LONGEST]

    def _find_in_map(self, argument: object, depth: int) -> object:
        keys = [foreign.text(self.value(each, depth)) for each in foreign.entries(argument)[:3]]
        found: object = self.template.get("Mappings")
        for key in keys:
            found = foreign.members(found).get(key)
        return found if found is not None and len(keys) == 3 else _open("FindInMap")

    def _if(self, argument: object, depth: int) -> object:
        """NOTE: where the condition is not known, what stands first, as the template's main case."""
        parts = foreign.entries(argument)
        if len(parts) != 3:
            return None
        return self.value(parts[2 if self._condition(foreign.text(parts[0]), depth) is False else 1], depth)

    def _select(self, argument: object, depth: int) -> object:
        index, parts = _two(argument)
        place, read = foreign.number(self.value(index, depth)), foreign.entries(self.value(parts, depth))
        return read[place] if place is not None and place < len(read) else _open("Select")

    def _split(self, argument: object, depth: int) -> object:
        separator, text = _two(argument)
        return as_text(self.value(text, depth)).split(foreign.text(separator) or ",")[:_MOST]

    def _condition(self, name: str, depth: int) -> bool | None:
        """None where it is not known."""
        declared = foreign.members(self.template.get("Conditions"))
        return self._holds(declared[name], depth + 1) if name in declared else None

    def _holds(self, value: object, depth: int) -> bool | None:
        if depth > _DEEPEST or not isinstance(value, dict) or len(value) != 1:
            return None
        (name, argument) = next(iter(value.items()))
        if name == "Condition":
            return self._condition(foreign.text(argument), depth)
        parts = foreign.entries(argument)[:10]
        if name == "Fn::Equals":
            sides = [as_text(self.value(each, depth)) for each in parts]
            return None if len(sides) != 2 or any(map(_OPEN.search, sides)) else sides[0] == sides[1]
        read = [self._holds(each, depth + 1) for each in parts]
        if name == "Fn::Not":
            return None if len(read) != 1 or read[0] is None else not read[0]
        if name in ("Fn::And", "Fn::Or"):
            decisive = name == "Fn::Or"
            return decisive if decisive in read else None if None in read else not decisive
        return None


def as_text(value: object) -> str:
    """Of an evaluated value; true and false as CloudFormation writes them."""
    return str(value).lower() if isinstance(value, bool) else foreign.text(value)


def as_name(text: str) -> str:
    """A name, with what is known only once it is deployed in double round brackets."""
    return _OPEN.sub(lambda match: f"(({match[1].replace('::', '.')}))", text)


def _from_path(path: str) -> str:
    """`MeterStack/Dashboard/Service/Service` is Dashboard-Service: without the stack, and what CDK calls everything."""
    parts = [part for part in path.split("/")[1:] if part and part not in _NAMES_NOTHING]
    if len(parts) > 1 and parts[-1] == parts[-2]:
        parts.pop()
    return "-".join(parts)


_NO_VALUE = object()


def _open(name: str) -> str:
    return "${" + name + "}"


def _two(argument: object) -> tuple[object, object]:
    parts = foreign.entries(argument)
    return (parts[0], parts[1]) if len(parts) > 1 else (None, None)


def _sub_parts(argument: object) -> tuple[str, Values]:
    if isinstance(argument, list):
        text, bound = _two(argument)
        return foreign.text(text), foreign.members(bound)
    return foreign.text(argument), {}


def _dotted(argument: object) -> str:
    return ".".join(map(foreign.text, argument[:5])) if isinstance(argument, list) else foreign.text(argument)


def _first_part(argument: object) -> str:
    return _dotted(argument).partition(".")[0]
