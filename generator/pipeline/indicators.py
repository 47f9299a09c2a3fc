"""The Key Security Indicators of FedRAMP 20x, judged where the system goes for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.checks.reporting import of_the_system
from generator.frameworks.fedramp_cr26 import CertificationClass
from generator.indicators.decisions import StatedIndicators, read_indicators
from generator.indicators.judging import IndicatorBasis, judged_indicators
from generator.indicators.rules import rule_gaps, rules_of, texts_for
from generator.model.evidence import Gap
from generator.model.facts import SystemFacts
from generator.model.indicator import IndicatorAssessment
from generator.model.posture import Posture
from generator.pipeline.load import Loaded
from generator.workspace.evidence_origins import evidence_origins
from generator.workspace.indicator_files import written_files

_FILE = "indicators.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedIndicators:
    """Of a system on a day."""

    assessment: IndicatorAssessment | None
    """None where the system does not go for 20x."""
    gaps: tuple[Gap, ...] = ()


def indicators_of_system(loaded: Loaded, facts: SystemFacts, postures: Sequence[Posture]) -> JudgedIndicators:
    """Judge them by the verdicts that there are.

    Raises:
        ConfigError: `decisions/indicators.yaml` is wrong.
    """
    workspace = loaded.workspace
    if workspace.system.indicator_class is None:
        return JudgedIndicators(assessment=None)
    lines = loaded.content.fedramp_rules()
    rules, stated = rules_of(lines), _stated(loaded)
    basis = IndicatorBasis(
        certification=CertificationClass(workspace.system.indicator_class),
        as_of=facts.as_of,
        postures={posture.requirement.id: posture for posture in of_the_system(postures)},
        results=facts.rule_results,
        origins=evidence_origins(workspace, facts),
        statements=stated.statements,
        rules=rules,
        texts=texts_for(lines, workspace.system.indicator_class),
    )
    return JudgedIndicators(assessment=judged_indicators(basis), gaps=(*stated.gaps, *rule_gaps(rules)))


def _stated(loaded: Loaded) -> StatedIndicators:
    text = loaded.workspace.decision(_FILE)
    if text is None:
        return StatedIndicators(statements={})
    return read_indicators(text, as_of=loaded.as_of, files=written_files(loaded.workspace))
