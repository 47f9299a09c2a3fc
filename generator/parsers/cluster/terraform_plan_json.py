"""Terraform and OpenTofu: `terraform show -json` of a plan (what will be) or of a state (what was applied). Declared.

Read are the resources of the Kubernetes provider, container services and managed services of AWS, Google Cloud and Azure,
services and network policies of Cloud Foundry, in modules of any depth; every other resource is counted under its type. What
the file marks as sensitive is not looked at.

https://developer.hashicorp.com/terraform/internals/json-format ("Values Representation")
"""

from collections.abc import Iterator, Mapping, Sequence

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.cluster import foreign, terraform_policies, terraform_resources, terraform_routes, terraform_stores
from generator.parsers.cluster.fold import Fold
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer as Content

_DEEPEST = 50
_NEXT = "collect it again with `terraform show -json PLAN`"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container is not Content.JSON or "format_version" not in document.members:
        return False
    return (
        any(
            key in document.members and "root_module" in document.members_of(document.members[key])
            for key in ("planned_values", "values")
        )
        or {"terraform_version", "resource_changes"} <= document.members.keys()
    )


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    fold = Fold(document, evidence)
    whole = document.decode(document.data, dict[str, object])
    key = "planned_values" if "planned_values" in whole else "values"
    resources = list(_resources(foreign.members(whole.get(key)).get("root_module"), f"/{key}/root_module", 0))
    names = _ResourceNames(whole, resources)
    for resource in resources:
        _take(fold, resource, names)
    _take_stores(fold, resources, names)
    return fold.snapshot()


def _resources(module: object, place: str, depth: int) -> Iterator[Mapping[str, object]]:
    if depth > _DEEPEST:
        raise ParseError("modules in modules, nested too deeply", where=place, next_step=_NEXT)
    members = foreign.members(module)
    for key in ("resources", "child_modules"):
        if not isinstance(members.get(key, []), list):
            raise ParseError(f"`{key}` is not a list", where=place, next_step=_NEXT)
    for index, each in enumerate(foreign.entries(members.get("resources"))):
        if not isinstance(each, dict) or not foreign.text(each.get("type")):
            raise ParseError("a resource without type", where=f"{place}/resources/{index}", next_step=_NEXT)
        yield foreign.members(each)
    for index, each in enumerate(foreign.entries(members.get("child_modules"))):
        yield from _resources(each, f"{place}/child_modules/{index}", depth + 1)


def _take(fold: Fold, resource: Mapping[str, object], names: "_ResourceNames") -> None:
    """NOTE: data sources are what others made; reading them declares nothing."""
    if resource.get("mode") == "data":
        return
    type_, address, values = foreign.text(resource.get("type")), _address(resource), _values(resource)
    if type_ == terraform_policies.TYPE:
        fold.note(type_, count=1)
        fold.configure(*terraform_policies.settings(values, names.resolver_for(address), fold.source(address)))
        return
    if type_ == terraform_routes.TYPE:
        fold.note(type_, count=1)
        apps = names.referred(address, ("target", "destinations"), tuple(terraform_routes.targets(values)))
        domains = names.referred(address, ("domain",), (foreign.text(values.get("domain")),))
        domain = next(iter(domains), "")
        fold.configure(terraform_routes.setting(address, values, apps, lambda _: domain, fold.source(address)))
        return
    terraform_resources.take(fold, terraform_resources.TerraformResource(type=type_, address=address, values=values))


def _take_stores(fold: Fold, resources: Sequence[Mapping[str, object]], names: "_ResourceNames") -> None:
    """What is declared of encryption: stores, and the listeners of load balancers."""
    declared = [
        terraform_resources.store_of(
            terraform_resources.TerraformResource(
                type=foreign.text(each.get("type")), address=_address(each), values=_values(each)
            )
        )
        for each in resources
        if each.get("mode") != "data"
    ]
    for resource in declared:
        fold.configure(*terraform_stores.settings(resource, fold.source(resource.address)))
    fold.configure(*terraform_stores.listeners(declared, names.address_of, fold.source))


def _address(resource: Mapping[str, object]) -> str:
    return foreign.text(resource.get("address")) or f"{foreign.text(resource.get('type'))}.{foreign.text(resource.get('name'))}"


def _values(resource: Mapping[str, object]) -> Mapping[str, object]:
    return foreign.members(_shown(resource.get("values"), resource.get("sensitive_values")))


class _ResourceNames:
    """What resources are called, by the id they have once applied, and before that by what the configuration refers to."""

    def __init__(self, whole: Mapping[str, object], resources: Sequence[Mapping[str, object]]) -> None:
        state = foreign.members(foreign.members(whole.get("prior_state")).get("values")).get("root_module")
        known = [*resources, *_resources(state, "/prior_state/values/root_module", 0)]
        self._by_id: dict[str, str] = {}
        self._by_address: dict[str, str] = {}
        self._address_by_id: dict[str, str] = {}
        self._values = {_address(each): _values(each) for each in resources}
        for resource in known:
            values = _values(resource)
            name = foreign.text(values.get("name")) or foreign.text(values.get("name_or_id"))
            self._by_address[_address(resource)] = name
            self._by_id[foreign.text(values.get("id"))] = name
            self._address_by_id |= {foreign.text(values.get(key)): _address(resource) for key in ("id", "arn")}
        self._expressions = dict(_expressions(foreign.members(whole.get("configuration")).get("root_module"), "", 0))

    def referred(self, address: str, keys: Sequence[str], ids: Sequence[str]) -> tuple[str, ...]:
        """Names of what attributes or blocks of a resource name: by id where it is known, else by what they refer to."""
        known = tuple(name for id_ in ids if (name := self._by_id.get(id_ or "-", "")))
        expressions = foreign.members(self._expressions.get(address.partition("[")[0]))
        references = [text for key in keys for text in _references(expressions.get(key), 0)]
        return known or tuple(name for text in dict.fromkeys(references) if (name := self._by_address.get(text, "")))

    def address_of(self, address: str, attribute: str) -> str:
        """Of the resource that an attribute names: by id where it is known, else by what the configuration refers to."""
        known = self._address_by_id.get(foreign.text(self._values.get(address, {}).get(attribute)) or "-", "")
        if known:
            return known
        module = address.rpartition(".")[0].rpartition(".")[0]
        expressions = foreign.members(self._expressions.get(address.partition("[")[0]))
        named = (".".join(filter(None, (module, text))) for text in _references(expressions.get(attribute), 0))
        return next((each for each in named if each in self._by_address), "")

    def resolver_for(self, address: str) -> terraform_policies.Named:
        """For the resource at this address."""
        blocks = foreign.entries(foreign.members(self._expressions.get(address.partition("[")[0])).get("policy"))

        def named(value: object, number: int, key: str) -> str:
            if known_name := self._by_id.get(foreign.text(value) or "-"):
                return known_name
            block = foreign.members(blocks[number]) if number < len(blocks) else {}
            references = foreign.entries(foreign.members(block.get(key)).get("references"))
            return next((name for each in references if (name := self._by_address.get(foreign.text(each), ""))), "")

        return named


def _references(value: object, depth: int) -> Iterator[str]:
    """Addresses in an expression, or in the blocks below it."""
    members = foreign.members(value)
    yield from (foreign.text(each) for each in foreign.entries(members.get("references")))
    if depth < _DEEPEST:
        for each in members.values() if members else foreign.entries(value):
            yield from _references(each, depth + 1)


def _expressions(module: object, prefix: str, depth: int) -> Iterator[tuple[str, object]]:
    """(address, expressions) of the resources as they are configured."""
    members = foreign.members(module)
    for each in map(foreign.members, foreign.entries(members.get("resources"))):
        yield f"{prefix}{foreign.text(each.get('address'))}", each.get("expressions")
    if depth < _DEEPEST:
        for name, call in foreign.members(members.get("module_calls")).items():
            yield from _expressions(foreign.members(call).get("module"), f"{prefix}module.{name}.", depth + 1)


def _shown(value: object, sensitive: object) -> object:
    """The value without what is marked sensitive."""
    if sensitive is True:
        return None
    if isinstance(value, dict) and isinstance(sensitive, dict):
        return {key: _shown(each, sensitive.get(key)) for key, each in value.items()}
    if isinstance(value, list) and isinstance(sensitive, list):
        marks = [*sensitive, *[None] * len(value)]
        return [_shown(each, mark) for each, mark in zip(value, marks, strict=False)]
    return value
