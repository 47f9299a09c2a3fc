"""The record of a run of `atopack monitor`: `generator/monitoring/record.py` documents the file."""

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.monitoring import MonitorRun, MonitorSnapshot
from generator.monitoring.record import MARK, VERSION
from generator.parsers.document import Document


class _Marked(msgspec.Struct, rename="camel"):
    atopack_monitor: int


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return MARK in document.members


def parse(document: Document, evidence: EvidenceFile) -> MonitorSnapshot:
    """See `Parser.parse`."""
    marked = document.decode(document.data, _Marked)
    if marked.atopack_monitor != VERSION:
        reason = f"version {marked.atopack_monitor} of the file's shape; version {VERSION} is read"
        raise ParseError(reason, where=f"/{MARK}", next_step="read it with the atopack that wrote it")
    run = document.decode(document.data, MonitorRun)
    if run.taken.tzinfo is None:
        raise ParseError("the moment of the run has no time zone", where="/taken", next_step="let the monitor run again")
    return MonitorSnapshot(evidence=evidence, taken=run.taken, run=run)
