"""Every section of the report that is a table."""

from generator.renderers.report.sections.base import Section
from generator.renderers.report.sections.discrepancies import Discrepancies
from generator.renderers.report.sections.evidence import Evidence
from generator.renderers.report.sections.gaps import Gaps
from generator.renderers.report.sections.inventory import Inventory
from generator.renderers.report.sections.poam import Poam
from generator.renderers.report.sections.statements import Statements

SECTIONS: tuple[Section, ...] = (Discrepancies(), Inventory(), Poam(), Gaps(), Statements(), Evidence())
