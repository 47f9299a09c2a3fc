"""Environment variables and arguments that switch the approved mode of a cryptographic module on or off.

https://go.dev/doc/security/fips140 (GODEBUG), https://github.com/golang-fips/go (GOLANG_FIPS), https://nodejs.org/api/cli.html
(--enable-fips, --force-fips), https://docs.openssl.org/master/man7/openssl-env/ (OPENSSL_CONF), Red Hat Enterprise Linux,
Security hardening (OPENSSL_FORCE_FIPS_MODE), https://gnupg.org/documentation/manuals/gcrypt/ (LIBGCRYPT_FORCE_FIPS_MODE),
https://www.gnutls.org/manual/ (GNUTLS_FORCE_FIPS_MODE), Bouncy Castle FIPS user guide (approved_only).
"""

import re
from collections.abc import Iterable, Iterator

from generator.model.container_settings import FipsSetting
from generator.parsers.late_patterns import late_re

_SWITCHES = frozenset(
    "GOLANG_FIPS GOFIPS OPENSSL_FORCE_FIPS_MODE OPENSSL_FIPS LIBGCRYPT_FORCE_FIPS_MODE GNUTLS_FORCE_FIPS_MODE NSS_FIPS".split()
)
_ON, _OFF = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
_GO = late_re(r"(?:^|,)fips140=(on|only|off|debug)(?=,|$)")
_NODE = late_re(r"(?:^|\s)(--(?:enable|force)-fips)(?=\s|$)")
_JAVA = late_re(r"-D(org\.bouncycastle\.fips\.approved_only|com\.redhat\.fips)=(true|false)", re.IGNORECASE)
_LONGEST = 4_000


def in_environment(variables: Iterable[tuple[str, str]]) -> Iterator[FipsSetting]:
    """Of (name, value) of environment variables."""
    for name, value in variables:
        text = value[:_LONGEST].strip()
        if name in _SWITCHES and text.lower() in _ON | _OFF:
            yield FipsSetting(text=f"{name}: {text.lower()}", on=text.lower() in _ON)
        elif name == "OPENSSL_CONF" and text:
            yield FipsSetting(text="OPENSSL_CONF names a configuration file", on=None)
        elif name == "GODEBUG":
            yield from (FipsSetting(text=f"GODEBUG: fips140={mode}", on=mode in ("on", "only")) for mode in _GO.findall(text))
        else:
            yield from _options(text)


def in_arguments(words: Iterable[str]) -> Iterator[FipsSetting]:
    """Of a command line."""
    for word in words:
        yield from _options(word[:_LONGEST])


def _options(text: str) -> Iterator[FipsSetting]:
    yield from (FipsSetting(text=option, on=True) for option in _NODE.findall(text))
    for option, value in _JAVA.findall(text):
        yield FipsSetting(text=f"{option}={value.lower()}", on=value.lower() == "true")
