"""Terraform's own source (`.tf`): what somebody means to create. Declared, never proof that it exists.

Nothing is evaluated: no variable, module, function or loop. A variable stands in double round brackets as Cloud Foundry
writes it, `"db-${var.env}"` as `db-((env))`, so that a manifest and the source of its services name the same thing.

https://developer.hashicorp.com/terraform/language/syntax/configuration
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.base import Family
from generator.parsers.cluster import foreign, terraform_policies, terraform_resources
from generator.parsers.cluster.fold import Fold
from generator.parsers.document import Document
from generator.parsers.document import FileContainer as Content

_BLOCK = re.compile(rb'^[ \t]*(?:(?:resource|data)[ \t]+"[a-z0-9_]+"[ \t]+"[\w-]+"|module[ \t]+"[\w-]+")[ \t]*\{', re.MULTILINE)
"""A module is called like a resource is declared; it is recognized, and what it creates is not read."""
_MOST_BYTES = 2 << 20
_VARIABLE = re.compile(r"\$\{(?:var|local)\.([\w.-]{1,100})\}")
_REFERENCE = re.compile(r"\$\{(?P<address>(?:data\.)?[a-z0-9_]+\.[\w-]+)\b[^}]*\}")
_PLAN = re.compile(r"\$\{data\.(?P<address>[a-z0-9_]+\.[\w-]+)\.service_plans\[\\?\"(?P<plan>[^\"\\]{1,100})\\?\"\]\}")
_NEXT = "`terraform validate` shows what is wrong with the file"


class TerraformHcl:
    """See `Parser`."""

    name: Final = "terraform-hcl"
    family: Final[Family] = "cluster"
    title: Final = "Terraform and OpenTofu source (.tf): services, containers and network policies that are written out"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        return document.container is Content.TEXT and _BLOCK.search(document.start) is not None

    def parse(self, document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
        """See `Parser.parse`."""
        fold = Fold(document, evidence)
        blocks = _decoded(document)
        names = {address: _name(values) for address, values in (*_all(blocks, "resource"), *_all(blocks, "data", "data."))}
        for address, values in _all(blocks, "resource"):
            _take(fold, address, values, names)
        for block in map(foreign.members, foreign.entries(blocks.get("module"))):
            for name in block:
                fold.note("module", count=1)
                fold.note_not_read(f"module.{_bare(name)}")
        return fold.snapshot()


def _decoded(document: Document) -> Mapping[str, object]:
    """NOTE: the library is imported here, since it makes its tables when it is first asked."""
    import hcl2
    from lark.exceptions import LarkError

    if len(document.data) > _MOST_BYTES:
        raise ParseError("a Terraform file of more than 2 MiB", next_step="collect `terraform show -json` instead")
    options = hcl2.SerializationOptions(
        with_comments=False, explicit_blocks=False, preserve_heredocs=False, strip_string_quotes=True
    )
    try:
        return foreign.members(hcl2.loads(f"{document.text}\n", serialization_options=options))
    except (LarkError, ValueError, KeyError, TypeError) as error:
        line = getattr(error, "line", None)
        where = f"line {line}" if isinstance(line, int) and line > 0 else ""
        raise ParseError("not valid Terraform", where=where, next_step=_NEXT) from error


def _all(blocks: Mapping[str, object], kind: str, prefix: str = "") -> Iterator[tuple[str, Mapping[str, object]]]:
    """(address, values) of all blocks of a kind."""
    for block in map(foreign.members, foreign.entries(blocks.get(kind))):
        for type_, named in block.items():
            for name, values in foreign.members(named).items():
                yield f"{prefix}{_bare(type_)}.{_bare(name)}", foreign.members(values)


def _take(fold: Fold, address: str, values: Mapping[str, object], names: Mapping[str, str]) -> None:
    type_ = address.partition(".")[0]
    if type_ != terraform_policies.TYPE:
        product = _product(foreign.text(values.get("service_plan")), names)
        terraform_resources.take(fold, type_, address, foreign.members(_spelled(values)), product)
        return
    fold.note(type_, count=1)

    def named(value: object, _number: int, _key: str) -> str:
        name_text = foreign.text(value)
        reference = _REFERENCE.fullmatch(name_text)
        if reference and not _VARIABLE.fullmatch(name_text):
            return names.get(reference["address"], "")
        return foreign.text(_spelled(value))

    for setting in terraform_policies.settings(values, named, fold.source(address)):
        fold.configure(setting)


def _product(plan: str, names: Mapping[str, str]) -> str:
    """`data.cloudfoundry_service.rds.service_plans["small-psql"]` -> `aws-rds small-psql`."""
    match = _PLAN.fullmatch(plan)
    return f"{names.get('data.' + match['address'], '')} {match['plan']}".strip() if match else ""


def _name(values: Mapping[str, object]) -> str:
    return foreign.text(_spelled(values.get("name"))) or foreign.text(_spelled(values.get("name_or_id")))


def _spelled(value: object) -> object:
    if isinstance(value, str):
        return _VARIABLE.sub(r"((\1))", value)
    if isinstance(value, dict):
        return {key: _spelled(each) for key, each in value.items()}
    return [_spelled(each) for each in value] if isinstance(value, list) else value


def _bare(text: str) -> str:
    return text.strip('"')
