"""Folds XCCDF results into a snapshot while they stream by, whatever they are wrapped in.

A benchmark's rules stand before its test results, and in an ARF report the requests (with benchmark and OVAL) before the
reports, so that one pass is enough and memory stays flat: kept are the texts of the rules and the folded results.
"""

import re
from dataclasses import replace
from xml.etree.ElementTree import Element

from generator.file_loading import Content
from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers import xml
from generator.parsers.scans.entries import aliases
from generator.parsers.scans.scan_quality import configuration
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import NO_IDENTIFIER, ScanAccumulator
from generator.parsers.scans.xccdf_test_result import ABOUT_THE_TEST, UNNAMED_TOOL, TestResult
from generator.parsers.scans.xccdf_wire import Outcome, Rule, definitions, idents, instance, is_xccdf, outcome, rule, text
from generator.parsers.scans.xccdf_words import BLIND, disposition

_ADVISORY = re.compile(r"oval:com\.redhat\.rh[sbe]a:def:")
"""Red Hat's OVAL definitions of advisories, for benchmarks made of them without the definitions themselves."""
_NO_TEST = "the file holds no test result: a benchmark says what would be tested, not what was found"


class XccdfFold:
    """What has been read of one evidence file, which may hold several XCCDF documents."""

    def __init__(self, evidence: EvidenceFile) -> None:
        self._evidence = evidence
        self._accumulator: ScanAccumulator | None = None
        self._rules: dict[str, Rule] = {}
        self._security: set[str] = set()
        self._tests: list[TestResult] = []
        self._refused: list[str] = []
        self._dropped: list[str] = []
        self._within = ""

    def read(self, source: Content, *, where: str = "", fallback: ScanTarget | None = None) -> None:
        """Fold one XML document. `fallback` is the target of a test that names none; `where` its place in the file.

        Raises:
            ParseError: broken XML, or entities declared.
        """
        self._rules.clear()
        tests: list[TestResult] = []
        names = ("Rule", "rule-result", "target", "target-address", "fact", *ABOUT_THE_TEST)
        for element in xml.stream(source, *names, opened=("Benchmark", "TestResult", "definition")):
            name = xml.local(element.tag)
            if name == "definition":
                self._definition(element)
            elif not is_xccdf(element):
                continue
            elif name == "TestResult":
                place = f"{where}//TestResult[{len(tests) + 1}]"
                tests.append(TestResult(dict(element.attrib), place, fallback, within=self._within))
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
        accumulator = self._accumulator or ScanAccumulator(self._evidence, UNNAMED_TOOL)
        for reason in self._dropped:
            accumulator.drop(reason)
        blind = [because for because in (test.blind() for test in self._tests) if because]
        if not self._tests and not self._refused:
            self.refuse(_NO_TEST)
        because = "; ".join(dict.fromkeys((*self._refused, *blind))) or None
        taken = max((moment for moment in (test.taken() for test in self._tests) if moment), default=None)
        settings = configuration(row for test in self._tests for row in test.settings)
        assessed = len(blind) < len(self._tests)
        snapshot = accumulator.finish(taken, assessed=assessed, because=because, configuration=settings)
        return replace(snapshot, benchmarks=tuple(sorted({run for run in map(TestResult.benchmark, self._tests) if run})))

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

    def _of_test(self, name: str, element: Element, test: TestResult) -> None:
        if name == "target":
            test.name = test.name or text(element)
        elif name == "target-address":
            test.names.append(text(element))
        elif name == "fact":
            test.fact(element.get("name", ""), text(element))
        elif name in ABOUT_THE_TEST:
            test.note(name, element.attrib, text(element))
        else:
            self._result(element, test)

    def _begin(self, test: TestResult) -> tuple[ScanAccumulator, ScanTarget]:
        """Tool and target are known once the first result is there, and all that stands before it."""
        if self._accumulator is None:
            self._accumulator = ScanAccumulator(self._evidence, test.scanner())
        if test.target is None:
            test.target = test.about(self._evidence)
            self._accumulator.target(test.target)
        return self._accumulator, test.target

    def _result(self, element: Element, test: TestResult) -> None:
        accumulator, target = self._begin(test)
        found = outcome(element)
        test.words[found.word] += 1
        identifier = element.get("idref", "").strip()
        if found.word != "notselected":
            test.settings.add(("rule", identifier))
        if not identifier:
            accumulator.drop(NO_IDENTIFIER)
            return
        of_rule = self._rules.get(identifier) or Rule()
        names = of_rule.idents.joined(idents(element))
        others = aliases(identifier, *names.others)
        native = element.get("severity") or of_rule.severity
        accumulator.add(
            ScanResult(
                kind=self._kind(element, names.cves),
                identifier=identifier,
                target=target,
                severity=severity(native),
                native_severity=native,
                disposition=disposition(found.word) if found.word else Disposition.ERROR,
                native_status=found.word,
                scope=instance(element),
                title=of_rule.title,
                description=_description(of_rule, found),
                solution=of_rule.solution,
                cves=names.cves,
                aliases=others,
                controls=of_rule.controls,
                references=tuple(name for name in names.others if name not in others),
                place=f"{test.place}/rule-result[{test.words.total()}]",
            )
        )

    def _kind(self, element: Element, cves: tuple[str, ...]) -> ResultKind:
        security = cves or any(name in self._security or _ADVISORY.match(name) for name in definitions(element))
        return ResultKind.VULNERABILITY if security else ResultKind.MISCONFIGURATION


def _description(of_rule: Rule, found: Outcome) -> str:
    """What the rule is about; what changed its result; why it could not be told."""
    why = found.messages if found.word in BLIND else ""
    return "\n\n".join(part for part in (of_rule.description, found.override, why) if part)
