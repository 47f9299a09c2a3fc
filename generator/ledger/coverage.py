"""Whether a weakness that is no longer reported is gone: what a scan must have looked at, and how, before an item closes.

An item closes only when the same scanner, with the same format, configuration and authentication as the look that saw the
weakness, looked at all of the asset later (FedRAMP Vulnerability Scanning Requirements, section 3), or when the asset is gone.
Everything else leaves it open, with the reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import msgspec

from generator.ledger.asset_states import AssetDisposition, ClosureReason, ScanCoverage, Unseen
from generator.ledger.image_identity import ImageIdentities
from generator.ledger.retirement import Retirement
from generator.model.asset import AssetScan, MatchedBy
from generator.model.facts import SystemFacts
from generator.model.identifiers import AssetId
from generator.model.images import repository_of
from generator.model.quality import Approval, ScanQuality
from generator.model.scan import ResultKind

_Key = tuple[str, str]


class _Now(msgspec.Struct, frozen=True, kw_only=True):
    """A look of today, with what else decides."""

    look: ScanCoverage
    problem: str
    """Why it did not look at what runs, all of it; empty where it did."""
    finds_vulnerabilities: bool
    of_code: bool
    """It looked at the code that an image is built from: what it no longer reports is still in an image built before."""


class CurrentCoverage:
    """What was looked at this time, at which of `images`. `incomplete` are evidence paths of scans that could look at a part of
    their target only."""

    def __init__(self, facts: SystemFacts, images: ImageIdentities, incomplete: Iterable[str] = ()) -> None:
        self.as_of = facts.as_of
        self.images = images
        self._incomplete = frozenset(incomplete)
        self._quality = {(quality.evidence.path, quality.evidence.sha256): quality for quality in facts.scan_quality}
        self._inventory = {image.asset_id for image in facts.inventory} | {asset.asset_id for asset in facts.assets}
        self._retirement = Retirement(facts)
        self._now: dict[_Key, dict[str, _Now]] = defaultdict(dict)
        for asset_id, name, scan, running in _scans(facts):
            now = self._look(asset_id, name, scan, running)
            self._now[now.look.scanner, asset_id][name] = now

    def looks(self) -> tuple[ScanCoverage, ...]:
        """All looks of today that could look, sorted."""
        coverages = (now.look for objects in self._now.values() for now in objects.values())
        return tuple(sorted(coverages, key=lambda look: (look.asset_id, look.scanner, look.object)))

    def is_listed(self, asset_id: AssetId) -> bool:
        """It is in today's inventory."""
        return asset_id in self._inventory

    def judge(
        self, scanner: str, asset_id: AssetId, kind: ResultKind, before: Sequence[ScanCoverage]
    ) -> AssetDisposition | Unseen:
        """What to make of an asset on which the weakness is no longer reported; `before` are the looks that saw it."""
        if asset_id in self._inventory:
            return self._judge_listed(scanner, asset_id, asset_id, kind, before)
        if repository_of(asset_id) is None and kind is ResultKind.SECRET:
            because = f"whether the secret in {asset_id} was revoked is shown by no scan; a person closes it, with evidence"
            return Unseen(asset_id=asset_id, because=because, looks=tuple(before))
        if repository_of(asset_id) is None:
            because = f"{asset_id} is no longer in the inventory; a person states whether it was retired"
            return Unseen(asset_id=asset_id, because=because, looks=tuple(before))
        newer = self.images.versions(asset_id)
        if newer:
            verdicts = [self._judge_listed(scanner, asset_id, result, kind, before) for result in newer]
            return next((result for result in verdicts if isinstance(result, Unseen)), verdicts[-1])
        return self._retirement.judge(asset_id, before)

    def _judge_listed(
        self, scanner: str, asset_id: AssetId, looked_at: AssetId, kind: ResultKind, before: Sequence[ScanCoverage]
    ) -> AssetDisposition | Unseen:
        now = self._now.get((scanner, looked_at), {})
        why = self._why_not(scanner, looked_at, now, kind, before)
        if why:
            return Unseen(asset_id=asset_id, because=why, looks=tuple(before))
        newest = max((state.look for state in now.values()), key=lambda look: look.day or date.min)
        instead = f", which runs instead of {asset_id}," if looked_at != asset_id else ""
        return AssetDisposition(
            asset_id=asset_id,
            reason=ClosureReason.REMEDIATED,
            day=newest.day or self.as_of,
            because=f"{scanner} looked at {looked_at}{instead} on {newest.day} as before and no longer reports it.",
            path=newest.path,
            sha256=newest.sha256,
            digests=tuple(sorted({digest for look in before for digest in look.digests})),
        )

    def _why_not(
        self, scanner: str, asset_id: AssetId, now: Mapping[str, _Now], kind: ResultKind, before: Sequence[ScanCoverage]
    ) -> str:
        """Why today's looks do not show that the weakness is remediated; empty where they do."""
        if not before:
            return f"how {scanner} scanned {asset_id} when it was seen is not known, so no scan can be compared with that"
        for earlier in before:
            current = now.get(earlier.object)
            if current is None:
                since = f" since {earlier.day}" if earlier.day else ""
                return f"{scanner} has not scanned {earlier.object or asset_id}{since}"
            why = current.problem or _differs(scanner, asset_id, earlier, current.look)
            if not why and current.of_code and not set(earlier.digests).isdisjoint(current.look.digests):
                why = f"{scanner} no longer reports it in {earlier.object}, but the digest that runs is the one that had it"
            if why:
                return why
            if kind is ResultKind.VULNERABILITY and not current.finds_vulnerabilities:
                return f"the newest {scanner} scan of {asset_id} did not look for vulnerabilities"
        return ""

    def _look(self, asset_id: AssetId, name: str, scan: AssetScan, running: Sequence[str]) -> _Now:
        quality = self._quality.get((scan.evidence.path, scan.evidence.sha256))
        look = ScanCoverage(
            scanner=scan.scanner.name,
            asset_id=asset_id,
            object=name,
            day=scan.taken.date() if scan.taken else None,
            format=scan.evidence.media_type,
            configuration=quality.configuration if quality else None,
            authenticated=scan.authenticated,
            privileged=None if quality is None or not quality.hosts else quality.unprivileged == 0,
            database=_day_of(scan.scanner.database_updated),
            places=self._retirement.places(asset_id),
            digests=tuple(sorted(running)),
            path=scan.evidence.path,
            sha256=scan.evidence.sha256,
        )
        problem = self._problem(asset_id, scan, running, quality)
        return _Now(
            look=look,
            problem=problem,
            finds_vulnerabilities=quality is None or quality.uses_database,
            of_code=scan.matched_by is MatchedBy.REPOSITORY,
        )

    def _problem(self, asset_id: AssetId, scan: AssetScan, running: Sequence[str], quality: ScanQuality | None) -> str:
        by = f"the newest {scan.scanner.name} scan of {asset_id}"
        if not scan.assessed or not scan.whole or scan.evidence.path in self._incomplete:
            return f"{by} could not look at {'all of it' if scan.assessed else 'it'}"
        if scan.taken is None:
            return f"{by} is undated"
        if scan.matched_by is not MatchedBy.REPOSITORY and not scan.covers(running):
            return f"{by} looked at another digest than the one that runs"
        if quality is not None and quality.approval in (Approval.DIFFERS, Approval.LATER):
            return f"{by} ran with a configuration that is not the approved one"
        return ""


def _scans(facts: SystemFacts) -> Iterable[tuple[AssetId, str, AssetScan, tuple[str, ...]]]:
    """(asset, object, scan, digests that run)."""
    for image in facts.inventory:
        yield from ((image.asset_id, "", scan, image.digests) for scan in image.scans)
    for asset in facts.assets:
        yield from ((asset.asset_id, "", scan, ()) for scan in asset.scans)
    running = {image.asset_id: image.digests for image in facts.inventory}
    for asset_id, name, scan in facts.object_scans:
        yield asset_id, name, scan, running.get(asset_id, ()) if scan.matched_by is MatchedBy.REPOSITORY else ()


def _differs(scanner: str, asset_id: AssetId, before: ScanCoverage, now: ScanCoverage) -> str:
    """How the look of today falls short of the one that saw the weakness; empty where it is as good."""
    at = now.object or asset_id
    words = {True: "with", False: "without", None: "with or without, it does not say,"}
    stale = before.day and now.day and now.day <= before.day
    older = before.database and now.database and now.database < before.database
    rows = (
        (stale, f"{scanner} has not scanned {at} since {before.day}"),
        (now.format != before.format, f"has another format ({now.format}) than the one that saw it ({before.format})"),
        (now.configuration != before.configuration, "ran with another configuration than the one that saw it"),
        (
            now.authenticated != before.authenticated,
            f"ran {words[now.authenticated]} a login, the one that saw it {words[before.authenticated]}",
        ),
        (
            before.privileged and now.privileged is False,
            "logged in without the rights to see everything, the one that saw it had them",
        ),
        (older, f"used an older database ({now.database}) than the one that saw it ({before.database})"),
    )
    why = next((why for falls_short, why in rows if falls_short), "")
    return why if not why or stale else f"the newest {scanner} scan of {at} {why}"


def _day_of(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
