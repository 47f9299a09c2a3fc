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
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase

import msgspec

from generator import strict_yaml
from generator.errors import GeneratorError
from generator.export.secrets.patterns import RULES, title
from generator.export.secrets.search import Found
from generator.limits import PRINTED, QUOTED
from generator.model.evidence import Gap, GapKind
from generator.strict_yaml import Handwritten
from generator.text import bulleted, counted, listed, shortened

FILE = "decisions/secret-waivers.yaml"


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
        """Does it name this place? `paths` are the names that the file goes by."""
        named = any(fnmatchcase(path, self.file) for path in paths)
        return named and self.rule in ("*", found.rule) and self.place in (None, found.place)


class _Row(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    file: str
    rule: str
    place: str | None = None
    reason: str
    owner: str
    expires: date


SCHEMA = list[_Row]
"""The whole file, for its JSON schema."""


def read_secret_waivers(text: str | None) -> tuple[SecretWaiver, ...]:
    """Read and check the file; None is none.

    Raises:
        ConfigError: names file, line and key: broken YAML, an unknown key or rule, no name.
    """
    if text is None:
        return ()
    written = strict_yaml.load(text, FILE)
    rows = strict_yaml.convert(Handwritten(FILE, written.value or [], written.lines), list[_Row])
    return tuple(_waiver(row, index, written) for index, row in enumerate(rows))


def _waiver(row: _Row, index: int, written: Handwritten) -> SecretWaiver:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The findings, compared with the waivers."""

    open: tuple[Found, ...]
    waived: tuple[tuple[Found, SecretWaiver], ...]
    gaps: tuple[Gap, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    """Path in the delivery to path in the workspace."""
    unsearched: tuple[tuple[str, str], ...] = ()
    """(path in the delivery, why) of files of which not all was searched."""


def judge(found: Sequence[Found], waivers: Sequence[SecretWaiver], also: Mapping[str, str], as_of: date) -> Judged:
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
    return Judged(open=tuple(left), waived=tuple(waived), gaps=gaps, names=also)


def refuse_open(judged: Judged) -> None:
    """Stop where anything is left.

    Raises:
        SecretsFoundError: names the first files and places.
    """
    if not judged.open:
        return
    places: dict[tuple[str, str], list[str]] = {}
    for one in judged.open:
        places.setdefault((judged.names.get(one.path, one.path), one.rule), []).append(one.place)
    shown = "\n  ".join(bulleted([_told(path, rule, found) for (path, rule), found in places.items()], PRINTED, "line"))
    number = counted(len(judged.open), "secret")
    raise SecretsFoundError(
        f"the delivery would hand on {number}; nothing was published\n  {shown}",
        next_step=f"rotate them; then redact (decisions/redactions.yaml), collect again, or waive what is none ({FILE})",
    )


def _told(path: str, rule: str, places: Sequence[str]) -> str:
    """One line for a file and a kind of secret, under the name by which redactions and waivers go."""
    return f"{path}, {listed(places, 1, more='place')}: {title(rule)} [{rule}]"


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
