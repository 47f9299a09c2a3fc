"""Modules of Terraform: the files of one folder, what is given to them, and the modules they call that lie among the evidence.

Values come from defaults of variables, `terraform.tfvars` and `*.auto.tfvars` beside the root, locals, arguments of a call
and outputs of called modules. A variable without a value, one that is marked sensitive, and one that several declarations
give different values stay as names. Only files that were listed as evidence are opened.

https://developer.hashicorp.com/terraform/language/modules/syntax, …/values/variables#variable-definitions-tfvars-files
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.errors import ParseError
from generator.parsers.cluster import foreign, terraform_folders
from generator.parsers.cluster.hcl_expressions import evaluate
from generator.parsers.cluster.hcl_functions import Unresolved, as_text, is_open
from generator.parsers.cluster.hcl_scope import Budget, HclScope
from generator.parsers.cluster.hcl_text import decoded
from generator.parsers.document import Document
from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.late_patterns import late_re

LARGEST = 2 << 20
_DEEPEST = 10
_MOST_MODULES = 200
_MOST_KEYS = 100
_SECRET = late_re(r"pass|secret|token|credential|private|signature|pwd|(?:^|_)key(?:$|_)", re.IGNORECASE)

Blocks = Mapping[str, object]


@dataclass(slots=True)
class _Count:
    """Modules made for one file."""

    modules: int = 0


@dataclass(slots=True, eq=False)
class Module:
    """A folder with what a caller gives it."""

    files: EvidenceFiles
    folder: str
    root: str
    blocks: Blocks
    prefix: str = ""
    """`module.shop.` before the addresses of its resources."""
    arguments: Mapping[str, object] | None = None
    """What its caller gives; None for a root."""
    written: Blocks = field(default_factory=dict)
    """The same as it is written in the call."""
    bound: Mapping[str, object] = field(default_factory=dict)
    """What `each` and `count` are in the call."""
    caller: "Module | None" = None
    depth: int = 0
    count: _Count = field(default_factory=_Count)
    budget: Budget = field(default_factory=Budget)
    _values: dict[tuple[str, str], object] = field(default_factory=dict)
    _open: set[tuple[str, str]] = field(default_factory=set)
    _children: dict[str, "list[tuple[Module, int | None]] | None"] = field(default_factory=dict)

    def scope(self, **bound: object) -> HclScope:
        """Where its expressions are evaluated."""
        return HclScope(self, self.budget, bound)

    def spelled(self, **bound: object) -> HclScope:
        """The same with variables and locals as names, as manifests of Cloud Foundry write them."""
        return HclScope(_Spelled(self), self.budget, bound)

    def __call__(self, reference: tuple[str, ...]) -> object:
        """See `hcl_scope.Names`."""
        kind = reference[0]
        if kind == "path" and len(reference) == 2:
            return f"/{self.folder if reference[1] == 'module' else self.root}"
        if kind in ("var", "local", "module") and len(reference) > 1:
            value = self._value(kind, reference[1])
            rest = reference[2:]
            if kind == "module":
                value = self._output(reference[1], reference[2]) if rest else Unresolved("${" + ".".join(reference) + "}")
                rest = rest[1:]
            return _within(value, rest)
        if kind == "data" and reference[1:2] == ("template_file",) and reference[3:] == ("rendered",):
            return self._rendered(reference[2])
        written = ".".join(reference)
        return Unresolved("${" + (self.prefix if kind != "data" and "." in written else "") + written + "}")

    def file(self, path: str) -> str | None:
        """See `hcl_scope.Names`."""
        inside = next((path[len(unit) + 2 :] for unit in (self.folder, self.root) if path.startswith(f"/{unit}/")), None)
        listed = terraform_folders.file_of(self.files, self.folder, inside or path) if inside or path[:1] != "/" else None
        content = self.files.content(listed, LARGEST) if listed else None
        return content.decode(errors="replace") if content is not None else None

    def children(self, name: str, values: Blocks) -> "list[tuple[Module, int | None]] | None":
        """The modules that a call makes, with the number of each; None where it is not among the evidence.

        With known keys of `for_each` each is one of its own.
        """
        if name not in self._children:
            self._children[name] = self._made(name, values)
        return self._children[name]

    def _made(self, name: str, values: Blocks) -> "list[tuple[Module, int | None]] | None":
        folder = terraform_folders.called(self.files, self.folder, foreign.text(values.get("source")))
        if folder is None or not blocks_of(self.files, folder):
            return None
        number, bound = times(values, self.scope())
        if number == 0:
            return []
        made: list[tuple[Module, int | None]] = []
        for each in bound:
            key = foreign.text(foreign.members(each.get("each")).get("key")) if len(bound) > 1 else ""
            child = self._called(f"{name}['{key}']" if key else name, folder, values, each)
            if child is None:
                return None
            made.append((child, 1 if len(bound) > 1 else number))
        return made

    def output(self, name: str) -> object:
        """One of its outputs."""
        return self._value("output", name)

    def _called(self, name: str, folder: str, values: Blocks, bound: Mapping[str, object]) -> "Module | None":
        if self.depth >= _DEEPEST or self.count.modules >= _MOST_MODULES:
            return None
        self.count.modules += 1
        given = {key: each for key, each in values.items() if key not in _META}
        scope = self.scope(**bound)
        return Module(
            files=self.files,
            folder=folder,
            root=self.root,
            blocks=blocks_of(self.files, folder),
            prefix=f"{self.prefix}module.{name}.",
            arguments={key: evaluate(each, scope) for key, each in given.items()},
            written=given,
            bound=bound,
            caller=self,
            depth=self.depth + 1,
            count=self.count,
            budget=self.budget,
        )

    def _value(self, kind: str, name: str) -> object:
        key = kind, name
        if key not in self._values:
            if key in self._open:
                return Unresolved(f"(({name}))")
            self._open.add(key)
            made = {"var": self._variable, "local": self._local, "output": self._given_out}.get(kind)
            self._values[key] = made(name) if made else None
            self._open.discard(key)
        return self._values[key]

    def _variable(self, name: str) -> object:
        unknown = Unresolved(f"(({name}))")
        own = list(_declared(self.blocks, "variable", name)) or _declared(_around(self.files, self.folder), "variable", name)
        declared = [foreign.members(each) for each in own]
        if _SECRET.search(name) or any(each.get("sensitive") is True for each in declared):
            return unknown
        if self.arguments is not None and name in self.arguments:
            return self.arguments[name]
        given = self._given().get(name) if self.arguments is None else None
        if given is not None:
            return evaluate(given, self.scope())
        defaults = [each["default"] for each in declared if each.get("default") not in (None, "null", "${null}")]
        return evaluate(defaults[0], self.scope()) if defaults and all(each == defaults[0] for each in defaults) else unknown

    def _local(self, name: str) -> object:
        found = _locals(self.blocks, name) or _locals(_around(self.files, self.folder), name)
        if found and all(each == found[0] for each in found) and not _SECRET.search(name):
            return evaluate(found[0], self.scope())
        return Unresolved(f"(({name}))")

    def _given_out(self, name: str) -> object:
        found = [foreign.members(each).get("value") for each in _declared(self.blocks, "output", name)]
        return evaluate(found[0], self.scope()) if found else Unresolved("${" + f"{self.prefix}{name}" + "}")

    def _given(self) -> Blocks:
        return self.files.once("terraform-values", self.folder, lambda: _given(self.files, self.folder))

    def _output(self, module: str, name: str) -> object:
        written = Unresolved("${" + f"{self.prefix}module.{module}.{name}" + "}")
        values = next((each for called, each in calls(self.blocks) if called == module), None)
        children = self.children(module, values) if values is not None else None
        if not children or len(children) > 1:
            return written
        return children[0][0].output(name)

    def _rendered(self, name: str) -> object:
        """`data "template_file"`: the older form of `templatefile`."""
        for each in foreign.entries(self.blocks.get("data")):
            values = foreign.members(foreign.members(foreign.members(each).get("template_file")).get(name))
            if values and self.budget.spend():
                text = evaluate(values.get("template"), self.scope())
                given = evaluate(values.get("vars"), self.scope())
                bound = given if isinstance(given, dict) else {}
                return evaluate(str(text), self.scope(**bound)) if not is_open(text) else text
        return Unresolved("${" + f"data.template_file.{name}.rendered" + "}")


@dataclass(slots=True, eq=False)
class _Spelled:
    """Names of a module of which only what its caller gives is known."""

    module: Module

    def __call__(self, reference: tuple[str, ...]) -> object:
        """See `hcl_scope.Names`."""
        if reference[0] not in ("var", "local") or len(reference) == 1:
            return self.module(reference)
        caller, name = self.module.caller, reference[1]
        if reference[0] == "var" and caller is not None and name in self.module.written and not _SECRET.search(name):
            return _within(evaluate(self.module.written[name], caller.spelled(**self.module.bound)), reference[2:])
        if reference[0] == "local" and name not in _in_manifests(self.module.files):
            value = self.module(reference)
            if isinstance(value, str) and not is_open(value):
                return value
        return Unresolved(f"(({'.'.join(reference[1:])}))")

    def file(self, path: str) -> str | None:
        """See `hcl_scope.Names`."""
        return self.module.file(path)


def _in_manifests(files: EvidenceFiles) -> frozenset[str]:
    """Variables that YAML among the evidence writes in double round brackets: there they are what distinguishes names."""
    return files.once("terraform-in-manifests", "", lambda: frozenset(_all_in_manifests(files)))


def _all_in_manifests(files: EvidenceFiles) -> Iterator[str]:
    for path in files.paths:
        content = files.content(path, LARGEST) if path.endswith((".yml", ".yaml")) else None
        yield from (name.decode() for name in _BRACKETED.findall(content or b""))


_BRACKETED = late_re(rb"\(\(([\w.-]{1,100})\)\)")
_QUOTE = '"'
_META = frozenset({"source", "version", "providers", "depends_on", "count", "for_each"})


def root_of(document: Document, blocks: Blocks) -> Module:
    """The module that a file belongs to, as no other module calls it: with the other files of its folder."""
    folder = terraform_folders.unit_of(document.files, document.name)
    return Module(document.files, folder, folder, blocks_of(document.files, folder) or blocks)


def blocks_of(files: EvidenceFiles, folder: str) -> Blocks:
    """All blocks of a folder's files; a file that cannot be read is left out, which its own reading says."""
    return files.once("terraform-blocks", folder, lambda: _blocks(files, terraform_folders.sources_of(files, folder)))


def resources(blocks: Blocks, kind: str = "resource") -> Iterator[tuple[str, Blocks]]:
    """(address, values) of all blocks of a kind."""
    for block in map(foreign.members, foreign.entries(blocks.get(kind))):
        for type_, named in block.items():
            for name, values in foreign.members(named).items():
                yield f"{type_.strip(_QUOTE)}.{name.strip(_QUOTE)}", foreign.members(values)


def calls(blocks: Blocks) -> Iterator[tuple[str, Blocks]]:
    """(name, arguments) of all calls of modules."""
    for block in map(foreign.members, foreign.entries(blocks.get("module"))):
        for name, values in block.items():
            yield name.strip(_QUOTE), foreign.members(values)


def _around(files: EvidenceFiles, folder: str) -> Blocks:
    """Of a unit that is a part of a folder the whole folder: people keep common variables beside."""
    return files.once("terraform-around", folder, lambda: _blocks(files, terraform_folders.around(files, folder)))


def _blocks(files: EvidenceFiles, paths: Sequence[str]) -> Blocks:
    merged: dict[str, list[object]] = {}
    for path in paths:
        for key, value in _decoded(files, path).items():
            merged.setdefault(key, []).extend(foreign.entries(value))
    return merged


def _given(files: EvidenceFiles, folder: str) -> Blocks:
    values: dict[str, object] = {}
    for path in terraform_folders.values_of(files, folder):
        values.update(_decoded(files, path))
    return values


def _decoded(files: EvidenceFiles, path: str) -> Blocks:
    content = files.content(path, LARGEST)
    try:
        return files.once("terraform-file", path, lambda: decoded(Document(path, content))) if content else {}
    except ParseError:
        return {}


def _locals(blocks: Blocks, name: str) -> list[object]:
    return [
        block[name]
        for each in foreign.entries(blocks.get("locals"))
        if name in (block := {key.strip('"'): value for key, value in foreign.members(each).items()})
    ]


def _declared(blocks: Blocks, kind: str, name: str) -> Iterator[object]:
    for each in foreign.entries(blocks.get(kind)):
        for key, values in foreign.members(each).items():
            if key.strip('"') == name:
                yield values


def _within(value: object, rest: tuple[str, ...]) -> object:
    for part in rest:
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdigit() and len(part) < 6 and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, Unresolved):
            return Unresolved(f"{value[:-1]}.{part}}}") if value.startswith("${") else Unresolved(f"(({part}))")
        else:
            return Unresolved(f"(({part}))")
    return value


def times(values: Blocks, scope: HclScope) -> tuple[int | None, list[dict[str, object]]]:
    """How often a block is made, None where that is not known, and what `each` and `count` are."""
    if "for_each" in values:
        given = evaluate(values["for_each"], scope)
        if isinstance(given, dict):
            pairs = list(given.items())
        elif isinstance(given, list):
            pairs = [(as_text(key), key) for key in given]
        else:
            return None, [one_of_many()]
        if len(pairs) > _MOST_KEYS or any(is_open(key) for key, _ in pairs):
            return len(pairs), [one_of_many()]
        return len(pairs), [{"each": {"key": key, "value": each}} for key, each in pairs]
    if "count" in values:
        given = evaluate(values["count"], scope)
        number = foreign.number(given)
        return (
            (number, [{"count": {"index": 0}} if number == 1 else one_of_many()])
            if number is not None
            else (None, [one_of_many()])
        )
    return 1, [{}]


def one_of_many() -> dict[str, object]:
    return {
        "each": {"key": Unresolved("((key))"), "value": Unresolved("((value))")},
        "count": {"index": Unresolved("((index))")},
    }
