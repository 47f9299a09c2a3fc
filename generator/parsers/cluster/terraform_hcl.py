"""Terraform's own source (`.tf`): what somebody means to create. Declared, never proof that it exists.

A file is read with the other files of its folder, and with the local modules that it calls where they lie among the evidence
(`terraform_modules`). Names of Cloud Foundry keep their variables in double round brackets as its manifests write them,
`"db-${var.env}"` as `db-((env))`, so that a manifest and the source of its services name the same thing.

`count` makes one thing with its number. `for_each` does, too, but where its keys are known and stand in the names: then each
key is a thing of its own.

https://developer.hashicorp.com/terraform/language/syntax/configuration
https://developer.hashicorp.com/terraform/language/modules/syntax#source
"""

import posixpath
import re
from collections.abc import Set
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.cluster import (
    foreign,
    terraform_applications,
    terraform_folders,
    terraform_policies,
    terraform_registry,
    terraform_resources,
    terraform_routes,
    terraform_stores,
    terraform_ways,
)
from generator.parsers.cluster.cloud_parts import texts
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.hcl_expressions import evaluate, plain
from generator.parsers.cluster.hcl_functions import as_text
from generator.parsers.cluster.hcl_scope import HclScope
from generator.parsers.cluster.hcl_text import decoded
from generator.parsers.cluster.terraform_links import Links
from generator.parsers.cluster.terraform_modules import (
    LARGEST,
    Blocks,
    Module,
    calls,
    one_of_many,
    resources,
    root_of,
    times,
)
from generator.parsers.document import Document
from generator.parsers.evidence_files import EvidenceFiles, taken_in
from generator.parsers.file_container import FileContainer as Content
from generator.parsers.late_patterns import late_re

_BLOCK = late_re(
    rb"^[ \t]*(?:(?:resource|data)[ \t]+\"[a-z0-9_]+\"[ \t]+\"[\w-]+\"|(?:module|variable|output|provider)[ \t]+\"[\w./-]+\"|"
    rb"locals|terraform|moved|import|removed)[ \t]*\{",
    re.MULTILINE,
)
_LABELED = late_re(rb"^(?:resource|data|module|variable|output|provider)[ \t]+\"", re.MULTILINE)
_SUFFIXES = (".tf", ".tofu", ".tfvars", ".hcl")
"""By these a file of settings alone (`terraform { … }`), or of values, is distinguished from other languages with braces."""
_TEMPLATES = (".tftpl", ".tpl")
"""Files that modules fill in (`templatefile`): part of the module, and nothing by themselves."""
_CONTAINERS = (Content.TEXT, Content.JSON, Content.YAML)
_VALUES = late_re(rb"^[a-zA-Z_][\w-]*[ \t]*=", re.MULTILINE)
_PLAN = late_re(
    r"\$\{data\.(?P<address>[a-z0-9_]+\.[\w-]+)\.service_plans(?:\[\\?\"|\.)(?P<plan>[^\"\\}]{1,100})(?:\\?\"\])?\}"
)
_ALONE = ("moved", "import", "removed", "check")
_SOURCE = late_re(rb'^[ \t]*source[ \t]*=[ \t]*"(?P<path>\.{1,2}(?:/[\w./-]{0,200})?)"', re.MULTILINE)


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container not in _CONTAINERS:
        return False
    if document.name.endswith(_TEMPLATES):
        return _has_sibling_modules(document.files, document.name)
    if document.container is not Content.TEXT:
        return False
    if document.name.endswith(_SUFFIXES):
        pattern = _VALUES if document.name.endswith(".tfvars") else _BLOCK
        return pattern.search(document.start) is not None
    return _LABELED.search(document.start) is not None and _BLOCK.search(document.start) is not None


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    fold = Fold(document, evidence)
    if document.name.endswith(_TEMPLATES):
        fold.note("template", count=1)
        return fold.snapshot()
    blocks = document.files.once("terraform-file", document.name, lambda: decoded(document))
    if document.name.endswith(".tfvars"):
        fold.note("variable", count=len(blocks))
        return fold.snapshot()
    if _is_called(document.files, document.name):
        fold.stands_at(_root_above(document.files, document.name))
        _count(fold, blocks)
    else:
        module = root_of(document, blocks)
        links = Links(module)
        reading = _Reading(fold, links)
        reading.take(module, blocks)
        terraform_applications.finish(fold, links)
        _take_listeners(fold, links, frozenset(reading.taken))
        if terraform_ways.TYPES.intersection(address.rpartition(".")[0].rpartition(".")[2] for address in reading.taken):
            terraform_ways.take(
                fold, links, reading.taken, lambda kept: terraform_resources.key_of(kept, links, fold.source(""))
            )
    if not any(kind in blocks for kind in ("resource", "module")):
        _note_settings(fold, blocks)
    return fold.snapshot()


def _take_listeners(fold: Fold, links: Links, own: Set[str]) -> None:
    """Those of this file; their load balancers and rules may stand in any file of the module."""
    if not any(address.split(".")[-2:][0] in terraform_stores.LISTENERS for address in own):
        return
    kept = links.resources()
    of_balancers = (each for each in kept.values() if each.type in terraform_stores.OF_BALANCERS)
    every = map(terraform_resources.store_of, of_balancers)

    def refers(address: str, attribute: str) -> str:
        return next(links.addresses(texts(kept[address].values.get(attribute))), "")

    found = terraform_stores.listeners(every, refers, fold.source)
    fold.configure(*(each for each in found if each.source.place in own))


def _count(fold: Fold, blocks: Blocks) -> None:
    """Of a module that others call: its resources are read where it is called."""
    for address, _ in resources(blocks):
        fold.note(address.partition(".")[0], count=1)


def _note_settings(fold: Fold, blocks: Blocks) -> None:
    for kind in ("variable", "output", "locals", "provider", "terraform", "data", *_ALONE):
        if kind in blocks:
            fold.note(kind, count=len(foreign.entries(blocks[kind])))


@dataclass(slots=True)
class _Reading:
    fold: Fold
    links: Links
    taken: list[str] = field(default_factory=list)
    """Addresses of the resources that were read."""

    def take(self, module: Module, blocks: Blocks, number: int | None = 1) -> None:
        """The resources of a module, or of one of its files, and those of the modules that it calls."""
        for address, values in resources(blocks):
            self._repeat(module, address, values, number)
        for name, given in calls(blocks):
            self._call(module, name, given, number)

    def _call(self, module: Module, name: str, values: Blocks, number: int | None) -> None:
        address = f"{module.prefix}module.{name}"
        children = module.children(name, values)
        for child, made in children or ():
            self.take(child, child.blocks, _product_of(number, made))
        if children is not None:
            return
        self.fold.note("module", count=1)
        source = foreign.text(values.get("source"))
        type_, given = terraform_registry.as_resource(source, values)
        if type_:
            self._repeat(module, f"{type_}.{name}", given, number, address)
        elif not terraform_registry.runs_nothing(source):
            self.fold.note_not_read(address)

    def _repeat(self, module: Module, address: str, values: Blocks, number: int | None, full: str = "") -> None:
        type_ = address.partition(".")[0]
        make = module.spelled if type_.startswith("cloudfoundry_") else module.scope
        many, bound = times(values, module.scope())
        of_module, full = bool(full), full or f"{module.prefix}{address}"
        if type_ == terraform_policies.TYPE:
            self._permit(full, values, make(**one_of_many()))
            return
        if type_ == terraform_routes.TYPE:
            self._lead(full, values, make(**one_of_many()))
            return
        distinct = len(bound) > 1 and terraform_resources.named_by_each(type_, values)
        for each in bound if distinct else bound[:1]:
            scope = make(**each) if distinct or (len(bound) == 1 and many == 1) else make(**one_of_many())
            read = foreign.members(plain(evaluate(values, scope), scope))
            resource = terraform_resources.TerraformResource(
                type=type_,
                address=full,
                values=read,
                number=_product_of(number, 1 if distinct else many),
                product=_product(foreign.text(values.get("service_plan")), module, scope),
                links=self.links,
            )
            terraform_resources.take(self.fold, resource)
            if resource.number != 0:
                store = terraform_resources.store_of(resource, of_module=of_module)
                self.fold.configure(*terraform_stores.settings(store, self.fold.source(full)))
        self.taken.append(full)

    def _permit(self, address: str, values: Blocks, scope: HclScope) -> None:
        self.fold.note(terraform_policies.TYPE, count=1)
        read = foreign.members(plain(evaluate(values, scope), scope))

        def named(value: object, _number: int, _key: str) -> str:
            return self.links.called(foreign.text(value))

        self.fold.configure(*terraform_policies.settings(read, named, self.fold.source(address)))

    def _lead(self, address: str, values: Blocks, scope: HclScope) -> None:
        self.fold.note(terraform_routes.TYPE, count=1)
        read = foreign.members(plain(evaluate(values, scope), scope))
        apps = map(self.links.called, terraform_routes.targets(read))
        self.fold.configure(terraform_routes.setting(address, read, apps, self.links.name_of, self.fold.source(address)))


def _product_of(number: int | None, times: int | None) -> int | None:
    return None if number is None or times is None else number * times


def _product(plan: str, module: Module, scope: HclScope) -> str:
    """`data.cloudfoundry_service.rds.service_plans["small-psql"]` -> `aws-rds small-psql`."""
    if not plan:
        return ""
    match = _PLAN.fullmatch(as_text(evaluate(plan, scope)))
    if match is None:
        return ""
    name = next((each for address, each in resources(module.blocks, "data") if address == match["address"]), {}).get("name")
    return str(f"{as_text(evaluate(name, scope)) if name else ''} {match['plan']}".strip())


def _is_called(files: EvidenceFiles, path: str) -> bool:
    """Does a root among the evidence call the module of a file? Then its resources are read there, with what it gives."""
    return terraform_folders.unit_of(files, path) in files.once("terraform-called", "", lambda: _called_folders(files))


def _root_above(files: EvidenceFiles, path: str) -> str:
    """A file of the nearest folder above that nothing calls, the root of which a called file is a part; itself without one."""
    for folder in map(str, list(PurePosixPath(path).parents)[1:]):
        for each in files.below(folder, terraform_folders.SUFFIXES):
            if not _is_called(files, each):
                return each
    return path


def _has_sibling_modules(files: EvidenceFiles, path: str) -> bool:
    """Does a file lie in a module's folder, or in one below it?"""
    folder = posixpath.dirname(path)
    return bool(
        files.below(folder, terraform_folders.SUFFIXES) or files.below(posixpath.dirname(folder), terraform_folders.SUFFIXES)
    )


def _called_folders(files: EvidenceFiles) -> frozenset[str]:
    """Reached from folders that no module calls: two that call each other are read as roots."""
    calls: dict[str, set[str]] = {}
    for path in files.paths:
        if path.endswith(terraform_folders.SUFFIXES):
            folder = terraform_folders.unit_of(files, path)
            content = files.content(path, LARGEST) or b""
            sources = {match["path"].decode() for match in _SOURCE.finditer(content)}
            found = {terraform_folders.called(files, folder, source) for source in sources}
            calls.setdefault(folder, set()).update(each for each in found if each is not None and each != folder)
    return taken_in(calls)
