"""FedRAMP's rules as the user downloaded them: ids, versions and texts of the Key Security Indicators and of the other rules.

https://github.com/FedRAMP/docs: `fedramp-consolidated-rules.json` (Consolidated Rules for 2026), and the file of the time
before, `FRMR.documentation.json`, of the same shape as far as it is read. Versions lie beside each other, so that their
differences can be listed; the newest counts. No text of FedRAMP is part of this program.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO

import msgspec

from generator.content.base import MOST_RECORDS, Condensed, ContentKind, broken, day_of
from generator.limits import QUOTED
from generator.model.fedramp_rules import FedrampRuleLine, FedrampRuleText
from generator.text import counted, shortened

_ID = re.compile(r"[A-Z]{3}-[A-Z]{3}-[A-Z]{3}", re.ASCII)
_INDICATOR = re.compile(r"KSI-[A-Z]{3}-[A-Z]{3}", re.ASCII)
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}", re.ASCII)
_LONGEST = 20_000
"""Characters of one statement; the longest has some 900."""
_DEEPEST = 8


_line = msgspec.json.Decoder(FedrampRuleLine)


def _recognizes(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"info"' in head and b"FedRAMP" in head


def _condense(stream: BinaryIO) -> Condensed:
    try:
        whole = msgspec.json.decode(stream.read().removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise broken(f"this is not valid JSON: {error}") from error
    version, dated = _about(whole)
    rules = dict(_indicators(_group(whole, "KSI")))
    if not rules:
        raise broken("it holds no Key Security Indicator (`KSI`): this is another file of FedRAMP's")
    count = len(rules)
    rules.update(_others(_group(whole, "FRR"), 0))
    if len(rules) > MOST_RECORDS:
        raise broken("it has too many rules")
    lines = sorted(
        msgspec.json.encode(FedrampRuleLine(f"{name} {dated} {version}", name, dated, version, rule))
        for name, rule in rules.items()
    )
    note = f"version {version} of {dated.isoformat()}: {counted(count, 'indicator')}, {counted(len(rules) - count, 'rule')}"
    return Condensed(dated=dated, dated_by="last_updated", lines=lines, note=note)


def fedramp_rule(line: bytes) -> FedrampRuleLine:
    """A condensed line."""
    return _line.decode(line)


def _about(whole: object) -> tuple[str, date]:
    info = _group(whole, "info")
    version = info.get("version")
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        raise broken(f"its version `{shortened(str(version), QUOTED)}` cannot be read")
    return version, day_of(str(info.get("last_updated", "")))


def _group(whole: object, key: str) -> Mapping[str, Any]:
    value = whole.get(key) if isinstance(whole, dict) else None
    if not isinstance(value, dict):
        raise broken(f"it has no `{key}`, so it is not FedRAMP's file of rules")
    return value


def _indicators(themes: Mapping[str, Any]) -> Iterator[tuple[str, FedrampRuleText]]:
    for theme in themes.values():
        members = theme.get("indicators") if isinstance(theme, dict) else None
        for name, value in members.items() if isinstance(members, dict) else ():
            if not _INDICATOR.fullmatch(name):
                raise broken(f"`{shortened(name, QUOTED)}` is no id of an indicator")
            yield name, _rule(name, value)


def _others(group: Mapping[str, Any], depth: int) -> Iterator[tuple[str, FedrampRuleText]]:
    """Rules, at whatever depth the file keeps them."""
    for key, value in group.items() if depth < _DEEPEST else ():
        if isinstance(value, dict) and _ID.fullmatch(key):
            yield key, _rule(key, value)
        elif isinstance(value, dict):
            yield from _others(value, depth + 1)


def _rule(name: str, value: object) -> FedrampRuleText:
    row = value if isinstance(value, dict) else {}
    varied = row.get("varies_by_class") or row.get("varies_by_level") or {}
    if not isinstance(varied, dict) or not isinstance(row.get("controls", []), list):
        raise broken(f"{name} is not built like a rule")
    by_class = {
        letter.lower(): _text(each.get("statement")) for letter, each in varied.items() if isinstance(each, dict) and letter
    }
    statement = _text(row.get("statement"))
    if not statement and not by_class:
        raise broken(f"{name} has no statement")
    return FedrampRuleText(
        name=_text(row.get("name")),
        statement=statement,
        by_class=by_class,
        controls=tuple(sorted(str(control).lower() for control in row.get("controls", []))),
    )


def _text(value: object) -> str:
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""


FEDRAMP_RULES = ContentKind(
    name="fedramp-rules",
    title="FedRAMP: Consolidated Rules with the Key Security Indicators of 20x (JSON)",
    merges=True,
    largest=32 << 20,
    recognizes=_recognizes,
    condense=_condense,
)
