"""The account of raw scan results: each is on one line of it, so that none is lost."""

from collections import Counter
from dataclasses import dataclass, field

from generator.model.facts import Accounting
from generator.model.scan import Disposition, ResultKind, ScanTally, TargetResult


@dataclass(slots=True)
class Tally:
    """An `Accounting` while it is added up; all numbers are raw results."""

    results: int = 0
    dropped: int = 0
    superseded: int = 0
    not_running: int = 0
    open: int = 0
    licenses: int = 0
    events: int = 0
    source_code: int = 0
    source_files: Counter[str] = field(default_factory=Counter)
    dispositions: Counter[Disposition] = field(default_factory=Counter)

    def add(self, tally: ScanTally) -> None:
        """The results of a file, as its reader counted them."""
        self.results += tally.results
        self.dropped += sum(count for _, count in tally.dropped)

    def count(self, result: TargetResult, *, within: bool, chosen: bool, code: bool) -> bool:
        """Put the sighting's entries on one line of the account; True where it is an open weakness in scope."""
        if not within and code:
            self.source_code += result.entries
            if result.disposition is Disposition.OPEN:
                self.source_files[result.source.path] += result.entries
        elif not within:
            self.not_running += result.entries
        elif not chosen:
            self.superseded += result.entries
        elif result.disposition is not Disposition.OPEN:
            self.dispositions[result.disposition] += result.entries
        elif result.kind is ResultKind.LICENSE:
            self.licenses += result.entries
        elif result.kind is ResultKind.EVENT:
            self.events += result.entries
        else:
            self.open += result.entries
            return True
        return False

    def accounting(self) -> Accounting:
        """The sums."""
        return Accounting(
            results=self.results,
            dropped=self.dropped,
            superseded=self.superseded,
            not_running=self.not_running,
            open=self.open,
            by_disposition=tuple(sorted(self.dispositions.items())),
            licenses=self.licenses,
            events=self.events,
            source_code=self.source_code,
            source_files=tuple(sorted(self.source_files.items())),
        )
