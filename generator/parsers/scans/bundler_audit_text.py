"""bundler-audit's report as it prints it: `bundler-audit check`.

https://github.com/rubysec/bundler-audit, `lib/bundler/audit/cli/formats/text.rb`: blocks of `Name: value`, the last line says
whether something was found. The advisory stood below `Advisory` until version 0.8 and stands below `CVE` and `GHSA` since.
"""

from collections.abc import Iterator, Mapping

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.bundler_audit_json import insecure_source
from generator.parsers.scans.code_results import repository
from generator.parsers.scans.entries import affected, aliases, cves, fold_placed, vulnerability_of
from generator.parsers.scans.tally import ScanAccumulator

_ENDS = ("Vulnerabilities found!", "No vulnerabilities found")
_SOURCE = "Insecure Source URI found: "
_NO_END = "the report ends without bundler-audit's last line, so it may have been cut"


def recognizes(document: Document) -> bool:
    if document.container is not FileContainer.TEXT:
        return False
    lines = document.start.decode(errors="replace").splitlines()
    named = {line.partition(":")[0] for line in lines}
    return {"Name", "Version", "Criticality", "Solution"} <= named or any(
        line.startswith((*_ENDS, _SOURCE)) for line in lines[-3:]
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "bundler-audit")
    target = accumulator.target(repository(evidence))
    lines = document.text.splitlines()
    fold_placed(accumulator, _blocks(lines), lambda block, place: _result(block, target, place))
    ended = any(line.startswith(_ENDS) for line in lines)
    return accumulator.finish(None, because=None if ended else _NO_END)


def _blocks(lines: list[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each block with the line on which it begins."""
    block: dict[str, str] = {}
    begins = 1
    for number, line in enumerate(lines, 1):
        name, mark, value = line.partition(":")
        if line.startswith(_SOURCE):
            yield f"line {number}", {"source": line.removeprefix(_SOURCE)}
        elif name == "Name" and mark:
            if block:
                yield f"line {begins}", block
            block, begins = {"Name": value.strip()}, number
        elif block and mark:
            block.setdefault(name, value.strip())
    if block:
        yield f"line {begins}", block


def _result(block: Mapping[str, str], target: ScanTarget, place: str) -> ScanResult | None:
    if "source" in block:
        return insecure_source(block["source"], target, place)
    names = (block.get("CVE"), block.get("Advisory"), block.get("GHSA"))
    identifier = next(filter(None, names), None)
    word = block.get("Criticality")
    return vulnerability_of(
        identifier,
        target,
        place,
        word=word,
        package=affected(block.get("Name"), block.get("Version")),
        title=block.get("Title"),
        solution=block.get("Solution", ""),
        cves=cves(*names),
        aliases=aliases(identifier, *names),
    )
