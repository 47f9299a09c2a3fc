"""What a resource of Terraform means by another one: the name that `aws_db_instance.orders.address` stands for.

A reference keeps its address until all modules are read (`${module.data.aws_db_instance.orders.address}`); here it is put in
the place of the name under which the resource is known, so that a flow leads there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

import msgspec

from generator.parsers.cluster import foreign, terraform_registry
from generator.parsers.cluster.hcl_expressions import evaluate, plain
from generator.parsers.cluster.hcl_functions import as_text
from generator.parsers.cluster.terraform_kept import KEPT
from generator.parsers.cluster.terraform_modules import Module, calls, one_of_many, resources
from generator.parsers.cluster.terraform_names import readable
from generator.parsers.late_patterns import late_re

_REFERENCE = late_re(
    r"\$\{(?P<address>(?:module\.[\w-]+(?:\[[^\]{}]{0,100}\])?\.)*(?:data\.)?[a-z0-9_]+\.[\w-]+)(?P<rest>(?:\.[\w'-]+)*)\}"
)
_VARIABLE = late_re(r"\(\(([\w.-]{1,100})\)\)")
_HOST = late_re(r"[a-z0-9](?:[a-z0-9._-]{0,251}[a-z0-9])?")
_NAMES = (
    "name identifier cluster_identifier cluster_id replication_group_id bucket function_name family domain_name cluster_name "
    "broker_name creation_token name_or_id addon_name database_name dataset_id"
).split()
_MOST = 5_000


class KeptReferences(msgspec.Struct, frozen=True):
    """A resource, with what is known of its values."""

    type: str
    address: str
    values: Mapping[str, object]
    number: int | None = 1
    """How many of it there are; None where that is not known."""


@dataclass(slots=True, eq=False)
class Links:
    """The resources of a root module and of all that it calls, by address."""

    root: Module
    _names: dict[str, str] = field(default_factory=dict)
    _kept: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """For each host name the types of the services that are kept under it, by address."""
    _made: bool = False
    kept: list["KeptReferences"] = field(default_factory=list)
    _resources: dict[str, "KeptReferences"] = field(default_factory=dict)

    def keep(self, kept: KeptReferences) -> None:
        """What can be read once everything else is known."""
        self.kept.append(kept)

    def resources(self) -> Mapping[str, KeptReferences]:
        """All resources of the root module and of those that it calls, by address, with what is known of their values."""
        if not self._resources:
            self._resources.update((each.address, each) for each in islice(self._read(self.root), _MOST))
        return self._resources

    def addresses(self, texts: Iterable[str]) -> Iterator[str]:
        """The addresses of all resources that texts refer to."""
        for text in texts:
            for match in _REFERENCE.finditer(text):
                yield match["address"]

    def name_of(self, text: str) -> str:
        """The name of the resource that a text refers to; empty where it refers to none that is known."""
        match = _REFERENCE.fullmatch(text)
        return self._known().get(match["address"], "") if match else ""

    def called(self, text: str) -> str:
        """What is written, or the name of the resource that it refers to; empty where that is not known."""
        return self.name_of(text) if "${" in text else text

    def address_of(self, text: str) -> str:
        """The address that a text refers to; empty where it is no reference."""
        match = _REFERENCE.fullmatch(text)
        return match["address"] if match else ""

    def named(self, text: str) -> str:
        """A text with the names of resources in the place of references, in a form that a host can have."""
        return _REFERENCE.sub(lambda match: self.host(match["address"]) or match[0], text)

    def image(self, text: str) -> str:
        """An image with the name of a repository in the place of a reference to it."""
        return _REFERENCE.sub(lambda match: self._known().get(match["address"], "") or match[0], text)

    def referred(self, text: str) -> Iterator[str]:
        """Host names of all resources that a text refers to."""
        for match in _REFERENCE.finditer(text):
            name = self.host(match["address"])
            if name:
                yield name

    def host(self, address: str) -> str:
        """A host name for a resource, which leads to that resource alone: a database and a balancer of one name
        (`aws_rds_cluster.orders`, `aws_lb.orders`) are two. Empty where its name is not known or no host can be called so.
        """
        name = host_of(self._known().get(address, ""))
        types = self._kept.get(name, {})
        if address not in types or len(set(types.values())) == 1:
            return name
        return f"{name}.{types[address].replace('_', '-')}"

    def _known(self) -> Mapping[str, str]:
        if not self._made:
            self._made = True
            self._enter(self.root)
        return self._names

    def _enter(self, module: Module) -> None:
        for kind, prefix in (("resource", module.prefix), ("data", "data.")):
            for address, values in resources(module.blocks, kind):
                self._put(module, address.partition(".")[0], f"{prefix}{address}", values)
        for name, values in calls(module.blocks):
            children = module.children(name, values)
            for child, _ in children or ():
                self._enter(child)
            if children is None:
                type_, given = terraform_registry.as_resource(foreign.text(values.get("source")), values)
                self._put(module, type_, f"{module.prefix}module.{name}", given)

    def _read(self, module: Module) -> Iterator[KeptReferences]:
        for address, values in resources(module.blocks):
            scope = module.scope(**one_of_many())
            known = foreign.members(plain(evaluate(values, scope), scope))
            yield KeptReferences(address.partition(".")[0], f"{module.prefix}{address}", known, 1)
        for name, values in calls(module.blocks):
            for child, _ in module.children(name, values) or ():
                yield from self._read(child)

    def _put(self, module: Module, type_: str, address: str, values: Mapping[str, object]) -> None:
        key = next((key for key in _NAMES if foreign.text(values.get(key))), "")
        if key and len(self._names) < _MOST:
            scope = (module.spelled if "cloudfoundry_" in address else module.scope)(**one_of_many())
            name = readable(str(as_text(evaluate(values[key], scope))))
            if not name:
                return
            self._names[address] = name
            if type_ in KEPT:
                self._kept[host_of(self._names[address])][address] = type_


def host_of(name: str) -> str:
    """`orders-((env))` as `orders-env`; empty where no host can be called so."""
    host = _VARIABLE.sub(r"\1", name).lower()
    return host if _HOST.fullmatch(host) else ""
