"""Assess: drawn against running, every check and requirement, and what the evidence says of controls."""

import msgspec
from msgspec.structs import replace

from generator.checks.base import CheckContext
from generator.checks.causes import discrepancies as discrepancies_of
from generator.checks.cryptography.held_packages import held_packages
from generator.checks.images.chain_verdicts import judged_chains
from generator.checks.judging import judge_all
from generator.checks.registry import CHECKS
from generator.checks.reporting import failing_subjects
from generator.checks.reporting import gaps as gaps_of
from generator.claims.base import Basis
from generator.claims.registry import all_claims
from generator.facts.crypto import with_crypto
from generator.facts.crypto_held import with_held
from generator.facts.crypto_modules import with_certificates
from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.model import verdict_makers
from generator.model.chain import ImageChain
from generator.model.claim import Claim
from generator.model.comparison import Comparison
from generator.model.discrepancy import Discrepancy
from generator.model.evidence import Gap, GapKind
from generator.model.facts import SystemFacts
from generator.model.flow import FlowGraph
from generator.model.indicator import IndicatorAssessment
from generator.model.indicator_history import IndicatorTrend
from generator.model.posture import Posture
from generator.pipeline.as_of import Selected
from generator.pipeline.comparison import compared
from generator.pipeline.indicators import indicators_of_system
from generator.pipeline.load import Loaded
from generator.workspace.decisions import crypto_modules, waived
from generator.workspace.verdicts import Verdicts, verdicts_of

_DIAGRAMS = ("diagrams/", "evidence/diagrams/")


class Assessed(msgspec.Struct, frozen=True, kw_only=True):
    """The evidence, compared and judged: what `atopack check` shows."""

    selected: Selected
    comparison: Comparison
    flows: FlowGraph
    discrepancies: tuple[Discrepancy, ...]
    postures: tuple[Posture, ...]
    """The state of every requirement, in the order of the checks and then of the clusters."""
    chains: tuple[ImageChain, ...]
    """Of every image, from commit to running digest, by the verdicts of the requirements."""
    claims: tuple[Claim, ...]
    indicators: IndicatorAssessment | None
    """The Key Security Indicators; None where the system does not go for FedRAMP 20x."""
    indicator_trend: IndicatorTrend | None
    """The same over time, by the records that runs of the monitor and accepted packages left."""
    verdicts: Verdicts
    """What named persons judged of controls and requirements, up to the day."""
    gaps: tuple[Gap, ...]
    """Of this stage and those before it, sorted."""

    @property
    def loaded(self) -> Loaded:
        """The workspace that this is about."""
        return self.selected.loaded

    @property
    def facts(self) -> SystemFacts:
        """The system on the day."""
        return self.selected.facts


def assess(selected: Selected) -> Assessed:
    """Match, check and judge.

    Raises:
        ConfigError: a decision file is wrong.
    """
    workspace, facts = selected.loaded.workspace, selected.facts
    system = workspace.system
    flows, comparison, undrawn = compared(workspace, facts)
    facts = with_cryptography(selected.loaded, facts, flows)
    selected = replace(selected, facts=facts)
    context = CheckContext(
        system=system,
        facts=facts,
        comparison=comparison,
        flows=flows,
        unread_diagrams=tuple(sorted({gap.path for gap in selected.gaps if _is_unread_diagram(gap)})),
    )
    postures = judge_all(CHECKS, context)
    chains = tuple(each.shown for each in judged_chains(context))
    subjects, doubts = waived(workspace, failing_subjects(postures), facts.as_of)
    discrepancies = discrepancies_of(subjects, {posture.requirement.id: posture.requirement for posture in postures})
    verdicts = verdicts_of(workspace, facts, FEDRAMP_REV5.controls(system.baseline.value), discrepancies)
    indicators = indicators_of_system(selected.loaded, facts, postures)
    verdict_makers.forget()
    basis = Basis(
        system=system, facts=facts, comparison=comparison, discrepancies=discrepancies, postures=postures, chains=chains
    )
    return Assessed(
        selected=selected,
        comparison=comparison,
        flows=flows,
        discrepancies=discrepancies,
        postures=postures,
        chains=chains,
        claims=all_claims(basis),
        indicators=indicators.assessment,
        indicator_trend=indicators.trend,
        verdicts=verdicts,
        gaps=tuple(sorted((*selected.gaps, *undrawn, *gaps_of(postures), *doubts, *verdicts.gaps, *indicators.gaps))),
    )


def _is_unread_diagram(gap: Gap) -> bool:
    return gap.path.startswith(_DIAGRAMS) and gap.kind in (GapKind.UNREADABLE, GapKind.UNRECOGNIZED)


def with_cryptography(loaded: Loaded, facts: SystemFacts, flows: FlowGraph) -> SystemFacts:
    """The facts with every use of cryptography, the modules that people name for it, and those that the images there hold.
    Made after the flows, since calls with TLS are uses too.

    Raises:
        ConfigError: `decisions/crypto-modules.yaml` is wrong.
    """
    facts = with_crypto(facts, crypto_modules(loaded.workspace), flows)
    facts = with_certificates(facts, loaded.content.certificate)
    return with_held(facts, held_packages(facts), loaded.content.certificates())
