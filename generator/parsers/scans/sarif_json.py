"""SARIF, the form in which most code scanners and many others write their results.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. A file holds runs. A run without `results` did not look
(section 3.14.23), which an empty list does not mean.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans.dates import latest_of, moment
from generator.parsers.scans.sarif_fold import RunFold
from generator.parsers.scans.sarif_wire import SarifComponent, SarifLog, SarifRun, SarifTool
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.tool_names import display

_UNNAMED = "SARIF"
_NO_RUN = "the file holds no run of any tool"
_NO_RESULTS = "{tool} wrote no results section, which is how SARIF says that it did not look"
_FAILED = "{tool} says that it did not end successfully"
_ELSEWHERE = "results of {tool} are kept in another file"


def recognizes(document: Document) -> bool:
    members = document.members
    if "runs" not in members or bytes(members["runs"])[:1] != b"[":
        return False
    return bytes(members.get("version", b"")).startswith(b'"2.') or b"sarif" in bytes(members.get("$schema", b"")).lower()


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    log = document.decode(document.data, SarifLog)
    runs = [(index, run) for index, run in enumerate(log.runs or ()) if run]
    accumulator = ScanAccumulator(evidence, _scanner([run for _, run in runs]))
    for index, run in runs:
        RunFold(accumulator, run, _name(run), evidence).fold(f"/runs/{index}")
    faults = tuple(dict.fromkeys(fault for _, run in runs for fault in _faults(run)))
    looked = any(run.results or (run.results is not None and _succeeded(run)) for _, run in runs)
    because = "; ".join(faults) if runs else _NO_RUN
    return accumulator.finish(_taken([run for _, run in runs]), assessed=looked, because=because or None)


def _driver(run: SarifRun) -> SarifComponent:
    return (run.tool or SarifTool()).driver or SarifComponent()


def _name(run: SarifRun) -> str:
    return display(_driver(run).name or "") or _UNNAMED


def _scanner(runs: Sequence[SarifRun]) -> Scanner:
    """The tool; of several tools in one file all names, and no version."""
    names = tuple(dict.fromkeys(_name(run) for run in runs))
    versions = {_driver(run).version or _driver(run).semantic_version for run in runs}
    version = versions.pop() if len(names) == len(versions) == 1 else None
    return Scanner(name=", ".join(names) or _UNNAMED, version=version or None)


def _faults(run: SarifRun) -> Iterator[str]:
    """What keeps the run from having looked at everything."""
    tool = _name(run)
    if run.external_property_file_references and run.external_property_file_references.results:
        yield _ELSEWHERE.format(tool=tool)
    elif run.results is None:
        yield _NO_RESULTS.format(tool=tool)
    if not _succeeded(run):
        yield _FAILED.format(tool=tool)


def _succeeded(run: SarifRun) -> bool:
    """Section 3.20.14; a run that says nothing about it is taken to have."""
    return not any(invocation.execution_successful is False for invocation in run.invocations or () if invocation)


def _taken(runs: Sequence[SarifRun]) -> datetime | None:
    """When the last of the runs ended."""
    invocations = [invocation for run in runs for invocation in run.invocations or () if invocation]
    ends = [moment(invocation.end_time_utc) or moment(invocation.start_time_utc) for invocation in invocations]
    return latest_of(ends)
