"""Scanner formats, in the order they are asked. The more particular stands before the more general."""

from generator.parsers.base import Parser
from generator.parsers.scans.anchore_evaluation_json import AnchoreEvaluationJson
from generator.parsers.scans.anchore_policy_json import AnchorePolicyJson
from generator.parsers.scans.anchore_vulnerabilities_json import AnchoreVulnerabilitiesJson
from generator.parsers.scans.aqua_api_json import AquaApiJson
from generator.parsers.scans.aqua_cves_json import AquaCvesJson
from generator.parsers.scans.aqua_json import AquaJson
from generator.parsers.scans.asff_json import AsffJson
from generator.parsers.scans.aws_config_json import AwsConfigJson
from generator.parsers.scans.aws_ecr_json import AwsEcrJson
from generator.parsers.scans.aws_inspector2_json import AwsInspector2Json
from generator.parsers.scans.checkov_json import CheckovJson
from generator.parsers.scans.clair_klar_json import ClairKlarJson
from generator.parsers.scans.clair_layer_json import ClairLayerJson
from generator.parsers.scans.clair_report_json import ClairReportJson
from generator.parsers.scans.clair_scanner_json import ClairScannerJson
from generator.parsers.scans.csaf_json import CsafJson
from generator.parsers.scans.cyclonedx_json import CyclonedxJson
from generator.parsers.scans.cyclonedx_xml import CyclonedxXml
from generator.parsers.scans.detect_secrets_json import DetectSecretsJson
from generator.parsers.scans.docker_bench_json import DockerBenchJson
from generator.parsers.scans.dockle_json import DockleJson
from generator.parsers.scans.falco_json import FalcoJson
from generator.parsers.scans.falco_text import FalcoText
from generator.parsers.scans.gitlab_container_json import GitlabContainerJson
from generator.parsers.scans.gitleaks_json import GitleaksJson
from generator.parsers.scans.grype_json import GrypeJson
from generator.parsers.scans.hadolint_json import HadolintJson
from generator.parsers.scans.harbor_json import HarborJson
from generator.parsers.scans.hdf_json import HdfJson
from generator.parsers.scans.ironbank_dsop_xlsx import IronbankDsopXlsx
from generator.parsers.scans.ironbank_vat_json import IronbankVatJson
from generator.parsers.scans.jfrog_xray_json import JfrogXrayJson
from generator.parsers.scans.jfrog_xray_scan_json import JfrogXrayScanJson
from generator.parsers.scans.jfrog_xray_summary_json import JfrogXraySummaryJson
from generator.parsers.scans.kics_json import KicsJson
from generator.parsers.scans.kube_bench_json import KubeBenchJson
from generator.parsers.scans.kube_hunter_json import KubeHunterJson
from generator.parsers.scans.kube_linter_json import KubeLinterJson
from generator.parsers.scans.kubeaudit_json import KubeauditJson
from generator.parsers.scans.kubescape_json import KubescapeJson
from generator.parsers.scans.nessus_csv import NessusCsv
from generator.parsers.scans.nessus_xml import NessusXml
from generator.parsers.scans.neuvector_compliance_json import NeuvectorComplianceJson
from generator.parsers.scans.neuvector_image_json import NeuvectorImageJson
from generator.parsers.scans.openshift_compliance_json import OpenshiftComplianceJson
from generator.parsers.scans.openvex_json import OpenvexJson
from generator.parsers.scans.osv_scanner_json import OsvScannerJson
from generator.parsers.scans.pip_audit_json import PipAuditJson
from generator.parsers.scans.polaris_json import PolarisJson
from generator.parsers.scans.popeye_json import PopeyeJson
from generator.parsers.scans.prisma_csv import PrismaCsv
from generator.parsers.scans.prisma_json import PrismaJson
from generator.parsers.scans.prowler_csv import ProwlerCsv
from generator.parsers.scans.prowler_json import ProwlerJson
from generator.parsers.scans.prowler_ocsf_json import ProwlerOcsfJson
from generator.parsers.scans.qualys_asset_report_xml import QualysAssetReportXml
from generator.parsers.scans.qualys_csv import QualysCsv
from generator.parsers.scans.qualys_detection_xml import QualysDetectionXml
from generator.parsers.scans.qualys_host_asset_xml import QualysHostAssetXml
from generator.parsers.scans.qualys_pci_csv import QualysPciCsv
from generator.parsers.scans.qualys_scan_xml import QualysScanXml
from generator.parsers.scans.qualys_vmdr_csv import QualysVmdrCsv
from generator.parsers.scans.qualys_was_xml import QualysWasXml
from generator.parsers.scans.sarif_json import SarifJson
from generator.parsers.scans.semgrep_json import SemgrepJson
from generator.parsers.scans.snyk_api_json import SnykApiJson
from generator.parsers.scans.snyk_iac_json import SnykIacJson
from generator.parsers.scans.snyk_json import SnykJson
from generator.parsers.scans.spdx_json import SpdxJson
from generator.parsers.scans.stig_ckl import StigCkl
from generator.parsers.scans.stig_cklb import StigCklb
from generator.parsers.scans.sysdig_cli_json import SysdigCliJson
from generator.parsers.scans.sysdig_csv import SysdigCsv
from generator.parsers.scans.sysdig_report_json import SysdigReportJson
from generator.parsers.scans.tanium_comply_json import TaniumComplyJson
from generator.parsers.scans.tenable_container_json import TenableContainerJson
from generator.parsers.scans.tenable_export_json import TenableExportJson
from generator.parsers.scans.tenable_sc_csv import TenableScCsv
from generator.parsers.scans.tenable_vm_csv import TenableVmCsv
from generator.parsers.scans.trivy_json import TrivyJson
from generator.parsers.scans.trivy_k8s_json import TrivyK8sJson
from generator.parsers.scans.trivy_operator_json import TrivyOperatorJson
from generator.parsers.scans.trufflehog3_json import Trufflehog3Json
from generator.parsers.scans.trufflehog_json import TrufflehogJson
from generator.parsers.scans.trufflehog_v2_json import TrufflehogV2Json
from generator.parsers.scans.wiz_cli_json import WizCliJson
from generator.parsers.scans.xccdf_xml import XccdfXml

SCANS: tuple[Parser, ...] = (
    TrivyJson(),
    TrivyK8sJson(),
    GrypeJson(),
    TrivyOperatorJson(),
    AwsEcrJson(),
    AwsInspector2Json(),
    AwsConfigJson(),
    AsffJson(),
    ProwlerOcsfJson(),
    ProwlerJson(),
    ProwlerCsv(),
    NessusCsv(),
    NessusXml(),
    QualysAssetReportXml(),
    QualysCsv(),
    QualysDetectionXml(),
    QualysHostAssetXml(),
    QualysPciCsv(),
    QualysScanXml(),
    QualysVmdrCsv(),
    QualysWasXml(),
    TenableContainerJson(),
    TenableExportJson(),
    TenableScCsv(),
    TenableVmCsv(),
    HdfJson(),
    OpenshiftComplianceJson(),
    StigCkl(),
    StigCklb(),
    XccdfXml(),
    AnchoreEvaluationJson(),
    AnchorePolicyJson(),
    AnchoreVulnerabilitiesJson(),
    AquaApiJson(),
    AquaCvesJson(),
    AquaJson(),
    ClairKlarJson(),
    ClairLayerJson(),
    ClairReportJson(),
    ClairScannerJson(),
    GitlabContainerJson(),
    HarborJson(),
    IronbankDsopXlsx(),
    IronbankVatJson(),
    JfrogXrayJson(),
    JfrogXrayScanJson(),
    JfrogXraySummaryJson(),
    NeuvectorComplianceJson(),
    NeuvectorImageJson(),
    TaniumComplyJson(),
    WizCliJson(),
    CheckovJson(),
    DockerBenchJson(),
    DockleJson(),
    FalcoJson(),
    FalcoText(),
    HadolintJson(),
    KicsJson(),
    CsafJson(),
    CyclonedxJson(),
    CyclonedxXml(),
    OpenvexJson(),
    OsvScannerJson(),
    PipAuditJson(),
    SarifJson(),
    SemgrepJson(),
    SpdxJson(),
    DetectSecretsJson(),
    GitleaksJson(),
    Trufflehog3Json(),
    TrufflehogJson(),
    TrufflehogV2Json(),
    PrismaCsv(),
    PrismaJson(),
    SnykApiJson(),
    SnykIacJson(),
    SnykJson(),
    SysdigCliJson(),
    SysdigCsv(),
    SysdigReportJson(),
    KubeBenchJson(),
    KubeHunterJson(),
    KubeLinterJson(),
    KubeauditJson(),
    KubescapeJson(),
    PolarisJson(),
    PopeyeJson(),
)
