"""Resources of others that the evidence shows in use, joined with what system.yaml states of them."""

from datetime import date

from replacing import replace
from test_crosscheck_html import package
from test_requirements_html import posture, subject

from generator.checks.assets import service_authorization
from generator.model.plan import FipsImpact, LeveragedAuthorizationRow
from generator.model.posture import Certainty, Outcome
from generator.oscal.package import AuthorizationPackage
from generator.renderers.indicators.third_parties import ScopeThirdParty, third_parties

CLOUD = LeveragedAuthorizationRow(
    id="cloud",
    name="Nimbus",
    provider="Host",
    services=("Nimbus Registry", "Nimbus Scanner"),
    authorization_type="fedramp-agency",
    package_id=None,
    impact_level=FipsImpact.MODERATE,
    authorized=date(2024, 1, 2),
    nature_of_agreement=None,
    data_types=(),
    users=(),
    authentication=None,
    description="Where it runs.",
    ssp=None,
)
PASSES = subject("nimbus registry", Outcome.PASSES, Certainty.STATED, "holds a FedRAMP authorization (Moderate)")
UNKNOWN = subject("Other Scanner", Outcome.UNKNOWN, None, "neither an authorization nor an acceptance is stated")


def made(*rows: LeveragedAuthorizationRow) -> AuthorizationPackage:
    empty = package()
    judged = posture(PASSES, UNKNOWN, requirement=service_authorization.CHECK.requirement)
    system = replace(empty.system, plan=replace(empty.system.plan, leveraged=rows))
    return replace(empty, system=system, postures=(judged,))


def named(*rows: LeveragedAuthorizationRow) -> dict[str, ScopeThirdParty]:
    return {each.name: each for each in third_parties(made(*rows))}


def test_a_service_of_a_leveraged_authorization_has_what_is_stated_of_it() -> None:
    registry = named(CLOUD)["nimbus registry"]
    assert (registry.status, registry.seen) == ("passes", True)
    assert registry.authorization == "FedRAMP authorization, moderate, authorized 2024-01-02"
    assert registry.usage == "Where it runs."


def test_what_is_seen_and_not_stated_has_no_authorization_of_another() -> None:
    scanner = named(CLOUD)["Other Scanner"]
    assert (scanner.status, scanner.authorization, scanner.usage) == ("unknown", "not stated", "not stated")
    assert len(scanner.missing) == 4


def test_a_row_of_its_own_name_is_taken_before_a_service_of_another() -> None:
    own = replace(CLOUD, id="registry", name="Nimbus Registry", services=(), description="Images.")
    assert named(CLOUD, own)["nimbus registry"].usage == "Images."
    assert [each.name for each in third_parties(made(CLOUD, own))] == ["Nimbus", "nimbus registry", "Other Scanner"]
