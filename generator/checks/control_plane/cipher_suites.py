"""Cipher suites that programs of the control plane offer, by the names of Go's crypto/tls."""

from collections.abc import Iterable

OLD_VERSIONS = ("VersionTLS10", "VersionTLS11", "TLS1.0", "TLS1.1")
_APPROVED = frozenset(
    """TLS_AES_128_GCM_SHA256 TLS_AES_256_GCM_SHA384 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
    TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384""".split()
)
"""NIST SP 800-52 Rev. 2, section 3.3.1: those with forward secrecy and without CBC. CHACHA20 is not approved."""
_SHOWN = 3


def weak(suites: Iterable[str]) -> str:
    """The suites that are not approved, the first few by name; empty where all are."""
    found = [suite for suite in suites if suite not in _APPROVED]
    return f"{', '.join(found[:_SHOWN])}{' and more' if len(found) > _SHOWN else ''}"
