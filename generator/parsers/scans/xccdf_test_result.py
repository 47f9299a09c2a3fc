"""One `TestResult`: which tool tested what, when, and whether it could look (NIST IR 7275 Rev. 4, section 6.6.3)."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from generator.model.evidence import EvidenceFile
from generator.model.scan import BenchmarkRun, Scanner, ScanTarget, TargetKind
from generator.parsers.scans import target as targets
from generator.parsers.scans.dates import moment
from generator.parsers.scans.hosts import other_names
from generator.parsers.scans.xccdf_words import BLIND

ABOUT_THE_TEST = frozenset({"benchmark", "profile", "set-value", "identity"})
"""Elements of a `TestResult` that say with what and as whom it ran."""
UNNAMED_TOOL = Scanner(name="XCCDF")
_TOOLS = {"openscap": "OpenSCAP", "scc": "SCC"}
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_CONTAINER = re.compile(r"(?:docker|podman)-(?:image|container)://([^\s\[(]+)\s*(?:[\[(]([^\s,\])]+).*)?")
"""How `oscap-podman` and `oscap-docker` name what they scan: id or name, then perhaps the name in brackets."""
_IMAGE_ID = re.compile(r"(?:sha256:)?([0-9a-f]{64})")
_IDENTIFIER = "urn:xccdf:fact:identifier"
_SCANNER = "urn:xccdf:fact:scanner:"
_NAMING = ("urn:xccdf:fact:asset:identifier:", "urn:xccdf:fact:ethernet:", "urn:scap:fact:asset:identifier:")
_NAMES = {"fqdn", "host_name", "ipv4", "ipv6", "mac", "MAC", "ein"}
_ASSET = "urn:scap:fact:asset:identifier:"


@dataclass
class TestResult:
    """As far as it was read: what it is about stands before its results."""

    attributes: dict[str, str]
    place: str
    fallback: ScanTarget | None = None
    """What it is about where it does not say so itself."""
    within: str = field(default="", kw_only=True)
    """Id of the benchmark that it stands in or after, for one that does not name its own."""
    name: str = ""
    names: list[str] = field(default_factory=list)
    """Addresses and names beside it."""
    facts: dict[str, str] = field(default_factory=dict)
    target: ScanTarget | None = None
    """Once its first result was read."""
    words: Counter[str] = field(default_factory=Counter)
    settings: set[tuple[str, ...]] = field(default_factory=set)
    """What it ran with: benchmark and version, profile, values that were set, and the rules selected. Where the benchmark's
    file lay, and what the rules came to, does not belong to it."""
    login: tuple[bool | None, bool | None] = (None, None)
    """Did the tool log in to the target, and with all rights?"""

    def note(self, name: str, attributes: Mapping[str, str], text: str) -> None:
        """One of the elements `ABOUT_THE_TEST`."""
        if name == "identity":
            self._identity(attributes)
        elif name == "benchmark":
            self.settings.add((name, attributes.get("id", ""), self.attributes.get("version", "")))
        else:
            self.settings.add((name, attributes.get("idref", ""), text if name == "set-value" else ""))

    def _identity(self, attributes: Mapping[str, str]) -> None:
        """Section 6.6.3, `identity`. OpenSCAP writes false for every scan, as it never logs in anybody: that says nothing."""
        found = (_TRUTH.get(attributes.get("authenticated", "")), _TRUTH.get(attributes.get("privileged", "")))
        fixed = self.scanner().name == _TOOLS["openscap"]
        self.login = (found[0] or None, found[1] or None) if fixed else found

    def benchmark(self) -> BenchmarkRun | None:
        """What was tested against: the benchmark's id, and the profile's where one was chosen."""
        parts = {row[0]: row[1] for row in self.settings if row[0] in {"benchmark", "profile"} and row[1]}
        parts.setdefault("benchmark", self.within)
        name = " ".join(parts[kind] for kind in ("benchmark", "profile") if parts.get(kind))
        return BenchmarkRun(name=name, version=self.attributes.get("version", "")) if name else None

    def fact(self, name: str, text: str) -> None:
        """One `fact`: of several of one name the first, unless it names the target."""
        self.facts.setdefault(name, text)
        if name.startswith(_NAMING) and name.rpartition(":")[2] in _NAMES:
            self.names.append(text)

    def taken(self) -> datetime | None:
        """When it ended, else when it began."""
        return moment(self.attributes.get("end-time")) or moment(self.attributes.get("start-time"))

    def blind(self) -> str | None:
        """Why nothing was tested; None where something was."""
        name = self.target.name if self.target else self.name
        if not self.words:
            return f"the test of {name} holds no results"
        if any(word not in BLIND for word in self.words):
            return None
        counts = ", ".join(f"{count} {word or 'without result'}" for word, count in sorted(self.words.items()))
        return f"no rule was tested on {name} ({counts})"

    def scanner(self) -> Scanner:
        """The tool by its CPE name, version 2.2 (`cpe:/a:redhat:openscap:1.3.5`) or 2.3, else by the facts."""
        parts = self.attributes.get("test-system", "").removeprefix("cpe:2.3:").removeprefix("cpe:/").split(":")
        product, version = (*parts[2:4], "", "")[:2]
        name = product or self.facts.get(f"{_SCANNER}name", "")
        known = _TOOLS.get(name.lower(), name) or UNNAMED_TOOL.name
        return Scanner(name=known, version=version or self.facts.get(f"{_SCANNER}version") or None)

    def about(self, evidence: EvidenceFile) -> ScanTarget:
        """What was tested. For a container image the facts know more than `target`, which is then the host that tested it."""
        container = _CONTAINER.match(self.facts.get(_IDENTIFIER, "")) or _CONTAINER.match(self.name)
        if container:
            return _image(container[1], container[2] or container[1])
        system = f"{self.facts.get(f'{_ASSET}os_name', '')} {self.facts.get(f'{_ASSET}os_version', '')}".strip()
        named = ScanTarget(name=self.name, kind=TargetKind.HOST) if self.name else self.fallback
        target = named or targets.from_evidence(evidence, TargetKind.HOST)
        return replace(
            target,
            other_names=other_names(target.name, *self.names),
            os_name=system or None,
            authenticated=self.login[0],
            privileged=self.login[1],
        )


def _image(identifier: str, name: str) -> ScanTarget:
    whole = _IMAGE_ID.fullmatch(identifier)
    return ScanTarget(
        name=name,
        kind=TargetKind.IMAGE,
        digests=(name.rpartition("@")[2],) if "@sha256:" in name else (),
        image_id=f"sha256:{whole[1]}" if whole else None,
    )
