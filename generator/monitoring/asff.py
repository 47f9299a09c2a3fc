"""Alerts as findings of AWS Security Hub, in its format, for `aws securityhub batch-import-findings --findings`.

https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html
Importing takes 100 findings at a time, so there may be several files. An alert that is no more is archived by its id.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

import msgspec

from generator.model.monitoring import Alert, AlertKind, MonitorRun
from generator.model.rating import Rating
from generator.text import shortened

AT_ONCE = 100
_TITLE, _DESCRIPTION, _ADVICE, _MOST_IDS = 256, 1024, 512, 20
_LABELS = {Rating.HIGH: "HIGH", Rating.MODERATE: "MEDIUM", Rating.LOW: "LOW"}
_UNSCANNED = "HIGH"
_TITLES = {
    AlertKind.NEVER_SCANNED: "Running image was never scanned",
    AlertKind.OTHER_DIGEST: "Running image is not the one that was scanned",
    AlertKind.TOO_OLD: "Running image was not scanned within 30 days",
    AlertKind.UNTRACKED_EXPLOITED: "Exploited weakness on a running image is not on the POA&M",
    AlertKind.UNTRACKED_LATE: "Late weakness on a running image is not on the POA&M",
    AlertKind.LATE: "Weakness on a running image is past due",
}


class AwsAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Where the findings are imported."""

    number: str
    region: str

    @property
    def partition(self) -> str:
        """AWS has three of them."""
        if self.region.startswith("us-gov-"):
            return "aws-us-gov"
        return "aws-cn" if self.region.startswith("cn-") else "aws"

    @property
    def product(self) -> str:
        """The product of findings that a customer makes."""
        return f"arn:{self.partition}:securityhub:{self.region}:{self.number}:product/{self.number}/default"


def findings(run: MonitorRun, account: AwsAccount, gone: Iterable[Alert] = ()) -> tuple[Sequence[dict[str, object]], ...]:
    """Batches of findings; `gone` are alerts of the previous run that no longer apply."""
    rows = [_finding(alert, run, account, state="ACTIVE") for alert in run.alerts]
    rows += [_finding(alert, run, account, state="ARCHIVED") for alert in gone]
    return tuple(rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _finding(alert: Alert, run: MonitorRun, account: AwsAccount, *, state: str) -> dict[str, object]:
    weakness = alert.weakness
    digest = alert.digests[0] if alert.digests else ""
    about = f"{weakness.identifier or weakness.title} on {alert.image}" if weakness else alert.image
    runners = ", ".join(alert.workloads) or "nothing known"
    finding: dict[str, object] = {
        "SchemaVersion": "2018-10-08",
        "Id": f"atopack/{run.system}/{hashlib.sha256(alert.key.encode()).hexdigest()}",
        "ProductArn": account.product,
        "GeneratorId": f"atopack-monitor/{alert.kind.value}",
        "AwsAccountId": account.number,
        "Types": [_type(alert)],
        "CreatedAt": _moment(alert.since),
        "FirstObservedAt": _moment(alert.since),
        "UpdatedAt": run.taken.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Severity": {"Label": _LABELS[weakness.rating] if weakness else _UNSCANNED},
        "Title": shortened(f"{_TITLES[alert.kind]}: {about}", _TITLE),
        "Description": shortened(f"{alert.why} Since {alert.since}. Run by {runners}.", _DESCRIPTION),
        "Remediation": {"Recommendation": {"Text": shortened(f"{alert.next_step[:1].upper()}{alert.next_step[1:]}.", _ADVICE)}},
        "ProductFields": {"atopack/key": shortened(alert.key, 2048), "atopack/controls": ", ".join(alert.controls)},
        "Resources": [
            {
                "Type": "Container",
                "Id": shortened(f"{alert.image}@{digest}" if digest else alert.image, 512),
                "Partition": account.partition,
                "Region": account.region,
                "Details": {"Container": {"ImageName": shortened(alert.image, 512), **({"ImageId": digest} if digest else {})}},
            }
        ],
        "Compliance": {"Status": "FAILED", "RelatedRequirements": [f"NIST.800-53.r5 {control}" for control in alert.controls]},
        "Workflow": {"Status": "NEW"} if state == "ACTIVE" else {"Status": "RESOLVED"},
        "RecordState": state,
    }
    if weakness and weakness.cves:
        finding["Vulnerabilities"] = [{"Id": cve} for cve in weakness.cves[:_MOST_IDS]]
    return finding


def _type(alert: Alert) -> str:
    if alert.weakness is None:
        return "Software and Configuration Checks/Industry and Regulatory Standards/FedRAMP"
    return "Software and Configuration Checks/Vulnerabilities/CVE"


def _moment(day: date) -> str:
    return datetime.combine(day, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
