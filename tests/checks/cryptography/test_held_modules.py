"""Modules that the images at a use hold, by inventories of running digests, against the list of CMVP and what is stated."""

from datetime import date

import pytest
from facts.images_made import CART, OTHER, RUNNING
from facts.images_made import facts as image_facts
from replacing import replace

from generator.checks.base import CheckContext
from generator.checks.cryptography import crypto_modules, fips_indicators
from generator.checks.cryptography.held_packages import held_packages
from generator.checks.judging import judge
from generator.facts.crypto import with_crypto
from generator.facts.crypto_held import with_held
from generator.facts.crypto_modules import read_crypto_modules, with_certificates
from generator.model.container_settings import FipsSetting
from generator.model.crypto import ModuleCertificate, ModuleStatus
from generator.model.crypto_packages import CryptoPackage
from generator.model.facts import SystemFacts
from generator.model.inventory import Container
from generator.model.posture import JudgedSubject
from generator.model.scan import PackageList, ScanSnapshot
from generator.workspace.system_yaml import read
from tests.checks.image_evidence import declared, running, scan

USE = "mesh/prod"
PROVIDER = CryptoPackage("openssl-fips-provider", "3.0.9", "OpenSSL")
PROXY = Container(name="istio-proxy", image=CART, digest=RUNNING)
CERTIFICATE = ModuleCertificate(
    certificate=1234,
    status=ModuleStatus.ACTIVE,
    sunset=date(2030, 1, 1),
    module="OpenSSL FIPS Provider",
    version="3.0.8, 3.0.9",
    dated=date(2026, 11, 10),
)
MODULE = """
- module: OpenSSL FIPS Provider
  certificate: 1234
  version: "3.0.9"
  fips-mode: true
  stated-by: Jordan Example
  used-for: ["mesh/*"]
"""


def inventory(*packages: CryptoPackage, digests: tuple[str, ...] = (RUNNING,)) -> ScanSnapshot:
    return scan(digests=digests, packages=PackageList(count=9, os_name="alpine 3", crypto=packages))


def known(*snapshots: object, modules: str = "", certificates: tuple[ModuleCertificate, ...] = (CERTIFICATE,)) -> SystemFacts:
    of = with_crypto(image_facts(*snapshots), read_crypto_modules(modules) if modules else None)  # type: ignore[arg-type]
    of = with_certificates(of, lambda number: next((each for each in certificates if each.certificate == number), None))
    return with_held(of, held_packages(of), certificates)


def subject(
    *snapshots: object, modules: str = "", certificates: tuple[ModuleCertificate, ...] = (CERTIFICATE,)
) -> JudgedSubject:
    facts = known(*snapshots, modules=modules, certificates=certificates)
    (state,) = judge(crypto_modules.CHECK, CheckContext(system=read("", folder="x"), facts=facts))
    return next(each for each in state.subjects if each.name == USE)


PODS = running(PROXY)
NOT_NAMED = "no module is named for this use"


@pytest.mark.parametrize(
    ("snapshots", "certificates", "reason"),
    [
        pytest.param((PODS,), (CERTIFICATE,), "; no list of the packages of the images there was collected", id="no list"),
        pytest.param(
            (PODS, inventory(PROVIDER)),
            (CERTIFICATE,),
            "; the images there hold openssl-fips-provider 3.0.9 (OpenSSL), listed by certificate 1234 (active)",
            id="family and version",
        ),
        pytest.param(
            (PODS, inventory(PROVIDER)),
            (replace(CERTIFICATE, sunset=date(2026, 11, 15)),),
            "; the images there hold openssl-fips-provider 3.0.9 (OpenSSL), listed by certificate 1234 (historical)",
            id="it became historical",
        ),
        pytest.param(
            (PODS, inventory(replace(PROVIDER, version="3.0.10"))),
            (CERTIFICATE,),
            "; the images there hold openssl-fips-provider 3.0.10 (OpenSSL), which matches no certificate of CMVP's list",
            id="the name alone",
        ),
        pytest.param(
            (PODS, inventory(replace(PROVIDER, version="3.0.9-r2"))),
            (CERTIFICATE,),
            "; the images there hold openssl-fips-provider 3.0.9-r2 (OpenSSL), which matches no certificate of CMVP's list",
            id="a distribution's rebuild",
        ),
        pytest.param(
            (PODS, inventory(replace(PROVIDER, family="wolfCrypt"))),
            (CERTIFICATE,),
            "; the images there hold openssl-fips-provider 3.0.9 (wolfCrypt), which matches no certificate of CMVP's list",
            id="the version alone",
        ),
        pytest.param(
            (PODS, inventory(PROVIDER)),
            (),
            "; the images there hold openssl-fips-provider 3.0.9 (OpenSSL)",
            id="nobody added a list",
        ),
        pytest.param(
            (PODS, inventory(PROVIDER)),
            (replace(CERTIFICATE, dated=date(2027, 1, 1)),),
            "; the images there hold openssl-fips-provider 3.0.9 (OpenSSL)",
            id="a list of a later day",
        ),
        pytest.param(
            (PODS, inventory()),
            (CERTIFICATE,),
            "; the lists of packages of the images there name none with cryptography",
            id="none listed",
        ),
        pytest.param(
            (PODS, inventory(PROVIDER, digests=(OTHER,))),
            (CERTIFICATE,),
            "; no list of the packages of the images there was collected",
            id="of another digest under the same tag",
        ),
        pytest.param(
            (declared(Container(name="istio-proxy", image=CART)), inventory(PROVIDER)),
            (CERTIFICATE,),
            "; no list of the packages of the images there was collected",
            id="the digest is not known",
        ),
    ],
)
def test_what_is_held_is_named_and_never_validated(
    snapshots: tuple[object, ...], certificates: tuple[ModuleCertificate, ...], reason: str
) -> None:
    verdict = subject(*snapshots, certificates=certificates)
    assert (verdict.outcome, verdict.reason) == ("unknown", f"{NOT_NAMED}{reason}")


def test_a_stated_module_that_no_list_names_in_its_version_is_unknown_and_contested() -> None:
    verdict = subject(PODS, inventory(replace(PROVIDER, version="3.2.1")), modules=MODULE)
    assert verdict.outcome == "unknown"
    assert verdict.reason == "the images there hold openssl-fips-provider 3.2.1, and OpenSSL FIPS Provider 3.0.9 is stated"
    assert [source.path for source in verdict.contested_by] == ["evidence/scans/trivy.json"]


@pytest.mark.parametrize("version", ["3.0.9", "3.0.9-r2", "1:3.0.9-1.el9"])
def test_a_stated_module_that_a_list_bears_out_passes_with_the_list_as_evidence(version: str) -> None:
    verdict = subject(PODS, inventory(replace(PROVIDER, version=version)), modules=MODULE)
    assert (verdict.outcome, verdict.certainty) == ("passes", "stated")
    assert "evidence/scans/trivy.json" in {cited.source.path for cited in verdict.citations}


def test_another_version_beside_it_is_another_library() -> None:
    verdict = subject(PODS, inventory(PROVIDER, CryptoPackage("libssl3", "3.3.0", "OpenSSL")), modules=MODULE)
    assert verdict.outcome == "passes"


@pytest.mark.parametrize(
    ("on", "stated", "outcome", "reason"),
    [
        (True, "true", "passes", "its approved mode is switched on (GODEBUG: fips140=x in app-0/istio-proxy)"),
        (True, "", "passes", "its approved mode is switched on (GODEBUG: fips140=x in app-0/istio-proxy)"),
        (False, "true", "fails", "its approved mode is switched off (GODEBUG: fips140=x in app-0/istio-proxy)"),
        (None, "", "unknown", "it is not stated that OpenSSL FIPS Provider runs in its approved mode"),
    ],
)
def test_the_mode_is_shown_stated_or_not_known(on: bool | None, stated: str, outcome: str, reason: str) -> None:
    pods = running(replace(PROXY, fips=(FipsSetting(text="GODEBUG: fips140=x", on=on),)))
    module = MODULE.replace("  fips-mode: true\n", f"  fips-mode: {stated}\n" if stated else "")
    verdict = subject(pods, modules=module)
    assert verdict.outcome == outcome
    assert reason in verdict.reason


def test_an_image_whose_list_names_a_fips_build_is_reported_to_hold_one() -> None:
    facts = known(PODS, inventory(replace(PROVIDER, name="openssl-provider-fips")))
    (state,) = judge(fips_indicators.CHECK, CheckContext(system=read("", folder="x"), facts=facts))
    verdict = next(each for each in state.subjects if each.name == CART)
    assert (verdict.outcome, verdict.certainty) == ("passes", "reported")
    assert verdict.reason == "its list of packages names openssl-provider-fips 3.0.9 (OpenSSL)"
