"""What a container's own configuration says of cryptography: ports that it opens, with TLS or without, and FIPS modes."""

import msgspec


class ServedPort(msgspec.Struct, frozen=True, order=True):
    """A port that a program's configuration opens."""

    number: int
    tls: bool
    redirects: bool
    """What comes without TLS is only sent on to HTTPS."""
    because: str
    """`nginx.conf: listen 8080`: what says so."""


class FipsSetting(msgspec.Struct, frozen=True, kw_only=True):
    """A setting that switches the approved mode of a cryptographic module on or off."""

    text: str
    """`GODEBUG: fips140=on`; never more of a value than what is about this."""
    on: bool | None
    """None where it names a file that decides."""
