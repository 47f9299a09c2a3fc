"""Scans of source code, by the repository that they looked at: shown with the images that are built from it.

Code is no asset of the inventory. What a scan found in it belongs to its repository, and through the commit that an image or
its provenance names to the image; it becomes an item only where a person states that image as the target of the report
(`target:` of a sidecar or under `evidence:` in system.yaml). Vulnerable dependencies are items of the images that they reach
(`code_dependencies`), secrets are items of the code in any case.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.quality import SOURCE_CODE
from generator.model.scan import Disposition, ScanSnapshot, Severity
from generator.model.snapshot import age_of, day_of
from generator.text import counted

_OWNED = 2
"""Parts of a name that tells a repository from others: owner and name."""


class CodeScan(msgspec.Struct, frozen=True, kw_only=True):
    """The newest scan of one repository by one scanner."""

    repository: str
    """As the report, or a person, names it."""
    scanner: str
    day: date | None
    open: tuple[tuple[Severity, int], ...]
    """Open weaknesses (rules, vulnerabilities) by the severity of their most severe place; the most severe first."""
    assessed: bool
    source: EvidenceSource

    @property
    def sentence(self) -> str:
        """`Its code was scanned by gosec on 2026-11-02: 3 open weaknesses (1 high, 2 low).`"""
        when = f" on {self.day.isoformat()}" if self.day else ""
        if not self.assessed:
            return f"Its code was not assessed by {self.scanner}{when}."
        number = sum(count for _, count in self.open)
        parts = ", ".join(f"{count:,} {severity}" for severity, count in self.open)
        weaknesses = f"{counted(number, 'open weakness', 'open weaknesses')} ({parts})" if number else "no open weakness"
        return f"Its code was scanned by {self.scanner}{when}: {weaknesses}."


def code_scans(scans: Iterable[ScanSnapshot]) -> tuple[CodeScan, ...]:
    """Of each repository and scanner the newest, sorted by both."""
    newest: dict[tuple[str, str], ScanSnapshot] = {}
    for snapshot in sorted(scans, key=age_of):
        for target in snapshot.targets:
            if target.kind in SOURCE_CODE and target.named:
                newest[target.name, snapshot.scanner.name] = snapshot
    return tuple(_scan(name, snapshot) for (name, _), snapshot in sorted(newest.items(), key=lambda row: row[0]))


def of_repository(scans: Sequence[CodeScan], repository: str) -> tuple[CodeScan, ...]:
    """Those of the repository that an image names by its address: `https://git.example/shop/cart` and `shop/cart` are one."""
    return tuple(scan for scan in scans if is_same_repository(repository, scan.repository))


def is_same_repository(name: str, other: str) -> bool:
    """See `of_repository`."""
    return _is_same(_parts(name), _parts(other))


def _scan(name: str, snapshot: ScanSnapshot) -> CodeScan:
    open_ = [result for result in snapshot.results if result.target == name and result.disposition is Disposition.OPEN]
    by_severity = Counter(result.severity for result in open_)
    return CodeScan(
        repository=name,
        scanner=snapshot.scanner.name,
        day=day_of(snapshot),
        open=tuple((severity, by_severity[severity]) for severity in Severity if by_severity[severity]),
        assessed=snapshot.assessed,
        source=EvidenceSource(snapshot.evidence.sha256, snapshot.evidence.path),
    )


def _parts(name: str) -> tuple[str, ...]:
    """`git@git.example:shop/cart.git` is git.example, shop, cart; a version behind the name (`cart:1.0`) is none of it."""
    text = name.strip().lower().removeprefix("git+").partition("://")[2] or name.strip().lower()
    text = text.rpartition("@")[2].partition("?")[0].partition("#")[0]
    return tuple(filter(None, text.removesuffix("/").removesuffix(".git").replace(":", "/").split("/")))


def _is_same(name: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """The shorter name has an owner, and ends the longer one; a bare name is equal to itself alone."""
    shorter, longer = sorted((name, other), key=len)
    return longer == shorter or (len(shorter) >= _OWNED and longer[-len(shorter) :] == shorter)
