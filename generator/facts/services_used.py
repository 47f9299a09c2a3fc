"""Services of other providers that the evidence shows in use: pipelines they run, reports of their scanners, their agents.

Known by the name of the pipeline's format, of the tool that wrote a report, or of a sensor. What somebody may run on machines
of one's own (Jenkins, Tekton, Trivy, Falco) is no service; of some products the evidence does not tell which it is.
"""

from collections.abc import Iterator

import msgspec

from generator.facts.sensors import sensors
from generator.model.evidence import EvidenceSource
from generator.model.facts import SystemFacts
from generator.model.grouping import grouped
from generator.model.system import System


class KnownService(msgspec.Struct, frozen=True, kw_only=True):
    """A service as its provider calls it."""

    name: str
    also: tuple[str, ...] = ()
    """Names under which an authorization may list it."""
    pipelines: tuple[str, ...] = ()
    """Systems of pipelines that it runs."""
    scanners: tuple[str, ...] = ()
    """How its reports name their tool."""
    sensors: tuple[str, ...] = ()
    """Products whose console it is."""
    may_be_own: bool = False
    """The same product is also installed on machines of one's own."""

    @property
    def names(self) -> frozenset[str]:
        """Every name, in lower case."""
        return frozenset(each.casefold() for each in (self.name, *self.also))


class ServiceUse(msgspec.Struct, frozen=True, kw_only=True):
    """One service, and what shows that it is used."""

    service: KnownService
    sources: tuple[EvidenceSource, ...]


SERVICES: tuple[KnownService, ...] = (
    KnownService(
        name="GitHub Actions", also=("GitHub", "GitHub Enterprise Cloud"), pipelines=("GitHub Actions",), may_be_own=True
    ),
    KnownService(
        name="GitLab CI",
        also=("GitLab", "GitLab.com", "GitLab Dedicated for Government"),
        pipelines=("GitLab CI",),
        may_be_own=True,
    ),
    KnownService(name="CircleCI", pipelines=("CircleCI",), may_be_own=True),
    KnownService(
        name="Bitbucket Pipelines", also=("Bitbucket", "Atlassian Government Cloud"), pipelines=("Bitbucket Pipelines",)
    ),
    KnownService(name="Azure Pipelines", also=("Azure DevOps",), pipelines=("Azure Pipelines",), may_be_own=True),
    KnownService(name="AWS CodeBuild", also=("CodeBuild",), pipelines=("AWS CodeBuild",)),
    KnownService(name="AWS CodePipeline", also=("CodePipeline",), pipelines=("AWS CodePipeline",)),
    KnownService(name="Google Cloud Build", also=("Cloud Build",), pipelines=("Google Cloud Build",)),
    KnownService(name="Snyk", also=("Snyk for Government",), scanners=("Snyk",)),
    KnownService(name="Qualys", also=("Qualys Cloud Platform", "Qualys Gov Platform"), scanners=("Qualys",), may_be_own=True),
    KnownService(name="Wiz", also=("Wiz for Gov",), scanners=("Wiz",)),
    KnownService(name="Amazon Inspector", also=("Inspector",), scanners=("Amazon Inspector",)),
    KnownService(
        name="Prisma Cloud",
        also=("Palo Alto Networks Government Cloud Services",),
        scanners=("Prisma Cloud",),
        sensors=("Prisma Cloud Defender",),
        may_be_own=True,
    ),
    KnownService(
        name="Sysdig Secure", also=("Sysdig",), scanners=("Sysdig Secure",), sensors=("Sysdig agent",), may_be_own=True
    ),
    KnownService(
        name="CrowdStrike Falcon", also=("CrowdStrike Falcon Platform", "CrowdStrike"), sensors=("CrowdStrike Falcon sensor",)
    ),
    KnownService(name="Amazon GuardDuty", also=("GuardDuty",), sensors=("Amazon GuardDuty agent",)),
    KnownService(name="Microsoft Defender for Cloud", also=("Microsoft Defender",), sensors=("Microsoft Defender sensor",)),
    KnownService(name="Datadog", also=("Datadog for Government",), sensors=("Datadog Workload Protection",)),
)


def services_used(facts: SystemFacts, system: System) -> tuple[ServiceUse, ...]:
    """Each that the evidence shows, in the order of the table."""
    pipelines = grouped((pipeline.system, pipeline.evidence.source) for pipeline in facts.pipelines)
    others = grouped((*_reports(facts), *_agents(facts, system)))
    return tuple(
        ServiceUse(service=service, sources=tuple(sorted(sources)))
        for service in SERVICES
        if (
            sources := {
                *(source for name in service.pipelines for source in pipelines[name]),
                *(source for name in (*service.scanners, *service.sensors) for source in others[name]),
            }
        )
    )


def _reports(facts: SystemFacts) -> Iterator[tuple[str, EvidenceSource]]:
    yield from ((scan.scanner.name, scan.evidence.source) for scan in facts.scan_quality)


def _agents(facts: SystemFacts, system: System) -> Iterator[tuple[str, EvidenceSource]]:
    yield from ((product, source) for workload, product in sensors(facts.workloads, system) for source in workload.sources[:1])
