"""Every document, in the order they are written and listed."""

from generator.renderers.appendix_a.docx import APPENDIX_A_DOCX
from generator.renderers.appendix_q.docx import APPENDIX_Q_DOCX
from generator.renderers.base import Renderer
from generator.renderers.chains.html import CHAINS_HTML
from generator.renderers.cis_crm.xlsx import CIS_CRM_XLSX
from generator.renderers.cr26.accepted_vulnerabilities_json import ACCEPTED_VULNERABILITIES_JSON
from generator.renderers.cr26.evaluations_outstanding_yaml import EVALUATIONS_OUTSTANDING_YAML
from generator.renderers.cr26.history_json import HISTORY_JSON
from generator.renderers.cr26.monthly_html import MONTHLY_HTML
from generator.renderers.cr26.package_overview_json import PACKAGE_OVERVIEW_JSON
from generator.renderers.cr26.security_decision_record_json import SECURITY_DECISION_RECORD_JSON
from generator.renderers.cr26.vulnerability_detail_json import VULNERABILITY_DETAIL_JSON
from generator.renderers.crosscheck.html import CROSSCHECK_HTML
from generator.renderers.dod.additions_xlsx import DOD_ADDITIONS_XLSX
from generator.renderers.flows_json import FLOWS_JSON
from generator.renderers.indicators.html import INDICATOR_PAGES
from generator.renderers.indicators.methods_json import INDICATOR_METHODS_JSON
from generator.renderers.indicators.metrics_json import INDICATOR_METRICS_JSON
from generator.renderers.indicators.results_json import INDICATOR_RESULTS_JSON
from generator.renderers.indicators.scope import MINIMUM_ASSESSMENT_SCOPE_JSON
from generator.renderers.inventory.xlsx import INVENTORY_XLSX
from generator.renderers.pictures.html import PICTURES_HTML
from generator.renderers.poam.cmmc_xlsx import CMMC_POAM_XLSX
from generator.renderers.poam.deviation_request_xlsx import DEVIATION_REQUEST_XLSX
from generator.renderers.poam.emass_xlsx import EMASS_POAM_XLSX
from generator.renderers.poam.ret_xlsx import RET_XLSX
from generator.renderers.poam.work_packages_yaml import WORK_PACKAGES_YAML
from generator.renderers.poam.xlsx import POAM_XLSX
from generator.renderers.ports_csv import PORTS_CSV
from generator.renderers.readiness.docx import READINESS_DOCX
from generator.renderers.report.front_html import front_html
from generator.renderers.report.sections.registry import SECTIONS
from generator.renderers.report.table_html import table_html
from generator.renderers.requirements.html import REQUIREMENTS_HTML
from generator.renderers.ssp.docx import SSP_DOCX

DOCUMENTS: tuple[Renderer, ...] = (
    VULNERABILITY_DETAIL_JSON,
    ACCEPTED_VULNERABILITIES_JSON,
    HISTORY_JSON,
    MONTHLY_HTML,
    EVALUATIONS_OUTSTANDING_YAML,
    PACKAGE_OVERVIEW_JSON,
    SECURITY_DECISION_RECORD_JSON,
    INDICATOR_RESULTS_JSON,
    INDICATOR_METHODS_JSON,
    INDICATOR_METRICS_JSON,
    MINIMUM_ASSESSMENT_SCOPE_JSON,
    FLOWS_JSON,
    PORTS_CSV,
    INVENTORY_XLSX,
    POAM_XLSX,
    WORK_PACKAGES_YAML,
    DEVIATION_REQUEST_XLSX,
    RET_XLSX,
    CIS_CRM_XLSX,
    EMASS_POAM_XLSX,
    CMMC_POAM_XLSX,
    SSP_DOCX,
    APPENDIX_A_DOCX,
    APPENDIX_Q_DOCX,
    DOD_ADDITIONS_XLSX,
    READINESS_DOCX,
)

PAGES: tuple[Renderer, ...] = (
    CHAINS_HTML,
    REQUIREMENTS_HTML,
    *INDICATOR_PAGES,
    PICTURES_HTML,
    CROSSCHECK_HTML,
    *map(table_html, SECTIONS),
    front_html(DOCUMENTS),
)
"""The report: written last, so that it shows what the documents had to shorten."""

RENDERERS: tuple[Renderer, ...] = (*DOCUMENTS, *PAGES)
