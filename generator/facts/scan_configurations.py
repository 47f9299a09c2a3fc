"""`decisions/scan-configurations.yaml`: the scanner configurations that the authorizing official approved.

FedRAMP Vulnerability Scanning Requirements, "Configuration Settings": evidence with each month's scans that the scanner's
settings are still those that the assessor validated, such as a checksum of the configuration.

```yaml
- scanner: Nessus                # as the report names it
  sha256: 6f1c…                  # or file: a configuration in this folder, or a report that was made with it
  approved-by: A. Lovelace
  approved: 2026-03-02
  note: initial authorization
```
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

import msgspec

from generator import strict_yaml
from generator.errors import MissingFileError
from generator.facts.future_decisions import not_there, not_yet
from generator.facts.quality import ApprovedConfiguration
from generator.limits import QUOTED
from generator.model.evidence import Gap, GapKind
from generator.model.identifiers import Sha256
from generator.model.scan import ScanSnapshot
from generator.strict_yaml import StrictYamlFile
from generator.text import shortened

FILE = "decisions/scan-configurations.yaml"

_SHA256 = re.compile(r"(?:sha256:)?([0-9a-f]{64})", re.ASCII | re.IGNORECASE)
_EITHER = "name the configuration by `sha256` or by `file`, one of the two"


class _ScanConfigurationRow(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, kw_only=True):
    scanner: str
    approved_by: str
    approved: date
    sha256: Sha256 | None = None
    file: str | None = None
    note: str | None = None


SCHEMA = list[_ScanConfigurationRow]
"""The whole file, for its JSON schema."""


def read_configurations(
    text: str, *, as_of: date, checksum: Callable[[str], Sha256], scans: Iterable[ScanSnapshot] = ()
) -> tuple[tuple[ApprovedConfiguration, ...], tuple[Gap, ...]]:
    """Read and check the file. What was approved after the as-of date, or names no file that is there, is a gap.

    `checksum` gives the SHA-256 of a file of the workspace. A `file` that is a scan stands for the configuration it ran with; a
    result that does not carry one approves nothing.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key, no checksum, a file outside the workspace.
    """
    written, rows = strict_yaml.load_list(text, FILE, _ScanConfigurationRow)
    made_with = {scan.evidence.path: scan.configuration for scan in scans}
    counts, gaps = [], []
    for index, row in enumerate(rows):
        place = written.place((index,))
        if row.file in made_with and made_with[row.file] is None:
            gaps.append(_is_result(row.file, place))
            continue
        try:
            value = _checksum(row, index, written, checksum, made_with)
        except MissingFileError as error:
            gaps.append(not_there(error))
            continue
        if row.approved > as_of:
            gaps.append(_later(row, place))
        else:
            counts.append(
                ApprovedConfiguration(
                    scanner=row.scanner, sha256=value, by=row.approved_by.strip(), approved=row.approved, place=place
                )
            )
    return tuple(counts), tuple(gaps)


def _is_result(file: str, place: str) -> Gap:
    path, _, line = place.partition(", ")
    reason = (
        f"`{shortened(file, QUOTED)}` is the result of a scan, which does not carry its configuration: the entry approves none"
    )
    step = "name the scanner's configuration by its file or SHA-256"
    return Gap(path=path, place=line, kind=GapKind.UNDECIDED, reason=reason, next_step=step)


def _later(row: _ScanConfigurationRow, place: str) -> Gap:
    what = f"{row.approved_by} is named as approver of a configuration of {row.scanner}"
    return not_yet(what, row.approved, place)


def _checksum(
    row: _ScanConfigurationRow,
    index: int,
    written: StrictYamlFile,
    checksum: Callable[[str], Sha256],
    made_with: Mapping[str, str | None],
) -> Sha256:
    written.require_texts((index,), {"scanner": row.scanner, "approved-by": row.approved_by}, "write a name")
    if (row.sha256 is None) == (row.file is None):
        raise written.error((index,), "not clear which configuration is meant", _EITHER)
    if row.sha256 is not None:
        match = _SHA256.fullmatch(row.sha256.strip())
        if match is None:
            raise written.error((index, "sha256"), f"`{row.sha256[:80]}` is not a SHA-256", "write its 64 hexadecimal digits")
        return Sha256(match[1].lower())
    file = row.file or ""
    used = made_with.get(file)
    if used is not None:
        return Sha256(used)
    with written.at((index, "file")):
        return checksum(file)
