"""`decisions/secret-waivers.yaml`: what the search takes for a secret and a person says is none, or may be handed on.

```yaml
- file: evidence/cluster/prod/pods.json     # path in the workspace or the package; * and ? stand for any text
  rule: secret-in-environment               # as the export names it; * for every rule
  place: line 12                            # optional: this place alone
  reason: the value is the name of a Secret, and no secret
  owner: A. Lovelace
  expires: 2027-06-30                       # the last day on which it holds
```

Without a row the export stops and names file and place. A row from which nothing comes, or that ran out, is reported.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fnmatch import fnmatchcase

import msgspec

from generator import strict_yaml
from generator.deliverables.secrets.patterns import RULES, title
from generator.deliverables.secrets.search import DetectedSecret
from generator.errors import GeneratorError
from generator.limits import PRINTED, QUOTED
from generator.model.evidence import Gap, GapKind
from generator.model.grouping import grouped
from generator.strict_yaml import StrictYamlFile
from generator.text import bulleted, counted, listed, shortened

FILE = "decisions/secret-waivers.yaml"


class SecretsFoundError(GeneratorError):
    """A delivery would contain secrets; nothing was published. Names files and places, never a secret."""

    exit_code = 4

    def __init__(self, what: str, *, next_step: str, secrets: tuple[DetectedSecret, ...]) -> None:
        super().__init__(what, next_step=next_step)
        self.secrets = secrets
        """All of them, under the names by which redactions and waivers go."""


class _SecretWaiverRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    file: str
    rule: str
    place: str | None = None
    reason: str
    owner: str
    expires: date


SCHEMA = list[_SecretWaiverRow]
"""The whole file, for its JSON schema."""


class SecretWaiver(_SecretWaiverRow, frozen=True, kw_only=True):
    """One row, and its line in the file."""

    line: int

    def meets(self, secret: DetectedSecret, paths: Iterable[str]) -> bool:
        """Does it name this place? `paths` are the names that the file goes by."""
        named = any(fnmatchcase(path, self.file) for path in paths)
        return named and self.rule in ("*", secret.rule) and self.place in (None, secret.place)


def read_secret_waivers(text: str | None) -> tuple[SecretWaiver, ...]:
    """Read and check the file; None is none.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key or rule, no name.
    """
    written, rows = strict_yaml.load_list(text or "", FILE, _SecretWaiverRow)
    return tuple(_waiver(row, index, written) for index, row in enumerate(rows))


def _waiver(row: _SecretWaiverRow, index: int, written: StrictYamlFile) -> SecretWaiver:
    if row.rule != "*" and row.rule not in RULES:
        known = ", ".join(dict.fromkeys(RULES))
        raise written.error(
            (index, "rule"), f"`{shortened(row.rule, QUOTED)}` is not a rule of the search for secrets", f"one of {known}"
        )
    if not row.reason.strip() or not row.owner.strip():
        raise written.error((index,), "a waiver needs a reason and an owner", "write both")
    if row.rule == "*" and not re.search(r"[A-Za-z0-9]", row.file):
        step = "name the files, or the rule, or both"
        raise written.error((index,), "a waiver of every secret in every file is no decision about any", step)
    return SecretWaiver(**msgspec.structs.asdict(row), line=written.line((index,)))


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """The findings, compared with the waivers."""

    open: tuple[DetectedSecret, ...]
    waived: tuple[tuple[DetectedSecret, SecretWaiver], ...]
    gaps: tuple[Gap, ...]
    names: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Path in the delivery to path in the workspace."""
    unsearched: tuple[tuple[str, str], ...] = ()
    """(path in the delivery, why) of files of which not all was searched."""


def judge(secrets: Sequence[DetectedSecret], waivers: Sequence[SecretWaiver], also: Mapping[str, str], as_of: date) -> Judged:
    """The first waiver that holds and meets counts. `also` has the other name of a file: path in the delivery to workspace."""
    valid = [secret_waiver for secret_waiver in waivers if secret_waiver.expires >= as_of]
    left, waived = [], []
    for secret in secrets:
        paths = (secret.path, also.get(secret.path, secret.path))
        waiver = next((secret_waiver for secret_waiver in valid if secret_waiver.meets(secret, paths)), None)
        if waiver is None:
            left.append(secret)
        else:
            waived.append((secret, waiver))
    used = {waiver.line for _, waiver in waived}
    gaps = tuple(_doubt(secret_waiver, as_of) for secret_waiver in waivers if secret_waiver.line not in used)
    return Judged(open=tuple(left), waived=tuple(waived), gaps=gaps, names=also)


def refuse_open(judged: Judged) -> None:
    """Stop where anything is left.

    Raises:
        SecretsFoundError: names the first files and places.
    """
    if not judged.open:
        return
    secrets = tuple(msgspec.structs.replace(secret, path=judged.names.get(secret.path, secret.path)) for secret in judged.open)
    places = grouped(((secret.path, secret.rule), secret.place) for secret in secrets)
    shown = "\n  ".join(bulleted([_line(path, rule, named) for (path, rule), named in places.items()], PRINTED, "line"))
    number = counted(len(judged.open), "secret")
    raise SecretsFoundError(
        f"the delivery would contain {number}; nothing was published\n  {shown}",
        next_step=f"rotate them; then redact (decisions/redactions.yaml), collect again, or waive false positives ({FILE})",
        secrets=secrets,
    )


def _line(path: str, rule: str, places: Sequence[str]) -> str:
    """One line for a file and a kind of secret, under the name by which redactions and waivers go."""
    return f"{path}, {listed(places, 1, more='place')}: {title(rule)} [{rule}]"


def _doubt(waiver: SecretWaiver, as_of: date) -> Gap:
    over = waiver.expires < as_of
    reason = f"the waiver ran out on {waiver.expires}" if over else "nothing that was found is met by it"
    return Gap(
        path=FILE,
        place=f"line {waiver.line}",
        kind=GapKind.UNDECIDED if over else GapKind.CONTRADICTED,
        reason=reason,
        next_step="decide again, or remove the row" if over else "correct file, rule or place, or remove the row",
    )
