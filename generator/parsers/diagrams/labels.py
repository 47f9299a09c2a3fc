"""What a drawn text says: as plain text, and the ports and protocols it names."""

import html
import re
import unicodedata

from generator.limits import DIAGRAM_TEXT
from generator.parsers.late_patterns import late_re

_BLOCKS = late_re(r"<(?:br|/?(?:p|div|li|ul|ol|tr|td|th|table|h[1-6]|hr|pre))\b[^<>]*>", re.IGNORECASE)
_TAGS = late_re(r"</?[a-zA-Z][^<>]*>")
_JOINERS = frozenset("\ufe0e\ufe0f\u20e3" + "".join(map(chr, range(0x1F3FB, 0x1F400))))
"""What makes a sign colored, a key or a skin tone."""
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))

_NAMES = (
    "AMQP AMQPS DNS FTP FTPS gRPC HTTP HTTPS ICMP IMAP IMAPS IPsec JDBC Kafka Kerberos LDAP LDAPS MQTT mTLS NFS NTP ODBC OIDC "
    "OTLP QUIC RDP SAML SFTP SMB SMTP SMTPS SNMP SSH SSL Syslog TCP TLS UDP WebSocket WS WSS"
)
_PROTOCOLS = {name.lower(): name for name in _NAMES.split()} | {
    "postgres": "PostgreSQL",
    "postgresql": "PostgreSQL",
    "psql": "PostgreSQL",
    "mysql": "MySQL",
}

_NUMBER = r"\d{2,5}(?![\d.]*\d|\w|-\d)"
_NAMED = r"(?:" + "|".join(sorted(_PROTOCOLS, key=len, reverse=True)) + r")"
_WORD = late_re(rf"(?<![\w.-]){_NAMED}(?![a-z])", re.I)
_MORE = late_re(rf"\s*(?:,|/|&|\+|\band\b|\bor\b)\s*(?:{_NAMED}\s*)?({_NUMBER})", re.I)
_FIRST = late_re(
    rf"(?:(?<![\w.-]){_NAMED}[\s:/(]*(?:\bports?\b)?[\s:#(]*|\bports?\b[\s:#(=]*)({_NUMBER})"  # SSH port 2222, TCP/5432
    rf"|(?:[a-z][\w-]*|\d+(?:\.\d+){{3}}|\]):({_NUMBER})"  # localhost:4317, 10.0.0.1:80
    rf"|\(\s*({_NUMBER})\s*\)"  # https GET (443)
    rf"|(?<![\w.:/-])({_NUMBER})\s*(?:/\s*)?(?={_NAMED}\b)",  # 443/tcp
    re.I,
)
_ONLY_NUMBERS = late_re(rf":?{_NUMBER}(?:\s*[,/&]\s*{_NUMBER})*")


def plain(text: str, *, markup: bool = True) -> str:
    """One line of plain text: tags and entities resolved where `markup`, line breaks folded, signs before it left out.

    People put a pictogram before a name (`🔐 Auth Service`); it is no part of the name. A text of signs alone stays.
    """
    text = text[:DIAGRAM_TEXT]
    if markup:
        text = html.unescape(_TAGS.sub("", _BLOCKS.sub(" ", text)))
    text = " ".join(text.translate(_INVISIBLE).split())
    start = next((at for at, sign in enumerate(text) if not _is_ornament(sign)), len(text))
    return text[start:] or text


def _is_ornament(sign: str) -> bool:
    return sign == " " or sign in _JOINERS or unicodedata.category(sign) == "So"


def ports(label: str) -> tuple[int, ...]:
    """Port numbers a label names, sorted: those beside a protocol, the word port or a host, in brackets, or alone.

    Versions and names of standards (`TLS 1.2`, `HTTP/2`, `FIPS 140-2`) are not ports.
    """
    label = label[:DIAGRAM_TEXT]
    if _ONLY_NUMBERS.fullmatch(label.strip()):
        return _valid(re.findall(r"\d+", label))
    texts: list[str] = []
    position = 0
    while match := _FIRST.search(label, position):
        texts.append(next(group for group in match.groups() if group))
        position = match.end()
        while more := _MORE.match(label, position):
            texts.append(more[1])
            position = more.end()
    return _valid(texts)


def protocols(label: str) -> tuple[str, ...]:
    """Protocols a label names, in their usual spelling, sorted."""
    return tuple(sorted({_PROTOCOLS[match[0].lower()] for match in _WORD.finditer(label[:DIAGRAM_TEXT])}))


def _valid(numbers: list[str]) -> tuple[int, ...]:
    return tuple(sorted({int(number) for number in numbers if 0 < int(number) <= 65_535}))
