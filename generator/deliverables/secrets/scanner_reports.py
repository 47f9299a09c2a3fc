"""The members in which scanners for secrets write down what they found (`generator.parsers.scans.clear_secrets` names them)."""

import re
from collections.abc import Iterator
from itertools import chain

_REPORTS = re.compile(rb'"(?:RuleID|DetectorName|stringsFound|offender|commitHash|StartColumn)"')
_MEMBER = re.compile(
    rb'"(?:Secret|Match|Raw|RawV2|secret|offender|line|Line|printDiff|diff)"\s{0,3}:\s{0,3}"(?P<secret>(?:[^"\\]|\\.){1,100000})"',
    re.DOTALL,
)
_LIST = re.compile(rb'"(?:stringsFound)"\s{0,3}:\s{0,3}\[(?P<list>(?:[^\]"]|"(?:[^"\\]|\\.){0,20000}"){0,2000})\]', re.DOTALL)
_TEXT = re.compile(rb'"(?P<secret>(?:[^"\\]|\\.){1,20000})"', re.DOTALL)
_QUOTE = rb"&(?:#34|#x22|quot);"
_ESCAPED = re.compile(
    _QUOTE + rb"(?:Secret|Match)" + _QUOTE + rb"\s{0,3}:\s{0,3}" + _QUOTE + rb"(?P<secret>.{1,20000}?)(?<!\\)" + _QUOTE,
    re.DOTALL,
)
"""The same as text of a JUnit report."""
_HEADER = re.compile(rb"^[^\n]{0,2000}\b(?:RuleID,|offender,)[^\n]{0,2000}$", re.MULTILINE)
_CELL = re.compile(rb'(?:"(?P<quoted>(?:[^"]|""){0,100000})"|(?P<plain>[^",\r\n]{0,100000}))(?P<end>,|\r?\n|\Z)')
_SECRET_COLUMNS = {b"Secret", b"Match", b"line", b"offender"}
_CUT = re.compile(rb"\s*|.*REDACTED.*|.*\*{3}.*|.*\.\.\.|[*x\s]+|[0-9]+", re.DOTALL)


def spans(data: bytes) -> Iterator[tuple[int, int]]:
    """Where they stand in a text that is such a report; nothing in any other text."""
    places = chain(_in_members(data), (match.span("secret") for match in _ESCAPED.finditer(data)), _in_columns(data))
    yield from (place for place in places if not _CUT.fullmatch(data, *place))


def _in_members(data: bytes) -> Iterator[tuple[int, int]]:
    """Of JSON."""
    if not _REPORTS.search(data):
        return
    yield from (match.span("secret") for match in _MEMBER.finditer(data))
    for group in _LIST.finditer(data):
        yield from (match.span("secret") for match in _TEXT.finditer(data, *group.span("list")))


def _in_columns(data: bytes) -> Iterator[tuple[int, int]]:
    """Cells below a header of Gitleaks' CSV, as far as the text goes that holds the header."""
    header = _HEADER.search(data) if b"RuleID," in data or b"offender," in data else None
    if header is None:
        return
    names = [name.strip(b' "\xef\xbb\xbf\r') for name in header[0].split(b",")]
    columns = {index for index, name in enumerate(names) if name in _SECRET_COLUMNS}
    index = 0
    for cell in _CELL.finditer(data, header.end() + 1):
        if index in columns:
            yield cell.span("plain" if cell["quoted"] is None else "quoted")
        index = index + 1 if cell["end"] == b"," else 0
