"""Routes of Cloud Foundry, as Terraform declares them: host names that lead from outside to apps.

https://registry.terraform.io/providers/cloudfoundry-community/cloudfoundry/latest/docs/resources/route (`target`),
https://registry.terraform.io/providers/cloudfoundry/cloudfoundry/latest/docs/resources/route (`destinations`). What lies below
an internal domain leads to other apps only (https://docs.cloudfoundry.org/devguide/deploy-apps/routes-domains.html).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.model.evidence import EvidenceSource
from generator.model.settings.base import Setting
from generator.model.settings.cloud_ways import AppRoute
from generator.parsers.cluster import foreign
from generator.parsers.cluster.declared_settings import declared

TYPE = "cloudfoundry_route"
_INTERNAL = ".internal"

NameOf = Callable[[str], str]
"""What names a domain, by its id or a reference -> its name; empty where it is not known."""


def targets(values: Mapping[str, object]) -> Iterator[str]:
    """What names the apps that a route leads to, as it is written."""
    for each in (*foreign.blocks(values.get("target")), *foreign.blocks(values.get("destinations"))):
        yield foreign.text(each.get("app")) or foreign.text(each.get("app_id"))


def setting(
    address: str, values: Mapping[str, object], apps: Iterable[str], name_of: NameOf, source: EvidenceSource
) -> Setting[AppRoute] | None:
    """A route to apps by their names; None where it leads to none, or from other apps only."""
    leads_to = tuple(sorted({name for name in apps if name}))
    domain = name_of(foreign.text(values.get("domain")))
    if not leads_to or f".{domain}".endswith(_INTERNAL):
        return None
    host = foreign.text(values.get("hostname")) or foreign.text(values.get("host"))
    whole = ".".join(part for part in (host, domain) if part) if domain else ""
    says = AppRoute(apps=leads_to, hosts=(whole,) if whole and "${" not in whole else ())
    return declared("cloudfoundry.org", "CloudFoundryRoute", address.rpartition(".")[2], says, source)
