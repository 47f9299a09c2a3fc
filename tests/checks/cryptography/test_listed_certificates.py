"""Modules whose certificates are in the list of CMVP that the user added."""

from datetime import date

import pytest
from replacing import replace

from generator.checks.base import CheckContext
from generator.checks.cryptography import crypto_modules
from generator.checks.judging import judge
from generator.facts.crypto_modules import with_certificates
from generator.model.crypto import ModuleCertificate, ModuleStatus
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import facts, verdicts
from tests.checks.cryptography.test_cryptography import MESH_FILES, MODULE, USE

LISTED = ModuleCertificate(
    certificate=1234,
    status=ModuleStatus.ACTIVE,
    sunset=date(2028, 3, 1),
    module="Example Module",
    version="3.1",
    dated=date(2026, 11, 10),
)
MODE = "its approved mode is stated, and shown by nothing that was collected"
PASSES = f"passes (stated): Example Module 3.1, certificate 1234, active on 2026-11-20 by CMVP's list of 2026-11-10; {MODE}"


def said(listed: ModuleCertificate, module: str = MODULE) -> str:
    known = facts(*MESH_FILES, modules=module)
    known = with_certificates(known, lambda number: listed if number == listed.certificate else None)
    (state,) = judge(crypto_modules.CHECK, CheckContext(system=read("", folder="x"), facts=known))
    return verdicts(state)[USE]


def test_the_list_says_the_status_where_nobody_states_it() -> None:
    assert said(LISTED) == PASSES
    assert said(LISTED, MODULE.replace("  status: active\n", "").replace("  status-checked: 2026-11-01\n", "")) == PASSES


@pytest.mark.parametrize(
    ("listed", "because"),
    [
        (replace(LISTED, status=ModuleStatus.REVOKED), "certificate 1234 is revoked in CMVP's list of 2026-11-10"),
        (replace(LISTED, sunset=date(2026, 11, 19)), "certificate 1234 is historical in CMVP's list of 2026-11-10"),
        (
            replace(LISTED, module="Example OpenSSL Provider"),
            "certificate 1234 is of Example OpenSSL Provider in CMVP's list of 2026-11-10, and GnuTLS Module is stated",
        ),
        (replace(LISTED, version="3.0"), "certificate 1234 is of version 3.0 in CMVP's list of 2026-11-10, and 3.1 is stated"),
    ],
)
def test_the_list_counts_before_what_is_stated(listed: ModuleCertificate, because: str) -> None:
    verdict = said(listed, MODULE.replace("Example Module", "GnuTLS Module"))
    assert verdict.startswith("fails (stated)")
    assert verdict.endswith(because)


def test_one_certificate_may_be_of_several_versions() -> None:
    assert said(replace(LISTED, version="3.0.9, 3.1")) == PASSES


def test_lists_that_say_nothing_of_it() -> None:
    stated = f"passes (stated): Example Module 3.1, certificate 1234, stated to be active on 2026-11-01; {MODE}"
    assert said(replace(LISTED, certificate=1)) == stated
    assert said(replace(LISTED, dated=date(2026, 11, 21), status=ModuleStatus.REVOKED)) == stated
    assert said(replace(LISTED, version="", sunset=None)) == PASSES
