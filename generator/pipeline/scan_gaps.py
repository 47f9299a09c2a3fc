"""What a person has to act on in scans that were read: findings about what is no asset, and secrets in clear text."""

from generator.model.evidence import Gap, GapKind
from generator.model.facts import Accounting
from generator.model.scan import ResultKind, ScanSnapshot
from generator.parsers.base import Snapshot
from generator.parsers.document import Document
from generator.parsers.scans.clear_secrets import SCANNERS, clear_secrets
from generator.text import counted

_IMAGE = "name the image it becomes with `target:` beside the file's glob under `evidence:` in system.yaml, or in its sidecar"
_ROTATE = "rotate them, and redact or leave the file out before you hand the package in"


def no_asset(account: Accounting) -> list[Gap]:
    """Per file with open findings about source code or a folder: they are on no list until somebody says what it becomes."""
    reason = "its findings are about source code or a folder, which is no asset of the inventory"
    return [
        Gap(path=path, place="", kind=GapKind.NO_ASSET, reason=reason, next_step=_IMAGE) for path, _ in account.source_files
    ]


def holds_secrets(document: Document, snapshot: Snapshot) -> list[Gap]:
    """A report of a scanner for secrets that holds what it found, which the package would hand on."""
    if not isinstance(snapshot, ScanSnapshot) or snapshot.scanner.name not in SCANNERS:
        return []
    number = clear_secrets(document) if any(one.kind is ResultKind.SECRET for one in snapshot.sightings) else 0
    if not number:
        return []
    secrets = counted(number, "secret")
    reason = f"it holds {secrets} in clear text and lies in the package as collected"
    return [Gap(path=snapshot.evidence.path, place="", kind=GapKind.HOLDS_SECRETS, reason=reason, next_step=_ROTATE)]
