"""Whether the scanner logged in to each host, database and web address, with the rights to see everything.

FedRAMP Vulnerability Scanning Requirements v3.0, section 3, Authenticated Scanning and Scanning with Full Authorization,
which name Moderate and High; ConMon Performance Management Guide v3.0, Tables 1 and 2. Images, repositories and folders are
read whole: there is nothing to log in to. Of two scans of a host the worse counts. That credentials were configured is no
login.
"""

from collections.abc import Iterator

import msgspec

from generator.checks.base import Check, CheckContext, Judgment, judged, not_applicable, not_collected
from generator.checks.mapping import mapped
from generator.checks.populations import handed_in
from generator.model.asset import SCANNED_MONTHLY
from generator.model.posture import Certainty, JudgedSubject, PostureRequirement
from generator.model.quality import ScanQuality, TargetLogin
from generator.model.scan import Severity, TargetKind
from generator.model.system import ImpactLevel
from generator.model.verdict_makers import cite, fails, passes, unknown
from generator.text import agreeing, counted

_TRIGGER = 10
"""Percent: FedRAMP ConMon Performance Management Guide v3.0 (2023-08-30), Tables 1 and 2."""
_STEP = "state it in the sidecar (`authenticated`, `privileged`), or export a report that carries it"

_REQUIREMENT = PostureRequirement(
    id="scan-not-authenticated",
    area="Image scanning",
    title="Scanners authenticate to hosts with full rights",
    problem="Scan without authentication",
    asks="Did the scanner log in to every host it scanned, with the rights to see everything?",
    rationale="From outside a scanner sees a fraction of what is wrong on a host.",
    fix="Give the scanner working credentials, with the rights that its vendor asks for, and scan again.",
    reference=(
        "FedRAMP Vulnerability Scanning Requirements, Authenticated Scanning and Scanning with Full Authorization; "
        "ConMon Performance Management Guide v3.0, Tables 1 and 2"
    ),
    controls=mapped(fedramp="RA-5(5)", nist="RA-5"),
    subjects=("scanned host, database or web address", "scanned hosts, databases and web addresses"),
    severity=Severity.HIGH,
)


class _Login(msgspec.Struct, frozen=True):
    """One scan's look at one target."""

    scan: ScanQuality
    target: TargetLogin


def _judge(context: CheckContext) -> Judgment:
    if context.system.impact_level is ImpactLevel.LOW:
        return not_applicable("FedRAMP asks for authenticated scans of Moderate and High systems; this one is Low.")
    logins = tuple(_logins(context))
    return judged(_subjects(logins)) if logins else not_collected("scans of hosts, databases or web addresses")


def _logins(context: CheckContext) -> Iterator[_Login]:
    """Of what has a login: a cluster's or account's settings are asked of an API."""
    known = {name for asset in context.facts.assets if asset.kind in SCANNED_MONTHLY for name in (asset.asset_id, *asset.names)}
    known = {name.lower() for name in known}
    for scan in context.facts.scan_quality:
        for target in scan.targets:
            if target.kind in (TargetKind.HOST, TargetKind.UNKNOWN) or target.name in known:
                yield _Login(scan, target)


def _subjects(logins: tuple[_Login, ...]) -> Iterator[JudgedSubject]:
    """The engine takes the worst of several verdicts on one host."""
    share = _share(logins)
    for each in logins:
        scan, target = each.scan, each.target
        cited = cite("File", scan.evidence.path, scan.evidence.source)
        # NOTE: of two scans the worse counts, and of one scanner the newest: without this file another one would.
        certainty, own = _certainty(scan), (scan.evidence.source,)
        if target.authenticated is False:
            yield _outside(each, share)
        elif target.privileged is False:
            yield fails(
                target.name,
                "was scanned without full rights",
                *cited,
                certainty=certainty,
                contested_by=own,
                title=f"{scan.scanner.name} scanned {target.name} without full rights",
                detail="The scanner was not allowed to see everything: checks that need more rights were not made.",
                severity=Severity.MODERATE,
                cause="without full rights",
                next_step="Give the scanner's account the rights its vendor asks for and scan again.",
            )
        elif target.authenticated is None:
            reason = "not known whether the scanner logged in"
            yield unknown(target.name, reason, *cited, next_step=_STEP, contested_by=own)
        elif target.privileged is None:
            reason = "logged in, but rights are not known"
            yield unknown(target.name, reason, *cited, next_step=_STEP, contested_by=own)
        else:
            yield passes(target.name, *cited, certainty=certainty)


def _certainty(scan: ScanQuality) -> Certainty:
    is_stated = any(each.startswith(("login", "rights of the login")) for each in scan.stated)
    return Certainty.STATED if is_stated else Certainty.REPORTED


def _outside(each: _Login, share: "_Share") -> JudgedSubject:
    triggers = share.percent >= _TRIGGER
    consequence = (
        f"; from {_TRIGGER} % on it is a deficiency trigger of continuous monitoring (Detailed Finding Review, at a second "
        "time within six months a Corrective Action Plan)."
    )
    return fails(
        each.target.name,
        "was scanned without a login",
        *cite("File", each.scan.evidence.path, each.scan.evidence.source),
        certainty=_certainty(each.scan),
        contested_by=(each.scan.evidence.source,),
        title=f"{each.scan.scanner.name} did not log in to {each.target.name}",
        detail=f"Without login a scanner sees little of what is installed. {share.summary()}{consequence if triggers else '.'}",
        cause="without a login",
        severity=Severity.HIGH if triggers else Severity.MODERATE,
        next_step="Give the scanner working credentials for this host and scan again.",
    )


class _Share(msgspec.Struct, frozen=True, kw_only=True):
    """The targets of all scans, each once."""

    known: int
    """Those of which it is known whether a scanner logged in."""
    outside: int
    """Of `known`: at least one scan did not."""
    unknown: int
    """No part of the share."""

    @property
    def percent(self) -> float:
        """Of `known`."""
        return 100 * self.outside / self.known if self.known else 0.0

    def summary(self) -> str:
        """Without a full stop."""
        hosts = counted(self.known, "scanned host")
        silent = f" (it is not stated of {self.unknown:,} more)" if self.unknown else ""
        were = agreeing(self.outside, "was", "were")
        return f"Of {hosts} whose login is known{silent}, {self.outside:,} ({self.percent:.0f} %) {were} scanned so"


def _share(logins: tuple[_Login, ...]) -> _Share:
    """A host in two scans counts once, and the worse of them."""
    known: dict[str, bool] = {}
    for each in logins:
        if each.target.authenticated is not None:
            known[each.target.name] = known.get(each.target.name, True) and each.target.authenticated
    silent = {each.target.name for each in logins} - known.keys()
    return _Share(known=len(known), outside=sum(not inside for inside in known.values()), unknown=len(silent))


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=handed_in)
