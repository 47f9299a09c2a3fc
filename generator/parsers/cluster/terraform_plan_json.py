"""Terraform and OpenTofu: `terraform show -json` of a plan (what will be) or of a state (what was applied). Declared.

Read are the resources of the Kubernetes provider and container services of AWS, Google Cloud and Azure, in modules of any
depth; every other resource is counted under its type. What the file marks as sensitive is not looked at.

https://developer.hashicorp.com/terraform/internals/json-format ("Values Representation")
"""

from collections.abc import Iterator, Mapping
from typing import Final

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.base import Family
from generator.parsers.cluster import foreign, terraform_cloud, terraform_kubernetes
from generator.parsers.cluster.fold import Fold
from generator.parsers.document import Container as Content
from generator.parsers.document import Document

_DEEPEST = 50
_NEXT = "collect it again with `terraform show -json PLAN`"


class TerraformPlanJson:
    """See `Parser`."""

    name: Final = "terraform-plan-json"
    family: Final[Family] = "cluster"
    title: Final = "Terraform and OpenTofu plans and states (`terraform show -json`), JSON"

    def recognizes(self, document: Document) -> bool:
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

    def parse(self, document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
        """See `Parser.parse`."""
        fold = Fold(document, evidence)
        whole = document.decode(document.data, dict[str, object])
        key = "planned_values" if "planned_values" in whole else "values"
        for resource in _resources(foreign.members(whole.get(key)).get("root_module"), f"/{key}/root_module", 0):
            _take(fold, resource)
        return fold.snapshot()


def _resources(module: object, place: str, depth: int) -> Iterator[Mapping[str, object]]:
    if depth > _DEEPEST:
        raise ParseError("modules in modules, nested too deeply", where=place, next_step=_NEXT)
    said = foreign.members(module)
    for key in ("resources", "child_modules"):
        if not isinstance(said.get(key, []), list):
            raise ParseError(f"`{key}` is not a list", where=place, next_step=_NEXT)
    for index, each in enumerate(foreign.entries(said.get("resources"))):
        if not isinstance(each, dict) or not foreign.text(each.get("type")):
            raise ParseError("a resource without type", where=f"{place}/resources/{index}", next_step=_NEXT)
        yield foreign.members(each)
    for index, each in enumerate(foreign.entries(said.get("child_modules"))):
        yield from _resources(each, f"{place}/child_modules/{index}", depth + 1)


def _take(fold: Fold, resource: Mapping[str, object]) -> None:
    """NOTE: data sources are what others made; reading them declares nothing."""
    if resource.get("mode") == "data":
        return
    type_ = foreign.text(resource.get("type"))
    address = foreign.text(resource.get("address")) or f"{type_}.{foreign.text(resource.get('name'))}"
    values = foreign.members(_shown(resource.get("values"), resource.get("sensitive_values")))
    native = terraform_kubernetes.native(type_, values)
    if native:
        fold.take(native, place=address)
        return
    found = terraform_cloud.workload(type_, values, fold.source(address))
    if found:
        fold.add(found.kind, found)
    else:
        fold.note(type_, count=1)


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
