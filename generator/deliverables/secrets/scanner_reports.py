"""The members in which scanners for secrets write down what they found (`generator.parsers.scans.clear_secrets` names them)."""

import re
from collections.abc import Iterator

_REPORTS = re.compile(rb'"(?:RuleID|DetectorName|stringsFound|offender|commitHash|StartColumn)"')
_MEMBER = re.compile(
    rb'"(?:Secret|Match|Raw|RawV2|secret|offender|line|Line|printDiff|diff)"\s{0,3}:\s{0,3}"(?P<secret>(?:[^"\\]|\\.){1,100000})"',
    re.DOTALL,
)
_LIST = re.compile(rb'"(?:stringsFound)"\s{0,3}:\s{0,3}\[(?P<list>(?:[^\]"]|"(?:[^"\\]|\\.){0,20000}"){0,2000})\]', re.DOTALL)
_TEXT = re.compile(rb'"(?P<secret>(?:[^"\\]|\\.){1,20000})"', re.DOTALL)
_CUT = re.compile(rb"\s*|.*REDACTED.*|.*\*{3}.*|.*\.\.\.|[*x\s]+|[0-9]+", re.DOTALL)


def spans(data: bytes) -> Iterator[tuple[int, int]]:
    """Where they stand in a text that is such a report; nothing in any other text."""
    if not _REPORTS.search(data):
        return
    for match in _MEMBER.finditer(data):
        if not _CUT.fullmatch(match["secret"]):
            yield match.span("secret")
    for group in _LIST.finditer(data):
        for match in _TEXT.finditer(data, *group.span("list")):
            if not _CUT.fullmatch(match["secret"]):
                yield match.span("secret")
