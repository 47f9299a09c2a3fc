"""Detectors of the library `detect-secrets` (extra `[secrets]`), for issuers that `patterns` has no row for.

Only its regular expressions are used: its confirming of a secret asks the issuer over the network and is never called. Its
detectors of names (`KeywordDetector`, Cloudant, IBM, SoftLayer) and of random text are left out: `assignments` looks for names
at thirty times their speed, and evidence is full of digests.
"""

import importlib
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec

PACKAGE = "detect_secrets"
_PLUGINS: tuple[tuple[str, str, str, str], ...] = (
    ("artifactory-credentials", "Artifactory credentials", "artifactory", "ArtifactoryDetector"),
    ("discord-token", "Discord bot token", "discord", "DiscordBotTokenDetector"),
    ("mailchimp-key", "Mailchimp key", "mailchimp", "MailchimpDetector"),
    ("openai-token", "OpenAI token", "openai", "OpenAIDetector"),
    ("square-secret", "Square OAuth secret", "square_oauth", "SquareOAuthDetector"),
    ("telegram-token", "Telegram bot token", "telegram_token", "TelegramBotTokenDetector"),
    ("twilio-key", "Twilio key", "twilio", "TwilioKeyDetector"),
)
"""Rule, title, module and class."""
TITLES = {rule: title for rule, title, _, _ in _PLUGINS}
_PART = {
    rule: re.compile(part)
    for rule, part in (
        ("discord-token", rb"\.[a-zA-Z0-9_-]{6}\.[a-zA-Z0-9_-]{27}(?![\w.-])"),
        ("mailchimp-key", rb"-us[0-9]{1,2}(?![\w.-])"),
        ("openai-token", rb"T3BlbkFJ"),
        ("square-secret", rb"sq0csp-"),
        ("telegram-token", rb":[0-9A-Za-z_-]{35}(?![\w.-])"),
    )
}
"""What each match of a rule holds, and most texts do not: it begins with fixed letters, which is ten times as fast to look for
as the digits and letters that the expression begins with."""
_OWN_BEGINNING, _OWN_END = r'(?:\s|=|:|"|^)', r'(?:\s|"|$)'
_INSIDE_A_WORD = (b"-", b"_", b".")
"""What some of them match around the secret; the bounds of a word stand in their place."""
_IN_BASE64, _BASE64 = frozenset({"artifactory-credentials"}), (b"+", b"/")
"""Rules that a few letters meet, as an icon in base64 has them, and what else is a letter there."""


def is_installed() -> bool:
    """Is the library there?"""
    return find_spec(PACKAGE) is not None


def spans(data: bytes) -> Iterator[tuple[int, int, str]]:
    """Where they find something: begin, end, rule. Nothing where the library is not installed."""
    expressions = _expressions()
    if not expressions:
        return
    for rule, expression in expressions:
        if rule in _PART and not _PART[rule].search(data):
            continue
        for match in expression.finditer(data):
            begin, end = match.span()
            before = data[begin - 1 : begin] if begin else b""
            if rule in _IN_BASE64 and (before in _BASE64 or data[end : end + 1] in _BASE64):
                continue
            if not before.isalnum() and before not in _INSIDE_A_WORD:
                yield begin, end, rule


@cache
def _expressions() -> tuple[tuple[str, re.Pattern[bytes]], ...]:
    """Its regular expressions for bytes, each alone as a word."""
    if not is_installed():
        return ()
    rows = []
    for rule, _, module, name in _PLUGINS:
        detector = getattr(importlib.import_module(f"{PACKAGE}.plugins.{module}"), name)
        for expression in detector.denylist:
            source = expression.pattern.removeprefix("^").removesuffix("$")
            source = source.removeprefix(_OWN_BEGINNING).removesuffix(_OWN_END).encode()
            rows.append((rule, re.compile(source + rb"(?![\w.-])", expression.flags & re.IGNORECASE)))
    return tuple(rows)
