"""XCCDF's XML as far as it is read: a rule of a benchmark, and the result of one rule.

NIST IR 7275 Rev. 4 (XCCDF 1.2), sections 6.4.4 and 6.6.4. Version 1.1 differs in the namespace only, for what is read here.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import msgspec

from generator.model.identifiers import ControlId
from generator.model.scan import Disposition
from generator.parsers.late_patterns import late_re
from generator.parsers.scans.entries import controls, joined

_WORDS = {
    "pass": Disposition.PASSED,
    "fixed": Disposition.RESOLVED,
    "notapplicable": Disposition.NOT_APPLICABLE,
    "notselected": Disposition.NOT_APPLICABLE,
    "notchecked": Disposition.MANUAL,
    "informational": Disposition.MANUAL,
    "error": Disposition.ERROR,
    "unknown": Disposition.ERROR,
}
BLIND = frozenset({"notapplicable", "notselected", "notchecked", "error", "unknown", ""})
"""Words of rules that were not tested."""
NAMESPACE = "http://checklists.nist.gov/xccdf/"
_CVE = late_re(r"(?:CVE|CAN)-\d{4}-\d{4,}")
_DISCUSSION = late_re(r"<VulnDiscussion>(.*?)</VulnDiscussion>", re.DOTALL)
_SCRIPT = "urn:xccdf:fix:script"
"""Fixes of these systems are programs and playbooks: long, and not what a person reads."""


class XccdfIdents(msgspec.Struct, frozen=True, gc=False):
    """Names that others know a rule by."""

    cves: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """`CCI-…`, `CCE-…`, legacy `V-…` and `SV-…`."""

    def joined(self, more: "XccdfIdents") -> "XccdfIdents":
        """Both, each name once."""
        if self == more:
            return self
        return XccdfIdents(tuple(sorted({*self.cves, *more.cves})), tuple(dict.fromkeys((*self.others, *more.others))))


class XccdfRule(msgspec.Struct, frozen=True, gc=False):
    """What a benchmark says about one rule."""

    title: str = ""
    description: str = ""
    solution: str = ""
    severity: str = ""
    idents: XccdfIdents = XccdfIdents()
    controls: tuple[ControlId, ...] = ()
    """Of SP 800-53, as far as the benchmark refers to them."""


class XccdfOutcome(msgspec.Struct, frozen=True, gc=False):
    """The result that stands, and what else the entry says about it."""

    word: str
    """`pass`, `fail`, … in lower case; empty where the entry has none."""
    override: str = ""
    """Who changed the result from what to what, for people."""
    messages: str = ""
    """Why the checking engine could not decide."""

    def described(self, rule_text: str) -> str:
        """What the rule is about; what changed its result; why it could not be determined."""
        return joined("\n\n", rule_text, self.override, self.messages if self.word in BLIND else "")


def is_xccdf(element: Element) -> bool:
    """Streams compare local names only: is the element XCCDF's?"""
    return element.tag.startswith("{" + NAMESPACE)


def rule(element: Element) -> XccdfRule:
    """One `Rule`."""
    description = _text(_child(element, "description"))
    discussion = _DISCUSSION.search(description)
    return XccdfRule(
        title=_text(_child(element, "title")),
        description=" ".join(discussion[1].split()) if discussion else description,
        solution=_solution(element),
        severity=element.get("severity", ""),
        idents=idents(element),
        controls=controls(
            *(_text(reference) for reference in _children(element, "reference") if "800-53" in reference.get("href", ""))
        ),
    )


def idents(element: Element) -> XccdfIdents:
    """The `ident` elements of a rule or a result, CVEs apart."""
    names = [name for name in (_text(child) for child in _children(element, "ident")) if name]
    return XccdfIdents(
        tuple(sorted({name for name in names if _CVE.fullmatch(name)})),
        tuple(dict.fromkeys(name for name in names if not _CVE.fullmatch(name))),
    )


def outcome(element: Element) -> XccdfOutcome:
    """What a `rule-result` came to: the latest override counts (section 6.6.4.3), else the checking engine's result."""
    word = _text(_child(element, "result")).lower()
    overrides = sorted(_children(element, "override"), key=lambda override: override.get("time", ""))
    if not overrides:
        return XccdfOutcome(word, messages=_messages(element))
    latest = overrides[-1]
    old, new = (_text(_child(latest, name)).lower() for name in ("old-result", "new-result"))
    remark = _text(_child(latest, "remark"))
    note = (
        f"Result changed from {old or word} to {new or word} by {latest.get('authority') or 'an authority that is not named'}"
    )
    return XccdfOutcome(new or word, f"{note}: {remark}" if remark else note, _messages(element))


def instance(element: Element) -> str:
    """The part of the target that a `rule-result` is about: `line console`; empty for the whole target."""
    contexts = (f"{child.get('context', '')} {_text(child)}".strip() for child in _children(element, "instance"))
    return ", ".join(text for text in contexts if text)


def definitions(element: Element) -> Iterator[str]:
    """Ids of the OVAL definitions that decided a result."""
    return (child.get("name", "") for child in element.iter(_alongside(element, "check-content-ref")))


def text(element: Element) -> str:
    """All text inside, on one line."""
    return _text(element)


def _solution(element: Element) -> str:
    by_person = _text(_child(element, "fixtext"))
    commands = (_text(fix) for fix in _children(element, "fix") if not fix.get("system", "").startswith(_SCRIPT))
    return by_person or next((command for command in commands if command), "")


def _messages(element: Element) -> str:
    return " ".join(message for message in map(_text, _children(element, "message")) if message)


def _child(element: Element, name: str) -> Element | None:
    return element.find(_alongside(element, name))


def _children(element: Element, name: str) -> list[Element]:
    return element.findall(_alongside(element, name))


def _alongside(element: Element, name: str) -> str:
    """A name in the namespace of the element: a large report has millions of children to look through."""
    tag = element.tag
    return tag[: tag.rfind("}") + 1] + name


def _text(element: Element | None) -> str:
    if element is None:
        return ""
    whole = "".join(element.itertext()) if len(element) else element.text or ""
    return " ".join(whole.split())


def disposition(word: str) -> Disposition:
    """A word that the standard does not know is no reason to hide an entry: it stays open, as `fail` does."""
    return _WORDS.get(word.strip().lower(), Disposition.OPEN)
