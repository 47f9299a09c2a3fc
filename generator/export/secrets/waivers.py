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

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

import msgspec

from generator import handwritten
from generator.errors import ConfigError, GeneratorError
from generator.export.secrets.patterns import RULES, title
from generator.export.secrets.search import Found
from generator.handwritten import Handwritten
from generator.model.evidence import Gap, GapKind

FILE = "decisions/secret-waivers.yaml"
_SHOWN = 10


class SecretsFoundError(GeneratorError):
    """A delivery would hand on secrets; nothing was published. Names files and places, never a secret."""

    exit_code = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretWaiver:
    """One row."""

    file: str
    rule: str
    place: str | None
    reason: str
    owner: str
    expires: date
    line: int

    def meets(self, found: Found, paths: Iterable[str]) -> bool:
        """Does it speak of this place? `paths` are the names that the file goes by."""
        named = any(fnmatchcase(path, self.file) for path in paths)
        return named and self.rule in ("*", found.rule) and self.place in (None, found.place)


class _Row(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    file: str
    rule: str
    place: str | None = None
    reason: str
    owner: str
    expires: date


def read_secret_waivers(text: str | None) -> tuple[SecretWaiver, ...]:
    """Read and check the file; None is none.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key or rule, nobody named.
    """
    if text is None:
        return ()
    written = handwritten.load(text, FILE)
    rows = handwritten.convert(Handwritten(FILE, written.value or [], written.lines), list[_Row])
    return tuple(_waiver(row, written.line((index,))) for index, row in enumerate(rows))


def _waiver(row: _Row, line: int) -> SecretWaiver:
    where = f"{FILE}, line {line}"
    if row.rule != "*" and row.rule not in RULES:
        known = ", ".join(dict.fromkeys(RULES))
        raise ConfigError(f"`{row.rule[:80]}` is no rule of the search for secrets", where=where, next_step=f"one of {known}")
    if not row.reason.strip() or not row.owner.strip():
        raise ConfigError("a waiver needs a reason and an owner", where=where, next_step="write both")
    return SecretWaiver(**msgspec.structs.asdict(row), line=line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The findings, held against the waivers."""

    open: tuple[Found, ...]
    waived: tuple[tuple[Found, SecretWaiver], ...]
    gaps: tuple[Gap, ...]


def judge(found: Sequence[Found], waivers: Sequence[SecretWaiver], also: dict[str, str], as_of: date) -> Judged:
    """The first waiver that holds and meets counts. `also` has the other name of a file: path in the delivery to workspace."""
    valid = [one for one in waivers if one.expires >= as_of]
    left, waived = [], []
    for each in found:
        paths = (each.path, also.get(each.path, each.path))
        waiver = next((one for one in valid if one.meets(each, paths)), None)
        if waiver is None:
            left.append(each)
        else:
            waived.append((each, waiver))
    used = {waiver.line for _, waiver in waived}
    gaps = tuple(_doubt(one, as_of) for one in waivers if one.line not in used)
    return Judged(open=tuple(left), waived=tuple(waived), gaps=gaps)


def refuse_open(judged: Judged) -> None:
    """Stop where anything is left.

    Raises:
        SecretsFoundError: names the first files and places.
    """
    if not judged.open:
        return
    rows = [f"{one.path}, {one.place}: {title(one.rule)} [{one.rule}]" for one in judged.open[:_SHOWN]]
    left = len(judged.open) - _SHOWN
    shown = "\n  ".join([*rows, *([f"… and {left:,} more"] if left > 0 else [])])
    number = "1 secret" if len(judged.open) == 1 else f"{len(judged.open):,} secrets"
    raise SecretsFoundError(
        f"the delivery would hand on {number}; nothing was published\n  {shown}",
        next_step=f"rotate them; then redact (decisions/redactions.yaml), collect again, or waive what is none ({FILE})",
    )


def _doubt(one: SecretWaiver, as_of: date) -> Gap:
    over = one.expires < as_of
    reason = f"the waiver ran out on {one.expires}" if over else "nothing that was found is met by it"
    return Gap(
        path=FILE,
        place=f"line {one.line}",
        kind=GapKind.UNDECIDED if over else GapKind.CONTRADICTED,
        reason=reason,
        next_step="decide again, or remove the row" if over else "correct file, rule or place, or remove the row",
    )
