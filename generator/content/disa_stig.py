"""DISA's Security Technical Implementation Guides: the manual XCCDF file, by itself or in the .zip that DISA publishes.

https://www.cyber.mil/stigs. A file `…_Manual-xccdf.xml` is XCCDF 1.1 with one group and one rule for each requirement; DISA
keeps what XCCDF has no element for in the description, as escaped elements. One STIG is one line, so that a release never mixes
with another: of two releases of a STIG the newest counts, and several STIGs lie beside each other.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO
from xml.etree.ElementTree import Element
from xml.etree.ElementTree import ParseError as NotXml

import defusedxml
import msgspec
from defusedxml import ElementTree

from generator.content.base import Condensed, ContentKind, broken, day_of
from generator.limits import QUOTED
from generator.model.stig import Stig, StigRule
from generator.text import counted, shortened

STIG_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}", re.ASCII)
_GROUP_ID = re.compile(r"V-[0-9]{1,9}", re.ASCII)
_RELEASED = re.compile(r"Benchmark Date:\s*([0-9]{1,2}) ([A-Z][a-z]{2})[a-z]* ([0-9]{4})")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_CCI, _LEGACY = "/cci", "/legacy"
_MOST_RULES = 5_000
"""The largest STIG has some 600."""
_INNER = {
    "discussion": "VulnDiscussion",
    "documentable": "Documentable",
    "false_positives": "FalsePositives",
    "false_negatives": "FalseNegatives",
    "mitigations": "Mitigations",
    "mitigation_control": "MitigationControl",
    "override_guidance": "SeverityOverrideGuidance",
    "potential_impacts": "PotentialImpacts",
    "third_party_tools": "ThirdPartyTools",
    "responsibility": "Responsibility",
    "ia_controls": "IAControls",
}
"""Field of a rule to the escaped element of its description."""


class _StigLine(msgspec.Struct, array_like=True):
    id: str
    dated: date
    stig: Stig


_line = msgspec.json.Decoder(_StigLine)


def _recognizes(head: bytes) -> bool:
    return b"Benchmark" in head and b"checklists.nist.gov/xccdf/" in head


def _condense(stream: BinaryIO) -> Condensed:
    root = _root(stream.read())
    rules = tuple(_rules(root))
    if not rules:
        raise broken("the benchmark holds no group with a rule")
    if len({rule.group for rule in rules}) != len(rules):
        raise broken("the benchmark holds a group twice")
    stig = _stig(root, rules)
    return Condensed(
        dated=stig.dated,
        dated_by="Benchmark Date",
        lines=[msgspec.json.encode(_StigLine(stig.id, stig.dated, stig))],
        note=f"{stig.id}, version {stig.version[:20]}, {stig.release[:80]}: {counted(len(rules), 'rule')}",
    )


def stig_of(line: bytes) -> Stig:
    """A condensed line."""
    return _line.decode(line).stig


def _root(data: bytes) -> Element:
    try:
        root: Element = ElementTree.fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except defusedxml.DefusedXmlException as error:
        raise broken("the XML declares a document type or entities, which no STIG does") from error
    except (NotXml, ValueError, LookupError) as error:
        raise broken(f"this is not valid XML: {error}") from error
    if _local(root) != "Benchmark":
        raise broken(f"the file holds `{shortened(_local(root), QUOTED)}`, not a benchmark of its own")
    return root


def _stig(root: Element, rules: tuple[StigRule, ...]) -> Stig:
    name = root.get("id", "")
    if not STIG_ID.fullmatch(name):
        raise broken("the benchmark has no id like Kubernetes_STIG")
    release = next((_text(child) for child in _children(root, "plain-text") if child.get("id") == "release-info"), "")
    reference = next(_children(root, "reference"), None)
    return Stig(
        id=name,
        title=_text_of(root, "title"),
        description=_text_of(root, "description"),
        version=_text_of(root, "version"),
        release=release,
        dated=_dated(root, release),
        source=_text_of(reference, "source") if reference is not None else "",
        notice=next((child.get("id", "") for child in _children(root, "notice")), ""),
        rules=rules,
    )


def _dated(root: Element, release: str) -> date:
    """The benchmark date; of older files the day of their status."""
    match = _RELEASED.search(release)
    if match and match[2] in _MONTHS:
        return day_of(f"{match[3]}-{_MONTHS.index(match[2]) + 1:02}-{int(match[1]):02}")
    status = next(_children(root, "status"), None)
    return day_of(status.get("date", "") if status is not None else "")


def _rules(root: Element) -> Iterator[StigRule]:
    for number, group in enumerate(_children(root, "Group")):
        if number >= _MOST_RULES:
            raise broken(f"the benchmark holds more than {_MOST_RULES:,} groups")
        name, rule = group.get("id", ""), next(_children(group, "Rule"), None)
        if not _GROUP_ID.fullmatch(name):
            raise broken(
                f"the group `{shortened(name, QUOTED)}` has no id like V-242376: add the manual STIG, not that for SCAP tools"
            )
        if rule is None or not rule.get("id"):
            raise broken(f"the group {name} holds no rule with an id")
        yield _rule(group, rule)


def _rule(group: Element, rule: Element) -> StigRule:
    description, check = _text_of(rule, "description"), next(_children(rule, "check"), None)
    named = next(_children(check, "check-content-ref"), None) if check is not None else None
    idents = [(child.get("system", "").lower(), _text(child)) for child in _children(rule, "ident")]
    reference = next(_children(rule, "reference"), None)
    return StigRule(
        group=group.get("id", ""),
        group_title=_text_of(group, "title"),
        rule=rule.get("id", ""),
        version=_text_of(rule, "version"),
        severity=rule.get("severity", ""),
        weight=rule.get("weight", ""),
        title=_text_of(rule, "title"),
        check=_text_of(check, "check-content") if check is not None else "",
        check_name=named.get("name", "") if named is not None else "",
        fix=_text_of(rule, "fixtext"),
        ccis=tuple(identifier for system, identifier in idents if system.endswith(_CCI)),
        legacy=tuple(identifier for system, identifier in idents if system.endswith(_LEGACY)),
        target_key=_text_of(reference, "identifier") if reference is not None else "",
        **{field: _inner(description, tag) for field, tag in _INNER.items()},
    )


def _inner(description: str, tag: str) -> str:
    """The text of an escaped element. It is cut out and not parsed: DISA's texts hold angle brackets of their own."""
    _, opened, rest = description.partition(f"<{tag}>")
    content, closed, _ = rest.partition(f"</{tag}>")
    return content.strip() if opened and closed else ""


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if _local(child) == name)


def _text_of(element: Element, name: str) -> str:
    return next((_text(child) for child in _children(element, name)), "")


def _text(element: Element) -> str:
    return "".join(element.itertext()).strip()


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


DISA_STIG = ContentKind(
    name="disa-stig",
    title="DISA STIGs: the rules of Security Technical Implementation Guides, as XCCDF",
    merges=True,
    largest=64 << 20,
    member="-xccdf.xml",
    recognizes=_recognizes,
    condense=_condense,
)
