"""testssl.sh's results as JSON: flat (`--jsonfile`) and by section (`--jsonfile-pretty`)."""

from collections.abc import Iterator

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.dates import epoch_moment
from generator.parsers.scans.entries import fold_on, fold_placed, not_null
from generator.parsers.scans.json_entry import JsonEntry, listed, records, report
from generator.parsers.scans.testssl_words import SslTestRun

_TEST = {"id", "severity", "finding"}
_NOTHING = "no test was done"


def recognizes(document: Document) -> bool:
    if document.items:
        return _TEST.issubset(document.first_members) and not {"ip", "fqdn", "port"}.isdisjoint(document.first_members)
    return "scanResult" in document.members and not {"Invocation", "openssl", "at"}.isdisjoint(document.members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    run = SslTestRun(evidence)
    taken = None
    if document.items:
        fold_placed(run.accumulator, records(document), lambda test, place: run.result(test, _target(run, test), place))
    else:
        content = report(document)
        started = content.number("startTime")
        taken = epoch_moment(float(started)) if started and started < 1 << 40 else None
        for pointer, host in not_null(run.accumulator, content.listed("scanResult")):
            target = run.accumulator.target(_target(run, host))
            fold_on(run.accumulator, target, _tests(host, pointer), run.result)
    because = run.reasons or (None if run.tested else _NOTHING)
    return run.accumulator.finish(taken, assessed=run.tested, because=because)


def _target(run: SslTestRun, entry: JsonEntry) -> ScanTarget:
    host = (
        "/".join((entry.get("targetHost", "fqdn"), entry.get("ip")))
        if entry.has("ip") and not entry.get("ip").count("/")
        else ""
    )
    return run.target(host or entry.get("ip", "fqdn/ip"), entry.get("port"))


def _tests(host: JsonEntry, pointer: str) -> Iterator[tuple[str, JsonEntry | None]]:
    """The lists of a host are its sections; a host that was not reached is itself the only test."""
    if _TEST.issubset(host.members):
        yield pointer, host
    for name, section in host.members.items():
        if isinstance(section, list):
            yield from listed(section, f"{pointer}/{name}")
