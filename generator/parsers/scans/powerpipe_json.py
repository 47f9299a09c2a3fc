"""Powerpipe's and Steampipe's results of benchmarks in JSON (`--export json`): controls in groups of any depth."""

from collections.abc import Iterator
from functools import partial

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import powerpipe_words
from generator.parsers.scans.cloud_targets import CloudTargets
from generator.parsers.scans.entries import fold_placed, result_of
from generator.parsers.scans.json_entry import JsonEntry, report
from generator.parsers.scans.tally import ScanAccumulator

_MARKS = {"group_id", "controls"}
_NOTHING = "no control ran"


def recognizes(document: Document) -> bool:
    members = document.members
    if _MARKS.issubset(members) or {"group_id", "groups"}.issubset(members):
        return True
    return {"control_id", "results"}.issubset(document.first_keys(members.get("controls")))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator, targets = ScanAccumulator(evidence, powerpipe_words.SCANNER), CloudTargets(evidence)
    ran, failed = 0, []
    for pointer, control in _controls(report(document)):
        results = list(control.listed("results", pointer))
        ran += len(results)
        if control.get("run_error"):
            failed.append(f"{control.get('control_id')} did not run: {control.get('run_error')}")
        fold_placed(accumulator, results, partial(_result, control, targets))
    if not ran:
        accumulator.target(targets.target(""))
    because = "; ".join(failed) or (None if ran else _NOTHING)
    return accumulator.finish(None, assessed=ran > 0, because=because)


def _controls(content: JsonEntry) -> Iterator[tuple[str, JsonEntry]]:
    """The controls of all groups, by a stack of our own: a hostile file may be nested deeply."""
    waiting = [("", content)]
    while waiting:
        pointer, group = waiting.pop()
        yield from ((place, control) for place, control in group.listed("controls", pointer) if control)
        waiting += [(place, inner) for place, inner in group.listed("groups", pointer) if inner]


def _result(control: JsonEntry, targets: CloudTargets, entry: JsonEntry, place: str) -> ScanResult | None:
    status, reason = entry.get("status"), entry.get("reason")
    return result_of(
        powerpipe_words.ROW.kind,
        control.get("control_id"),
        targets.target(entry.get("resource")),
        place,
        word=control.get("severity"),
        title=control.get("title"),
        description=reason,
        scope=entry.get("dimensions.value").replace(",", ""),
        disposition=powerpipe_words.DISPOSITIONS.get(status, Disposition.OPEN),
        native_status=status,
    )
