"""What secrets look like: formats that their issuers publish, recognized by a fixed beginning.

How to add one: a row here, and a case in `tests/deliverables/test_secrets.py`. Every pattern begins with fixed letters, so that
gigabytes are searched at the speed of memory, and repeats nothing inside a repetition, so that no evidence can make it slow.
Beside them: values beside the name of a secret (`assignments`), options of clients (`generator.collectors.client_options`),
and the detectors of a kept library for issuers that have no row here (`kept_detectors`). General guesses (anything that looks
random) are left out: evidence is full of digests.
"""

import re
from collections.abc import Iterator

import msgspec

from generator.collectors.client_options import CLIENT_OPTIONS, pattern
from generator.deliverables.secrets import assignments, kept_detectors

_LETTERS = re.compile(rb"[A-Za-z0-9_:/ \"-]*")


class SecretPattern(msgspec.Struct, frozen=True):
    """One kind of secret."""

    rule: str
    """As waivers name it."""
    title: str
    source: str
    """Who describes the format."""
    begins: bytes
    """Fixed letters, or a short choice of them, as a regular expression."""
    goes_on: bytes
    """What follows. A group `secret` is the part that is cut; without one, all of the match."""
    stands_alone: bool = True
    """No letter or digit may stand before it."""

    def compiled(self) -> "CompiledPattern":
        """For searching."""
        letters = _LETTERS.match(self.begins)
        expression = re.compile(b"(?:" + self.begins + b")(?:" + self.goes_on + b")")
        return CompiledPattern(self, expression, letters[0] if letters else b"")


class CompiledPattern(msgspec.Struct, frozen=True):
    """A pattern that searches."""

    of: SecretPattern
    expression: re.Pattern[bytes]
    letters: bytes
    """Without which a text holds none, so that most texts cost one look."""

    def spans(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Where the secrets themselves stand."""
        if self.letters not in data:
            return
        for match in self.expression.finditer(data):
            before = data[match.start() - 1 : match.start()] if match.start() else b""
            if self.of.stands_alone and before.isalnum():
                continue
            yield match.span("secret") if "secret" in self.expression.groupindex else match.span()


_row = SecretPattern
_GIVEN = rb"""\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?"""
"""Between a name and its value, in JSON, YAML, shell and JSON inside JSON."""
_ENVIRONMENT, _NAMES = "secret in an environment variable", "names as NIST SP 800-53 IA-5(7) means them"
_SECRET_NAME = (
    rb"[A-Za-z0-9_.-]{0,60}(?i:passw|passphrase|secret|token|api_?key|access_?key|private_?key|credential)(?i:ord|d)?"
    rb"(?!_?(?i:name|file|path|url|uri|ttl|arn|ref))[A-Za-z0-9_.-]{0,12}"
)
_PLACEHOLDER = rb"""(?:(?:&lt;|&#60;)[A-Za-z _-]{1,40}(?:&gt;|&#62;)|[\[{(][A-Za-z _-]{1,40}[\]})]|%[a-z]|[*xX.]{3,20})"""
"""A word in brackets, as a text about addresses writes them: `<user>[:<password>]@`, also as markup spells it."""
_NO_VALUE = rb"""(?!REDACTED|true["'\s]|false["'\s]|[0-9]{1,6}["'\s\\,}]|https?://|/|[$<*{])"""
"""What stands in the place of a secret and is none: marks of what was cut, switches, numbers, addresses, references."""
_QUOTE, _IS, _NEXT = rb"""\\{0,3}\"""", rb"\s{0,3}:\s{0,3}", rb",\s{0,80}"
"""JSON, and JSON inside JSON, as `kubectl apply` keeps what it was given in an annotation."""
_QUOTED = _QUOTE + rb"""(?P<secret>""" + _NO_VALUE + rb"""[^"\\]{6,4000})""" + _QUOTE
_BLANK, _ROW = rb"""[ \t]{1,3}["']?""", rb"""["']?[ \t]{0,3}\r?\n[ \t]{0,80}"""
_IN_A_ROW = rb"""(?P<secret>""" + _NO_VALUE + rb"""[^"'\s\\]{6,4000})"""
_IN_BRACES = rb"""(?P<secret>""" + _NO_VALUE + rb"""[^"'\s\\,}]{6,4000})"""
_GITHUB = "GitHub Docs, token formats"
PATTERNS: tuple[SecretPattern, ...] = (
    _row("aws-access-key-id", "AWS access key id", "AWS IAM User Guide, unique identifiers", rb"AKIA", rb"[A-Z2-7]{16}\b"),
    _row(
        "aws-temporary-key-id",
        "AWS temporary access key id",
        "AWS IAM User Guide, unique identifiers",
        rb"ASIA",
        rb"[A-Z2-7]{16}\b",
    ),
    *(
        _row(
            "aws-secret-access-key",
            "AWS secret access key",
            "AWS IAM User Guide, access keys",
            name,
            _GIVEN + rb"(?P<secret>[A-Za-z0-9/+]{40})\b",
            stands_alone=False,
        )
        for name in (rb"ecretAccessKey", rb"ecret_access_key", rb"SECRET_ACCESS_KEY")
    ),
    _row(
        "private-key",
        "private key",
        "RFC 7468; OpenSSH PROTOCOL.key",
        rb"-----BEGIN ",
        rb"(?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?P<secret>(?:[^-]|-(?!----)){16,})",
        stands_alone=False,
    ),
    _row("github-token", "GitHub token", _GITHUB, rb"gh[pousr]_", rb"[A-Za-z0-9]{36,251}"),
    _row("github-token", "GitHub token", _GITHUB, rb"github_pat_", rb"[A-Za-z0-9_]{50,255}"),
    _row(
        "gitlab-token",
        "GitLab token",
        "GitLab Docs, token prefixes",
        rb"gl(?:pat|dt|rt|ptt|ft|agent|soat)-",
        rb"[A-Za-z0-9_-]{20,128}",
    ),
    _row("slack-token", "Slack token", "Slack API, token types", rb"xox[abeprs]-", rb"[A-Za-z0-9-]{10,255}"),
    _row(
        "slack-webhook",
        "Slack webhook",
        "Slack API, incoming webhooks",
        rb"hooks\.slack\.com/",
        rb"(?:services|workflows)/(?P<secret>[A-Za-z0-9/_+]{40,})",
    ),
    _row(
        "json-web-token",
        "JSON web token",
        "RFC 7519",
        rb"eyJ",
        rb"[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,2000}\.[A-Za-z0-9_-]{16,}",
    ),
    _row("google-api-key", "Google API key", "Google Cloud, API keys", rb"AIza", rb"[A-Za-z0-9_-]{35}\b"),
    _row("npm-token", "npm token", "npm Docs, access tokens", rb"npm_", rb"[A-Za-z0-9]{36}\b"),
    _row("pypi-token", "PyPI token", "PyPI help, API tokens", rb"pypi-AgEI", rb"[A-Za-z0-9_-]{50,}"),
    *(
        _row("stripe-key", "Stripe key", "Stripe Docs, API keys", begins, rb"[A-Za-z0-9]{16,255}")
        for begins in (rb"sk_live_", rb"rk_live_")
    ),
    _row("sendgrid-key", "SendGrid key", "SendGrid Docs, API keys", rb"SG\.", rb"[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    _row("digitalocean-token", "DigitalOcean token", "DigitalOcean API, tokens", rb"do[opr]_v1_", rb"[a-f0-9]{64}"),
    _row("vault-token", "HashiCorp Vault token", "Vault Docs, tokens", rb"hv[bsr]\.", rb"[A-Za-z0-9_-]{24,}"),
    _row("docker-token", "Docker Hub token", "Docker Docs, access tokens", rb"dckr_[po]at_", rb"[A-Za-z0-9_-]{20,}"),
    _row(
        "azure-storage-key",
        "Azure storage key",
        "Azure Storage, connection strings",
        rb"AccountKey=",
        rb"(?P<secret>[A-Za-z0-9+/]{80,90}={0,2})",
    ),
    _row(
        "registry-login",
        "registry login",
        "Docker config.json, `auths`",
        rb'"auth\\?":',
        rb"""\s{0,3}\\?"(?P<secret>[A-Za-z0-9+/]{12,}={0,2})\\?\"""",
        stands_alone=False,
    ),
    _row(
        "password-in-address",
        "password in an address",
        "RFC 3986 section 3.2.1",
        rb"://",
        rb"""[^/\s:@"'\\<>$]{1,64}:(?P<secret>(?!REDACTED@|""" + _PLACEHOLDER + rb"""\]?@)[^/\s@"'\\<>$*]{3,128})@""",
        stands_alone=False,
    ),
    *(
        _row("secret-in-environment", _ENVIRONMENT, _NAMES, begins, goes_on, stands_alone=False)
        for begins, goes_on in (
            (rb'"name', _QUOTE + _IS + _QUOTE + _SECRET_NAME + _QUOTE + _NEXT + _QUOTE + b"value" + _QUOTE + _IS + _QUOTED),
            (rb'"value', _QUOTE + _IS + _QUOTED + _NEXT + _QUOTE + b"name" + _QUOTE + _IS + _QUOTE + _SECRET_NAME + _QUOTE),
            (rb"name:", _BLANK + _SECRET_NAME + _ROW + b"value:" + _BLANK + _IN_A_ROW),
            (rb"value:", _BLANK + _IN_A_ROW + _ROW + b"name:" + _BLANK + _SECRET_NAME + rb"""["']?(?=[\s\\]|\Z)"""),
            (rb"name:", _BLANK + _SECRET_NAME + rb"""["']?,[ \t]{1,3}value:""" + _BLANK + _IN_BRACES),
            (
                rb"value:",
                _BLANK + _IN_BRACES + rb"""["']?,[ \t]{1,3}name:""" + _BLANK + _SECRET_NAME + rb"""["']?[ \t]{0,3}[,}]""",
            ),
        )
    ),
    _row(
        "authorization-header",
        "credentials of a request",
        "RFC 9110 section 11.6.2",
        rb"uthorization",
        rb"""\\?["']?\s{0,3}[:=,]\s{0,3}\\?["']?(?i:bearer|basic|token)\s{1,3}(?P<secret>"""
        + _NO_VALUE
        + rb"""(?!(?i:valid|your|my|token))[A-Za-z0-9._~+/=-]{8,4000})""",
        stands_alone=False,
    ),
    *(
        _row("option-of-a-client", "password in a command line", "manual of the client", re.escape(client.encode()), after)
        for client, after in ((client, pattern(row).encode()) for row in CLIENT_OPTIONS for client in row.clients)
    ),
    _row(
        "netrc-login",
        "login of a host",
        "curl, .netrc file format",
        rb"machine ",
        rb"""[A-Za-z0-9.:_-]{1,200}\s{1,9}login\s{1,3}\S{1,100}\s{1,9}password\s{1,3}(?P<secret>(?!REDACTED)[^\s$<]\S{3,200})""",
    ),
)
"""Names of rules may repeat: one kind of secret in several spellings."""

KUBERNETES = "kubernetes-secret"
REPORT = "secret-scanner-report"
TITLES = {row.rule: row.title for row in PATTERNS} | {
    assignments.RULE: assignments.TITLE,
    KUBERNETES: "data of a Kubernetes Secret",
    REPORT: "secrets in the report of a secret scanner",
    **kept_detectors.TITLES,
}
RULES = tuple(TITLES)
"""What a waiver may name."""


def title(rule: str) -> str:
    """The rule in words."""
    return TITLES[rule]
