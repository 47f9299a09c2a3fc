"""What happened to vulnerabilities since last time, beside the package: evaluations, triggers, how many were open when."""

from dataclasses import replace

from generator.evaluation.decisions import Entries, read_evaluations
from generator.evaluation.judge import Ground, evaluations
from generator.evaluation.reach import reached
from generator.frameworks.fedramp_cr26 import OF_LEVEL, CertificationClass
from generator.ledger.trend import count_of
from generator.ledger.triggers import triggers, unique
from generator.model.facts import SystemFacts
from generator.model.system import Regime, System
from generator.oscal.package import AuthorizationPackage
from generator.pipeline.poam_ledger import Month
from generator.workspace.accepted_packages import past
from generator.workspace.folder import Workspace
from generator.workspace.scan_statements import moment

_FILE = "evaluations.yaml"


def with_activity(
    package: AuthorizationPackage, workspace: Workspace, facts: SystemFacts, month: Month
) -> AuthorizationPackage:
    """The package with what the documents of the month say beside the bundle.

    Raises:
        ConfigError: `decisions/evaluations.yaml` is wrong, or a manifest of an accepted package.
    """
    items, before = month.ledger.items, past(workspace, facts.as_of)
    package = replace(
        package,
        handed_in=month.handed_in,
        trend=(*(one.count for one in before), count_of(items, facts.as_of)),
        unique_vulnerabilities=unique(items),
    )
    if workspace.system.regime is not Regime.CR26:
        earlier = [(one.count.day, one.counts) for one in before]
        found = triggers(items, facts.scan_quality, workspace.system.conmon, facts.as_of, earlier)
        package = replace(package, triggers=found)
    return _evaluated(package, workspace, facts, month)


def _evaluated(package: AuthorizationPackage, workspace: Workspace, facts: SystemFacts, month: Month) -> AuthorizationPackage:
    """Every item of the ledger by the Consolidated Rules; nothing where none of their documents apply to the system."""
    text = workspace.decision(_FILE)
    entries = Entries(read_evaluations(text, moment) if text is not None else ())
    if workspace.system.regime is Regime.LEGACY:
        return package
    certification = _certification(workspace.system)
    ground = Ground(certification=certification, as_of=facts.as_of, reached=reached(facts), closed_before=month.closed_before)
    rows = evaluations(month.ledger.items, entries, ground)
    gaps = tuple(sorted((*package.gaps, *entries.unused())))
    return replace(package, evaluations=rows, certification=certification.value, gaps=gaps)


def _certification(system: System) -> CertificationClass:
    """As a person says it, else the class that goes with the impact level."""
    return CertificationClass(system.certification) if system.certification else OF_LEVEL[system.impact_level.value]
