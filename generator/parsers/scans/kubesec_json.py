"""kubesec's report of Kubernetes manifests: `kubesec scan`.

https://kubesec.io/basics/: points of each rule, the negative ones critical. kubesec rates no rule otherwise: what is critical
is high, advice is low, as the tool ranks them.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanSnapshot, ScanTarget, Severity
from generator.parsers.document import Document
from generator.parsers.scans.code_results import ABSENT, Scalar, entries, repository, text
from generator.parsers.scans.entries import joined, misconfiguration_of, not_null
from generator.parsers.scans.tally import ScanAccumulator

_LISTS = (
    ("critical", Severity.HIGH, Disposition.OPEN),
    ("advise", Severity.LOW, Disposition.OPEN),
    ("passed", Severity.LOW, Disposition.PASSED),
)


class _KubesecRule(msgspec.Struct, gc=False):
    id: str | None = None
    selector: str | None = None
    reason: str | None = None
    points: Scalar = None


class _KubesecScoring(msgspec.Struct, gc=False):
    critical: msgspec.Raw = ABSENT
    advise: msgspec.Raw = ABSENT
    passed: msgspec.Raw = ABSENT


class _KubesecObject(msgspec.Struct, gc=False):
    object: str | None = None
    valid: bool | None = None
    file: str | None = msgspec.field(name="fileName", default=None)
    scoring: _KubesecScoring | None = None


def recognizes(document: Document) -> bool:
    return {"object", "scoring"}.issubset(document.first_members) or (
        {"object", "valid", "score"}.issubset(document.first_members)
    )


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "kubesec")
    target = accumulator.target(repository(evidence))
    invalid: list[str] = []
    for place, judged in not_null(accumulator, entries(document, accumulator, document.data, _KubesecObject)):
        if judged.valid is False:
            invalid.append(judged.object or place)
        _fold(document, accumulator, judged, target, place)
    because = f"kubesec could not judge {', '.join(invalid[:5])}: no valid object" if invalid else None
    return accumulator.finish(None, because=because)


def _fold(document: Document, accumulator: ScanAccumulator, judged: _KubesecObject, target: ScanTarget, place: str) -> None:
    scoring, scope = judged.scoring or _KubesecScoring(), joined(" ", judged.file, judged.object)
    for key, rated, disposition in _LISTS:
        rules = entries(document, accumulator, getattr(scoring, key), _KubesecRule, f"{place}/scoring/{key}")
        for where, rule in not_null(accumulator, rules):
            accumulator.take(
                misconfiguration_of(
                    rule.id or rule.selector,
                    target,
                    where,
                    severity=rated,
                    word=text(rule.points),
                    disposition=disposition,
                    native_status=key,
                    scope=joined(" ", scope, rule.selector),
                    title=rule.reason,
                )
            )
