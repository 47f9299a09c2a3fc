"""Secrets that stand beside their name: `"password": "x"`, `spring.datasource.password=x`, `--token x`, `?api_key=x`.

A rule about names, since a password need not look random. Names are looked for letter by letter in a copy in lower case, which
is as fast as memory; only there the text around is read, a bounded stretch to each side. Texts of advisories, which quote such
lines as examples, are passed over: a member or element whose name says that it is prose.
"""

import re
import string
from collections.abc import Iterator

RULE = "secret-beside-its-name"
TITLE = "value beside the name of a secret"

_WORDS = (
    *(b"password", b"passwd", b"passphrase", b"pwd", b"secret", b"token", b"credential"),
    *(
        b"apikey",
        b"api_key",
        b"api-key",
        b"accesskey",
        b"access_key",
        b"access-key",
        b"privatekey",
        b"private_key",
        b"private-key",
    ),
    b"_auth",
)
"""Names as NIST SP 800-53 IA-5(7) means them, and `_auth` of npm's settings; each is a part of a longer name."""

_LONGEST_NAME = 60
_BEHIND = 400
"""Bytes behind a name in which its value begins."""
_PROSE_REACH = 64 << 10
_NAME_BYTES = f"{string.ascii_letters}{string.digits}_.-".encode()
_NAME_AFTER = re.compile(rb"[A-Za-z0-9_.-]*")
_NO_SECRET_NAME = re.compile(
    rb"(?:csrf|xsrf|next|hashed|masked|support|continu|page|cancellation|idempotency)[a-z]*[_-]?(?:secret|token|password)"
    rb"|(?:passw\w*|pwd|secret|token|key|credential)s?[_.-]?"
    rb"(?:names?|files?|filename|paths?|urls?|uri|endpoint|ttl|arn|refs?|ids?|types?|kinds?|lengths?|expir\w*|polic\w*|prefix|"
    rb"manager|stores?|reviews?|count|hash|algorithm|age|days|rotation|updated|last\w*|present|enabled|required|version|issuer|"
    rb"class|template|usage|reset|change|scope|size|field|label|format|status|data|provider|rule|scan\w*|found|detect\w*)\b"
    rb"|[_.-](?:file|path|url|uri|name|dir|endpoint)\Z|_auth[A-Za-z0-9_.-]+\Z"
    rb"|secret-(?:text|beside|in)|(?:kubernetes|external|sealed)-?secrets?\b",
    re.IGNORECASE,
)
"""Names that hold one of the words and no secret: pages of a listing, forgery tokens of forms, what is said about a secret."""

_NO_VALUE = (
    rb"""(?!(?:redacted|true|false|null|none|nil|undefined|string|required|optional|password|passwd|secret|token|example|"""
    rb"""placeholder|argument|parameter|option|flag|grub\.pbkdf2|changeme|change-me|your|valid|invalid|my|some|the|dummy|test|xxx|os\.|process\.|env[.\[(]|vault:|ref\+|"""
    rb"""secretref|valuefrom|sha\d{3}|arn:|file:|supersecret|s3cr3t|12345)|[0-9]{1,6}(?:["'\s\\]|$)|https?:|/|[$<*{%\[(@!&|>#=]"""
    rb"""|\.\.|\\)"""
)
"""What stands in the place of a secret and is none: marks, switches, numbers, references, and the words that examples use."""
_BARE = rb"""(?P<secret>""" + _NO_VALUE + rb"""[^\s"'\\&;,<>(){}\[\]|`]{6,200})"""
_QUOTED = rb"""(?P<secret>""" + _NO_VALUE + rb"""[^"'\\\s]{6,400})"""

_MEMBER = re.compile(rb"""\\?["']\s{0,3}[:=]>?\s{0,3}\\?["']""" + _QUOTED + rb"""\\?["']""", re.IGNORECASE)
"""`"password": "x"`, also inside JSON that is a text of JSON."""
_ASSIGNED = re.compile(rb"""\\?["']?=\\?["']?""" + _BARE, re.IGNORECASE)
_ALIGNED = re.compile(
    rb"""[ \t]{1,3}=[ \t]{1,3}\\?["']?""" + _BARE + rb"""\\?["']?;?[ \t]*(?:\\[rn]|[\r\n]|\Z)""", re.IGNORECASE
)
"""`password = x` alone on its line, also of a variable of PowerShell."""
_YAML = re.compile(rb"""["']?:[ \t]{1,4}["']?""" + _BARE + rb"""["']?[ \t]*(?:\\[rn]|[\r\n]|\Z)""", re.IGNORECASE)
_LINE_BEGINS = re.compile(rb"""(?:\A|[\n\r]|\\n|["'])[ \t-]{0,60}(?:["']|\$(?:[Ee]nv:)?)?[A-Za-z0-9_.-]{0,60}\Z""")
_NEXT_ARGUMENT = re.compile(
    rb"""\\?["']\s{0,3},\s{0,60}\\?["']"""
    + _QUOTED
    + rb"""|["']?[ \t]{0,3}\r?\n[ \t]{0,60}-[ \t]{1,4}["']?"""
    + _BARE.replace(b"secret>", b"row>"),
    re.IGNORECASE,
)
"""`"--password", "x"`, and the same as two rows of YAML."""
_FLAG = re.compile(rb"""[ \t]{1,4}\\?["']?(?!-)""" + _BARE, re.IGNORECASE)
"""`--password x`, and `ENV PASSWORD x` as older Dockerfiles have it."""
_IS_FLAG = re.compile(rb"""(?:^|[\s"'\\\[=])--?[A-Za-z0-9_-]{0,60}\Z""")
_IS_ENV = re.compile(rb"""(?:^|\n|\) )[ \t]{0,8}(?:ENV|ARG)[ \t]{1,4}[A-Za-z0-9_]{0,60}\Z""")
_HEADER = re.compile(rb""":[ \t]{0,4}""" + _BARE, re.IGNORECASE)
"""`-H "X-Api-Key: x"`."""
_IS_HEADER = re.compile(rb"""(?:^|[\s"'\\\[,])(?:-H|--header)\\?["']?[\s,=]{0,4}\\?["']?[A-Za-z0-9_-]{0,60}\Z""")
_ELEMENT = re.compile(
    rb""">\s{0,3}(?:<!\[CDATA\[)?(?P<secret>""" + _NO_VALUE + rb"""[^\s<>]{6,200}?)(?:\]\]>)?\s{0,3}</""", re.IGNORECASE
)
"""`<password>x</password>`, as settings of Maven and .NET have it."""
_IS_ELEMENT = re.compile(rb"""<(?:[A-Za-z0-9]{1,20}:)?[A-Za-z0-9_.-]{0,60}\Z""")
_BEFORE = 140

_PROSE = frozenset(
    b"advice body cause comment consequence definition desc description details detail documentation evidence_text explanation"
    b" fix full_description guidance help impact information issue_text long_description longdescription markdown message"
    b" mitigation msg narrative note notes observation overview plugin_output rationale readme recommendation"
    b" reference references remediation"
    b" risk_description shortdescription short_description solution statement summary synopsis text title"
    b" vuln_discuss vulnerability_description check_content fix_text fulltext codesnippet".split()
)
_KEY = re.compile(rb"""["']?(?P<name>[A-Za-z_][\w.-]{0,60})["']?\s{0,3}:\s{0,3}\Z""")
_TAG = re.compile(rb"""<(?:[A-Za-z0-9]{1,20}:)?(?P<name>[A-Za-z][\w.-]{0,60})(?:\s[^<>]{0,400})?>\s*(?:<!\[CDATA\[)?""")


def spans(data: bytes) -> Iterator[tuple[int, int]]:
    """Where such values stand in the text, in no order, each once."""
    lower = data.lower()
    places: set[tuple[int, int]] = set()
    for word in _WORDS:
        at = lower.find(word)
        while at >= 0:
            end = at + len(word)
            place = _value(data, at, end)
            if place is not None and not _in_prose(data, at):
                places.add(place)
            at = lower.find(word, end)
    yield from places


def _value(data: bytes, at: int, end: int) -> tuple[int, int] | None:
    """The value of the name that has a word of ours from `at` to `end`; None where there is none."""
    before = data[max(0, at - _BEFORE) : at]
    behind = data[end : end + _LONGEST_NAME + _BEHIND]
    head, tail = before[len(before.rstrip(_NAME_BYTES)) :], _NAME_AFTER.match(behind)
    if tail is None or len(head) + len(tail[0]) > _LONGEST_NAME:
        return None
    # NOTE: a form is tried at one place and most often fails at its first letter; the other two search a text
    for expression, holds in _FORMS:
        match = expression.match(behind, tail.end())
        if match and (holds is None or holds.search(before)):
            if _NO_SECRET_NAME.search(head + data[at:end] + tail[0]):
                return None
            begin, stop = match.span("secret" if match["secret"] is not None else "row")
            return end + begin, end + stop
    return None


_FORMS: tuple[tuple[re.Pattern[bytes], re.Pattern[bytes] | None], ...] = (
    (_ASSIGNED, None),
    (_NEXT_ARGUMENT, _IS_FLAG),
    (_FLAG, _IS_FLAG),
    (_FLAG, _IS_ENV),
    (_HEADER, _IS_HEADER),
    (_ELEMENT, _IS_ELEMENT),
    (_MEMBER, None),
    (_ALIGNED, _LINE_BEGINS),
    (_YAML, _LINE_BEGINS),
)
"""How a value is given to a name, and what stands before the name where the form needs it."""


def _in_prose(data: bytes, at: int) -> bool:
    """Does the place stand in a member or element that tells people something?"""
    low = max(0, at - _PROSE_REACH)
    quote = at
    while (quote := data.rfind(b'"', low, quote)) >= 0:
        if data[quote - 1 : quote] != b"\\":
            break
    key = _KEY.search(data[max(0, quote - 80) : quote]) if quote >= 0 else None
    if key and key["name"].lower().replace(b"-", b"_") in _PROSE:
        return True
    section = data.rfind(b"<![CDATA[", low, at)
    opened = data.rfind(b"<", low, section if section >= 0 and data.find(b"]]>", section, at) < 0 else at)
    while opened >= 0 and data[opened : opened + 2] == b"<!":
        opened = data.rfind(b"<", low, opened)
    tag = _TAG.match(data, opened) if opened >= 0 else None
    return tag is not None and tag["name"].lower().replace(b"-", b"_") in _PROSE
