"""`plan.architecture` of system.yaml: each list is the part of section 8 that it is named for; not stated is not "none"."""

import pytest

from generator.model.architecture import NO_ARCHITECTURE, ArchitectureStatements, DataLocation, NameServer, StatedConnection
from generator.workspace.system_yaml import read

_USER = "  users: [{id: admin, title: Admin, privilege: read-write, sensitivity: severe, functions: [Runs it]}]\n"
_MAILS = StatedConnection(
    name="Relay", purpose="Alerts", port="587", protocol="SMTP", encryption="TLS 1.3", component="shop/Deployment/mailer"
)
_ROW = "{name: Relay, purpose: Alerts, port: '587', protocol: SMTP, encryption: TLS 1.3, component: shop/Deployment/mailer}"
_WITHIN = StatedConnection(name="Relay", purpose="Alerts", port="587", protocol="SMTP", encryption="TLS 1.3")
_LOGIN = StatedConnection(name="Bastion", users=("admin",), port="22", protocol="SSH", encryption="SSH", authentication="PIV")


def _stated(lines: str) -> ArchitectureStatements:
    return read(f"plan:\n{_USER}  architecture:\n    {lines}\n", folder="x").plan.architecture


@pytest.mark.parametrize(
    ("lines", "statements"),
    [
        (f"update-sources: [{_ROW}]", ArchitectureStatements(update_sources=(_MAILS,))),
        (f"corporate-services: [{_ROW}]", ArchitectureStatements(corporate_services=(_MAILS,))),
        (f"backup-sites: [{_ROW}]", ArchitectureStatements(backup_sites=(_MAILS,))),
        (
            f"crossings: [{_ROW.replace(', component: shop/Deployment/mailer', '')}]",
            ArchitectureStatements(crossings=(_WITHIN,)),
        ),
        (
            "administration: [{name: Bastion, users: [admin], port: '22', protocol: SSH, encryption: SSH, "
            "authentication: PIV}]",
            ArchitectureStatements(administration=(_LOGIN,)),
        ),
        (
            "federal-data: [{component: db, data: federal-data, description: Parcels, encryption: FIPS-validated}]",
            ArchitectureStatements(
                federal_data=(
                    DataLocation(component="db", data="federal-data", description="Parcels", encryption="FIPS-validated"),
                )
            ),
        ),
        (
            "name-servers: [{name: ns1, kind: recursive, location: VPC}]",
            ArchitectureStatements(name_servers=(NameServer(name="ns1", kind="recursive", location="VPC"),)),
        ),
        ("backup-sites: []", ArchitectureStatements(backup_sites=())),
    ],
)
def test_a_list_is_the_part_that_it_is_named_for(lines: str, statements: ArchitectureStatements) -> None:
    assert _stated(lines) == statements


def test_without_the_key_nothing_is_stated() -> None:
    assert read("plan: {}\n", folder="x").plan.architecture == NO_ARCHITECTURE
