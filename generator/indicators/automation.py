"""Which methods count as automated: FRC-CSX-VVK, and the cadence of VDR-TFR-MVX.

A method counts where every file that its verdicts rest on was collected by a program within the cadence of the class, and it
judged something. Two methods are two only where no source of evidence is behind both: one list of a cluster that fails, or is
forged, would take both away. A file that a person put there is none, whatever made it first.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from msgspec.structs import replace

from generator.limits import NAMED
from generator.model.indicator import EvidenceOrigin, MethodKind, MethodResult
from generator.model.posture import Certainty, JudgedSubject, Outcome
from generator.text import counted, listed

_EVIDENCE = ("evidence/", "diagrams/")
_COLLECTED: Mapping[str, str] = {
    "evidence/cluster/": "atopack collect kubernetes",
    "evidence/cloud/": "atopack collect aws",
    "evidence/registry/": "atopack collect registry",
}
"""What takes from the live system what people put into a folder by hand; nothing takes what lies elsewhere."""
_COLLECTED_TOOLS: Mapping[str, str] = {
    "AWS Config": "atopack collect aws",
    "AWS Security Hub": "atopack collect aws",
}
_NONE_TAKES = "no collector of this program takes it from where it is made"


def with_automation(result: MethodResult, origins: Mapping[str, EvidenceOrigin], as_of: date, cadence: int) -> MethodResult:
    """The method with what it is from, and why it is no automated one on the day."""
    judged = [subject for subject in result.subjects if subject.outcome is not Outcome.UNKNOWN]
    paths = sorted({cited.source.path for subject in judged for cited in subject.citations})
    files = [path for path in paths if path.startswith(_EVIDENCE)]
    sources = tuple(sorted({origins[path].source for path in files if path in origins}))
    against, gives = _unjudged(result, judged, files) or _unattended(files, origins, as_of, cadence)
    return replace(result, sources=sources, against=against, gives=gives)


def counted_methods(methods: Sequence[MethodResult]) -> tuple[MethodResult, ...]:
    """The most automated methods of which no two share a source of evidence, in the order of the mapping."""
    automated = [method for method in methods if method.automated]
    return _most(automated, frozenset())


def _most(methods: Sequence[MethodResult], taken: frozenset[str]) -> tuple[MethodResult, ...]:
    """NOTE: tries both ways; an indicator has at most some fifteen methods with some five sources."""
    if not methods:
        return ()
    first, rest = methods[0], methods[1:]
    without = _most(rest, taken)
    if not taken.isdisjoint(first.sources):
        return without
    kept = (first, *_most(rest, taken | set(first.sources)))
    return kept if len(kept) >= len(without) else without


def _unjudged(result: MethodResult, judged: Sequence[JudgedSubject], files: Sequence[str]) -> tuple[str, str] | None:
    """Why it judged nothing of the evidence, and what would change that; None where it did."""
    if not result.subjects:
        return _absent(result)
    if not judged:
        reasons = Counter(subject.reason for subject in result.subjects)
        most, _ = min(reasons.items(), key=lambda each: (-each[1], each[0]))
        return f"0 of {counted(len(result.subjects), 'subject')} decided", f"decide what is unknown: {most}"
    if not files or all(subject.certainty is Certainty.STATED for subject in judged):
        return "its verdicts rest on what people state", "evidence of the same"
    return None


def _absent(result: MethodResult) -> tuple[str, str]:
    """A report of a tool gives a method where a collector takes it: a report that a person puts there is none."""
    absence = result.absence or "it has no subject"
    if result.method.kind is not MethodKind.TOOL:
        return absence, f"collect {result.needs}" if result.needs else ""
    collector = _COLLECTED_TOOLS.get(result.method.name)
    if collector is None:
        return f"{absence}, and {_NONE_TAKES}", ""
    return absence, f"collect results of {result.method.name} for {listed(result.method.rules, NAMED)} with {collector}"


def _unattended(files: Sequence[str], origins: Mapping[str, EvidenceOrigin], as_of: date, cadence: int) -> tuple[str, str]:
    """Why its evidence does not show that it runs by itself and within the cadence; empty where it does."""
    by_hand = [path for path in files if path not in origins or not origins[path].collector]
    if by_hand:
        verb = "was" if len(by_hand) == 1 else "were"
        reason = f"{counted(len(by_hand), 'file')} of {len(files)} {verb} put there by hand ({listed(by_hand, NAMED)})"
        return _by_hand(reason, by_hand, origins)
    limit = _limit(as_of, cadence)
    old = [path for path in files if (origins[path].collected or datetime.min.replace(tzinfo=UTC)) < limit]
    if old:
        reason = f"{counted(len(old), 'file')} of {len(files)} older than {counted(cadence, 'day')} ({listed(old, NAMED)})"
        return reason, f"collect at least every {counted(cadence, 'day')}"
    return "", ""


def _by_hand(reason: str, files: Sequence[str], origins: Mapping[str, EvidenceOrigin]) -> tuple[str, str]:
    """Which collector would take these files, where there is one for each of them."""
    collectors = [_collector(path, origins) for path in files]
    if "" in collectors:
        return f"{reason}, and {_NONE_TAKES}", ""
    used = tuple(dict.fromkeys(collectors))
    return reason, f"collect it from the live system with {listed(used, len(used))}"


def _collector(path: str, origins: Mapping[str, EvidenceOrigin]) -> str:
    """Of a file; empty where none takes it."""
    tool = origins[path].source if path in origins else ""
    folder = "/".join((*path.split("/")[:2], ""))
    return _COLLECTED_TOOLS.get(tool) or _COLLECTED.get(folder, "")


def _limit(as_of: date, cadence: int) -> datetime:
    """The first moment within the cadence."""
    return datetime.combine(as_of - timedelta(days=cadence), time.min, UTC)
