"""Folds XCCDF results into a snapshot while they stream by, whatever they are wrapped in.

A benchmark's rules stand before its test results, and in an ARF report the requests (with benchmark and OVAL) before the
reports, so that one pass is enough and memory stays flat: kept are the texts of the rules and the folded results.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree.ElementTree import Element

from msgspec.structs import replace

from generator.file_loading import Content
from generator.model.evidence import EvidenceFile
from generator.model.scan import (
    BenchmarkRun,
    Disposition,
    ResultKind,
    Scanner,
    ScanResult,
    ScanSnapshot,
    ScanTarget,
    TargetKind,
)
from generator.parsers import xml
from generator.parsers.late_patterns import late_re
from generator.parsers.scans import target as targets
from generator.parsers.scans.dates import latest_of, moment
from generator.parsers.scans.entries import aliases
from generator.parsers.scans.hosts import other_names
from generator.parsers.scans.scan_quality import configuration
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.xccdf_wire import (
    BLIND,
    XccdfRule,
    definitions,
    disposition,
    idents,
    instance,
    is_xccdf,
    outcome,
    rule,
    text,
)

_ABOUT_THE_TEST = frozenset({"benchmark", "profile", "set-value", "identity"})
"""Elements of a `TestResult` that say with what and as which user it ran."""
_UNNAMED_TOOL = Scanner(name="XCCDF")
_TOOLS = {"openscap": "OpenSCAP", "scc": "SCC"}
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_CONTAINER = late_re(r"(?:docker|podman)-(?:image|container)://([^\s\[(]+)\s*(?:[\[(]([^\s,\])]+).*)?")
"""How `oscap-podman` and `oscap-docker` name what they scan: id or name, then perhaps the name in brackets."""
_IMAGE_ID = late_re(r"(?:sha256:)?([0-9a-f]{64})")
_IDENTIFIER = "urn:xccdf:fact:identifier"
_SCANNER = "urn:xccdf:fact:scanner:"
_NAMING = ("urn:xccdf:fact:asset:identifier:", "urn:xccdf:fact:ethernet:", "urn:scap:fact:asset:identifier:")
_NAMES = {"fqdn", "host_name", "ipv4", "ipv6", "mac", "MAC", "ein"}
_ASSET = "urn:scap:fact:asset:identifier:"
_ADVISORY = late_re(r"oval:com\.redhat\.rh[sbe]a:def:")
"""Red Hat's OVAL definitions of advisories, for benchmarks made of them without the definitions themselves."""
_NO_TEST = "the file holds no test result: a benchmark says what would be tested, not what was found"


@dataclass
class _XccdfTestResult:
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
        """Section 6.6.3, `identity`. OpenSCAP writes false for every scan, as it never logs in: that says nothing."""
        answers = (_TRUTH.get(attributes.get("authenticated", "")), _TRUTH.get(attributes.get("privileged", "")))
        fixed = self.scanner().name == _TOOLS["openscap"]
        self.login = (answers[0] or None, answers[1] or None) if fixed else answers

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
        known = _TOOLS.get(name.lower(), name) or _UNNAMED_TOOL.name
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


class XccdfFold:
    """What has been read of one evidence file, which may hold several XCCDF documents."""

    def __init__(self, evidence: EvidenceFile) -> None:
        self._evidence = evidence
        self._accumulator: ScanAccumulator | None = None
        self._rules: dict[str, XccdfRule] = {}
        self._security: set[str] = set()
        self._tests: list[_XccdfTestResult] = []
        self._refused: list[str] = []
        self._dropped: list[str] = []
        self._within = ""

    def read(self, source: Content, *, where: str = "", fallback: ScanTarget | None = None) -> None:
        """Fold one XML document. `fallback` is the target of a test that names none; `where` its place in the file.

        Raises:
            ParseError: broken XML, or entities declared.
        """
        self._rules.clear()
        tests: list[_XccdfTestResult] = []
        names = ("Rule", "rule-result", "target", "target-address", "fact", *_ABOUT_THE_TEST)
        for element in xml.stream(source, *names, opened=("Benchmark", "TestResult", "definition")):
            name = xml.local(element.tag)
            if name == "definition":
                self._definition(element)
            elif not is_xccdf(element):
                continue
            elif name == "TestResult":
                place = f"{where}//TestResult[{len(tests) + 1}]"
                tests.append(_XccdfTestResult(dict(element.attrib), place, fallback, within=self._within))
            elif name in ("Rule", "Benchmark"):
                self._of_benchmark(name, element)
            elif tests:
                self._of_test(name, element, tests[-1])
        self._tests += tests
        if not tests:
            self.refuse(_NO_TEST)

    def drop(self, reason: str) -> None:
        """Count an entry that holds no result."""
        self._dropped.append(reason)

    def refuse(self, because: str) -> None:
        """Note a part that shows nothing."""
        self._refused.append(because)

    def finish(self) -> ScanSnapshot:
        """The snapshot: assessed where at least one rule was tested somewhere."""
        for test in self._tests:
            self._begin(test)
        accumulator = self._accumulator or ScanAccumulator(self._evidence, _UNNAMED_TOOL)
        for reason in self._dropped:
            accumulator.drop(reason)
        blind = [because for because in (test.blind() for test in self._tests) if because]
        if not self._tests and not self._refused:
            self.refuse(_NO_TEST)
        because = "; ".join(dict.fromkeys((*self._refused, *blind))) or None
        taken = latest_of(test.taken() for test in self._tests)
        settings = configuration(row for test in self._tests for row in test.settings)
        assessed = len(blind) < len(self._tests)
        snapshot = accumulator.finish(taken, assessed=assessed, because=because, configuration=settings)
        return replace(snapshot, benchmarks=tuple(sorted({run for run in map(_XccdfTestResult.benchmark, self._tests) if run})))

    def _definition(self, element: Element) -> None:
        """OVAL definitions of these classes are about vulnerabilities and their patches, not about settings."""
        if element.get("class") in {"vulnerability", "patch"}:
            self._security.add(element.get("id", ""))

    def _of_benchmark(self, name: str, element: Element) -> None:
        """A rule's texts; a benchmark only as it begins: its tests stand in it, or after it in the same file."""
        if name == "Rule":
            self._rules[element.get("id", "")] = rule(element)
        else:
            self._within = element.get("id", "")

    def _of_test(self, name: str, element: Element, test: _XccdfTestResult) -> None:
        if name == "target":
            test.name = test.name or text(element)
        elif name == "target-address":
            test.names.append(text(element))
        elif name == "fact":
            test.fact(element.get("name", ""), text(element))
        elif name in _ABOUT_THE_TEST:
            test.note(name, element.attrib, text(element))
        else:
            self._result(element, test)

    def _begin(self, test: _XccdfTestResult) -> tuple[ScanAccumulator, ScanTarget]:
        """Tool and target are known once the first result is there, and all that stands before it."""
        if self._accumulator is None:
            self._accumulator = ScanAccumulator(self._evidence, test.scanner())
        if test.target is None:
            test.target = test.about(self._evidence)
            self._accumulator.target(test.target)
        return self._accumulator, test.target

    def _result(self, element: Element, test: _XccdfTestResult) -> None:
        accumulator, target = self._begin(test)
        ended = outcome(element)
        test.words[ended.word] += 1
        identifier = element.get("idref", "").strip()
        if ended.word != "notselected":
            test.settings.add(("rule", identifier))
        if not identifier:
            accumulator.drop(NO_IDENTIFIER)
            return
        of_rule = self._rules.get(identifier) or XccdfRule()
        names = of_rule.idents.joined(idents(element))
        native = element.get("severity") or of_rule.severity
        accumulator.add(
            ScanResult(
                kind=self._kind(element, names.cves),
                identifier=identifier,
                target=target,
                severity=severity(native),
                native_severity=native,
                disposition=disposition(ended.word) if ended.word else Disposition.ERROR,
                native_status=ended.word,
                scope=instance(element),
                title=of_rule.title,
                description=ended.described(of_rule.description),
                solution=of_rule.solution,
                cves=names.cves,
                aliases=aliases(identifier, *names.others),
                controls=of_rule.controls,
                place=f"{test.place}/rule-result[{test.words.total()}]",
            )
        )

    def _kind(self, element: Element, cves: tuple[str, ...]) -> ResultKind:
        security = cves or any(name in self._security or _ADVISORY.match(name) for name in definitions(element))
        return ResultKind.VULNERABILITY if security else ResultKind.MISCONFIGURATION


def _image(identifier: str, name: str) -> ScanTarget:
    whole = _IMAGE_ID.fullmatch(identifier)
    return ScanTarget(
        name=name,
        kind=TargetKind.IMAGE,
        digests=(name.rpartition("@")[2],) if "@sha256:" in name else (),
        image_id=f"sha256:{whole[1]}" if whole else None,
    )
