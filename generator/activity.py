"""What happened to vulnerabilities since last time, laid beside the package: evaluations, and how many were open when."""

from dataclasses import replace

from generator.evaluation.decisions import Entries, read_evaluations
from generator.evaluation.judge import Ground, evaluations
from generator.evaluation.reach import reached
from generator.frameworks.fedramp_cr26 import OF_LEVEL, CertificationClass
from generator.ledger.trend import count_of
from generator.model.facts import SystemFacts
from generator.model.system import Regime, System
from generator.month import Month
from generator.oscal.package import AuthorizationPackage
from generator.past import past
from generator.scan_statements import moment
from generator.workspace import Workspace

_FILE = "evaluations.yaml"


def with_activity(
    package: AuthorizationPackage, workspace: Workspace, facts: SystemFacts, month: Month
) -> AuthorizationPackage:
    """The package with what the documents of the month say beside the bundle.

    Raises:
        ConfigError: `decisions/evaluations.yaml` is wrong, or a manifest of an accepted package.
    """
    package = replace(
        package,
        handed_in=month.handed_in,
        trend=(*(one.count for one in past(workspace, facts.as_of)), count_of(month.ledger.items, facts.as_of)),
    )
    return _evaluated(package, workspace, facts, month)


def _evaluated(package: AuthorizationPackage, workspace: Workspace, facts: SystemFacts, month: Month) -> AuthorizationPackage:
    """Every item of the ledger by the Consolidated Rules; nothing where the system owes none of their documents."""
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
