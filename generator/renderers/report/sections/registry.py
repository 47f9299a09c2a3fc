"""Every section of the report that is a table."""

from generator.renderers.report.sections.base import ReportSection
from generator.renderers.report.sections.candidates import CandidatesSection
from generator.renderers.report.sections.controls import ControlsSection
from generator.renderers.report.sections.discrepancies import Discrepancies
from generator.renderers.report.sections.evidence import EvidenceSection
from generator.renderers.report.sections.gaps import Gaps
from generator.renderers.report.sections.inventory import Inventory
from generator.renderers.report.sections.poam import PoamSection
from generator.renderers.report.sections.readiness import ReadinessSection
from generator.renderers.report.sections.statements import Statements
from generator.renderers.report.sections.unmatched import UnmatchedSection

SECTIONS: tuple[ReportSection, ...] = (
    ReadinessSection(),
    Discrepancies(),
    Inventory(),
    PoamSection(),
    ControlsSection(),
    CandidatesSection(),
    Gaps(),
    UnmatchedSection(),
    Statements(),
    EvidenceSection(),
)
