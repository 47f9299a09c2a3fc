"""Settings that switch the approved mode of a cryptographic module on or off."""

import pytest

from generator.parsers.cluster import fips_settings


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("GODEBUG", "fips140=on", [("GODEBUG: fips140=on", True)]),
        ("GODEBUG", "http2debug=1,fips140=only", [("GODEBUG: fips140=only", True)]),
        ("GODEBUG", "fips140=off", [("GODEBUG: fips140=off", False)]),
        ("GODEBUG", "fips140=debug", [("GODEBUG: fips140=debug", False)]),
        ("GODEBUG", "notfips140=on", []),
        ("GOLANG_FIPS", "1", [("GOLANG_FIPS: 1", True)]),
        ("OPENSSL_FORCE_FIPS_MODE", "0", [("OPENSSL_FORCE_FIPS_MODE: 0", False)]),
        ("OPENSSL_FORCE_FIPS_MODE", "hunter2", []),
        ("OPENSSL_CONF", "/etc/ssl/fips.cnf", [("OPENSSL_CONF names a configuration file", None)]),
        ("NODE_OPTIONS", "--max-http-header-size=1 --force-fips", [("--force-fips", True)]),
        (
            "JAVA_TOOL_OPTIONS",
            "-Dorg.bouncycastle.fips.approved_only=true",
            [("org.bouncycastle.fips.approved_only=true", True)],
        ),
        ("ENABLE_FIPS_MODE_LATER", "1", []),
    ],
)
def test_variables(name: str, value: str, expected: list[tuple[str, bool | None]]) -> None:
    assert [(setting.text, setting.on) for setting in fips_settings.in_environment([(name, value)])] == expected


def test_arguments() -> None:
    settings = fips_settings.in_arguments(["node", "--enable-fips", "-Dcom.redhat.fips=false", "--fips"])
    assert [(setting.text, setting.on) for setting in settings] == [("--enable-fips", True), ("com.redhat.fips=false", False)]
