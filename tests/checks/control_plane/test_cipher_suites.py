"""Suites that are not approved are named, the first few of many."""

from generator.checks.control_plane.cipher_suites import weak


def test_weak_suites_are_named() -> None:
    assert weak(()) == ""
    assert weak(("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")) == ""
    assert weak(("TLS_AES_128_GCM_SHA256", "A", "B", "C")) == "A, B, C"
    assert weak("ABCD") == "A, B, C and more"
