"""testssl.sh's results as CSV (`--csvfile`)."""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.entries import fold_placed
from generator.parsers.scans.testssl_words import SslTestRun
from generator.parsers.scans.whole_rows import Alike, has_table, table_of, whole_rows

_HEADER = ("id", "fqdn/ip", "severity", "finding")


def recognizes(document: Document) -> bool:
    return has_table(document, _HEADER)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    run = SslTestRun(evidence)
    table = table_of(document, _HEADER)
    targets = Alike(table, ("fqdn/ip", "port"), lambda row: run.target(row.get("fqdn/ip"), row.get("port")))
    rows = ((f"line {row.line}", row) for row in whole_rows(table, run.accumulator))
    fold_placed(run.accumulator, rows, lambda row, place: run.result(row, targets.of(row), place))
    because = run.reasons or (None if run.tested else "no test was done")
    return run.accumulator.finish(None, assessed=run.tested, because=because)
