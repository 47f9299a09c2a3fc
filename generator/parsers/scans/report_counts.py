"""What a report says it found, against what it lists: a summary that counts more than its list holds is no scan that looked.

`kubectl get` with a field left out, an export cut off at a page and a report whose list was removed all look like a clean
result. Every format with a summary compares it here, so that the disagreement is stated in the same words and has the same
effect: the target counts as not assessed, and nothing that was found on it before is taken as resolved.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from generator.model.scan import ScanTarget
from generator.text import counted
from generator.text import listed as several

_MOST = 5
"""Disagreements that one sentence names."""


@dataclass(slots=True)
class ReportCounts:
    """The disagreements of one report."""

    _reasons: dict[str, None] = field(default_factory=dict)
    _targets: set[str] = field(default_factory=set)
    whole: bool = True
    """False where a count of the whole report disagrees, so that it shows of no target that it was assessed."""

    def compare(self, kind: str, *, stated: int | None, listed: int, target: ScanTarget | None = None, many: str = "") -> None:
        """Hold one count of the summary against its list; `target` where the count is of that target, not of all.

        `kind` and `many` as in `generator.text.counted`.
        """
        if (stated or 0) <= listed:
            return
        of = f" of {target.name}" if target is not None and target.named else ""
        self.disagree(f"the report counts {counted(stated or 0, kind, many)}{of} and lists {listed or 'none'} of them", target)

    def unlisted(self, what: str, target: ScanTarget) -> None:
        """There is neither a list, not even an empty one, nor a summary that says that nothing was found."""
        of = f" of {target.name}" if target.named else ""
        self.disagree(f"the report has no list of {what}{of}, not even an empty one", target)

    def disagree(self, reason: str, target: ScanTarget | None) -> None:
        """A disagreement that is not one of numbers: `target` as in `compare`."""
        self._reasons[reason] = None
        if target is None:
            self.whole = False
        else:
            self._targets.add(target.name)

    @property
    def targets(self) -> Set[str]:
        """Names of the targets whose counts disagree."""
        return self._targets

    def reasons(self) -> Iterator[str]:
        """One sentence, or none."""
        if self._reasons:
            yield several(self._reasons, _MOST, separator="; ", more="such count")
