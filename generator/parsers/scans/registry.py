"""Scanner formats, in the order they are asked. The more particular stands before the more general.

Each is a module with the two functions of a `Parser`, `recognizes` and `parse`, and is named for it: `trivy_json` reads
`trivy-json`.
"""

from dataclasses import dataclass
from typing import Protocol

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot
from generator.parsers.base import Family, Parser
from generator.parsers.document import Document
from generator.parsers.scans import (
    acunetix_xml,
    anchore_evaluation_json,
    anchore_policy_json,
    anchore_vulnerabilities_json,
    appscan_xml,
    aqua_api_json,
    aqua_cves_json,
    aqua_json,
    arachni_json,
    arachni_xml,
    asff_json,
    aws_config_json,
    aws_ecr_json,
    aws_inspector2_json,
    burp_api_json,
    burp_dast_json,
    burp_xml,
    checkov_json,
    clair_klar_json,
    clair_layer_json,
    clair_report_json,
    clair_scanner_json,
    csaf_json,
    cyclonedx_json,
    cyclonedx_xml,
    detect_secrets_json,
    docker_bench_json,
    dockle_json,
    falco_json,
    falco_text,
    gitlab_container_json,
    gitleaks_json,
    grype_json,
    hadolint_json,
    harbor_json,
    hdf_json,
    invicti_json,
    invicti_xml,
    ironbank_dsop_xlsx,
    ironbank_vat_json,
    jfrog_simple_json,
    jfrog_xray_components_json,
    jfrog_xray_json,
    jfrog_xray_scan_json,
    jfrog_xray_summary_json,
    kics_json,
    kube_bench_json,
    kube_hunter_json,
    kube_linter_json,
    kubeaudit_json,
    kubescape_json,
    nessus_csv,
    nessus_xml,
    neuvector_compliance_json,
    neuvector_image_json,
    nikto_json,
    nikto_xml,
    nuclei_json,
    openshift_compliance_json,
    openvex_json,
    osv_scanner_json,
    pip_audit_json,
    polaris_json,
    popeye_json,
    prisma_csv,
    prisma_json,
    prowler_csv,
    prowler_json,
    prowler_ocsf_json,
    qualys_asset_report_xml,
    qualys_csv,
    qualys_detection_xml,
    qualys_host_asset_xml,
    qualys_pci_csv,
    qualys_scan_xml,
    qualys_vmdr_csv,
    qualys_was_xml,
    sarif_json,
    semgrep_json,
    snyk_api_json,
    snyk_iac_json,
    snyk_json,
    spdx_json,
    sslyze_json,
    sslyze_xml,
    stig_ckl,
    stig_cklb,
    sysdig_cli_json,
    sysdig_csv,
    sysdig_report_json,
    tanium_comply_json,
    tenable_container_json,
    tenable_export_json,
    tenable_sc_csv,
    tenable_vm_csv,
    testssl_csv,
    testssl_json,
    trivy_json,
    trivy_k8s_json,
    trivy_operator_json,
    trufflehog3_json,
    trufflehog_json,
    trufflehog_v2_json,
    wapiti_json,
    wapiti_xml,
    webinspect_xml,
    wiz_api_json,
    wiz_cli_json,
    wiz_csv,
    xccdf_xml,
    zap_json,
    zap_xml,
)
from generator.parsers.scans.null_entries import with_null_entries


class ScanModule(Protocol):
    """What a module of this folder has for its format."""

    __name__: str

    def recognizes(self, document: Document, /) -> bool:
        """See `Parser.recognizes`."""

    def parse(self, document: Document, evidence: EvidenceFile, /) -> ScanSnapshot:
        """See `Parser.parse`."""


@dataclass(frozen=True, slots=True)
class ScanFormat:
    """See `Parser`."""

    module: ScanModule
    title: str
    family: Family = "scan"

    @property
    def name(self) -> str:
        """See `Parser.name`."""
        return self.module.__name__.rpartition(".")[2].replace("_", "-")

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        return self.module.recognizes(document)

    def parse(self, document: Document, evidence: EvidenceFile) -> ScanSnapshot:
        """See `Parser.parse`."""
        return with_null_entries(document, self.module.parse(document, evidence))


SCANS: tuple[Parser, ...] = (
    ScanFormat(trivy_json, "Trivy report (JSON, schema 1 and 2)"),
    ScanFormat(trivy_k8s_json, "Trivy Kubernetes report (JSON, all and summary)"),
    ScanFormat(grype_json, "Grype report (JSON)"),
    ScanFormat(trivy_operator_json, "Trivy Operator reports (JSON, JSON lines: custom resources)"),
    ScanFormat(aws_ecr_json, "Amazon ECR image scan findings, basic and enhanced (JSON)"),
    ScanFormat(aws_inspector2_json, "Amazon Inspector findings (JSON)"),
    ScanFormat(aws_config_json, "AWS Config compliance by rule (JSON)"),
    ScanFormat(asff_json, "AWS Security Hub findings, ASFF (JSON or JSON lines)"),
    ScanFormat(prowler_ocsf_json, "Prowler report (OCSF JSON, versions 3 to 5)"),
    ScanFormat(prowler_json, "Prowler report (JSON, versions 2 and 3)"),
    ScanFormat(prowler_csv, "Prowler report (CSV, versions 2 to 5)"),
    ScanFormat(nessus_csv, "Nessus and Tenable.io vulnerabilities (CSV)"),
    ScanFormat(nessus_xml, "Nessus report (.nessus, version 2), with compliance audits and web application scans"),
    ScanFormat(qualys_asset_report_xml, "Qualys asset data report (XML)"),
    ScanFormat(qualys_csv, "Qualys scan results and scan report (CSV)"),
    ScanFormat(qualys_detection_xml, "Qualys host detections and host list of the VM API (XML)"),
    ScanFormat(qualys_host_asset_xml, "Qualys host assets of the asset management API (XML)"),
    ScanFormat(qualys_pci_csv, "Qualys PCI scan (CSV)"),
    ScanFormat(qualys_scan_xml, "Qualys scan results (XML)"),
    ScanFormat(qualys_vmdr_csv, "Qualys VMDR vulnerabilities by CVE or QID (CSV)"),
    ScanFormat(qualys_was_xml, "Qualys Web Application Scanning report (XML)"),
    ScanFormat(tenable_container_json, "Tenable Container Security report (JSON, also as an HTTP recording)"),
    ScanFormat(tenable_export_json, "Tenable Vulnerability Management export (JSON, JSON lines)"),
    ScanFormat(tenable_sc_csv, "Tenable Security Center vulnerabilities (CSV)"),
    ScanFormat(tenable_vm_csv, "Tenable Vulnerability Management findings (CSV)"),
    ScanFormat(hdf_json, "InSpec and Heimdall Data Format (JSON, JSON lines)"),
    ScanFormat(
        openshift_compliance_json, "OpenShift Compliance Operator (JSON: result ConfigMaps, check results, osco collections)"
    ),
    ScanFormat(stig_ckl, "STIG checklist (CKL: STIG Viewer 2, Evaluate-STIG, STIG Manager)"),
    ScanFormat(stig_cklb, "STIG checklist (CKLB: STIG Viewer 3, Evaluate-STIG, STIG Manager)"),
    ScanFormat(xccdf_xml, "XCCDF 1.1 and 1.2 results, ARF (OpenSCAP, SCC; XML, also .gz and .bzip2)"),
    ScanFormat(anchore_evaluation_json, "Anchore Enterprise security evaluation (JSON)"),
    ScanFormat(anchore_policy_json, "Anchore policy evaluation (JSON)"),
    ScanFormat(anchore_vulnerabilities_json, "Anchore Engine, Enterprise and anchorectl vulnerabilities (JSON)"),
    ScanFormat(aqua_api_json, "Aqua vulnerabilities of the API (JSON)"),
    ScanFormat(aqua_cves_json, "Aqua list of CVEs (JSON)"),
    ScanFormat(aqua_json, "Aqua scan of an image (JSON)"),
    ScanFormat(clair_klar_json, "Clair, by klar (JSON)"),
    ScanFormat(clair_layer_json, "Clair 2 layer (JSON)"),
    ScanFormat(clair_report_json, "Clair 4 vulnerability report (JSON)"),
    ScanFormat(clair_scanner_json, "Clair, by clair-scanner (JSON)"),
    ScanFormat(gitlab_container_json, "GitLab container scanning (JSON, schema 3, 14 and 15)"),
    ScanFormat(harbor_json, "Harbor vulnerability report (JSON, 1.0, 1.1 and bare)"),
    ScanFormat(ironbank_dsop_xlsx, "Iron Bank (DSOP) scan workbook (xlsx)"),
    ScanFormat(ironbank_vat_json, "Iron Bank VAT findings (JSON)"),
    ScanFormat(jfrog_simple_json, "JFrog's command line, simple JSON"),
    ScanFormat(jfrog_xray_components_json, "JFrog Xray vulnerabilities by component (JSON)"),
    ScanFormat(jfrog_xray_json, "JFrog Xray vulnerabilities report (JSON)"),
    ScanFormat(jfrog_xray_scan_json, "JFrog Xray scan on demand (JSON)"),
    ScanFormat(jfrog_xray_summary_json, "JFrog Xray artifact summary (JSON)"),
    ScanFormat(neuvector_compliance_json, "NeuVector compliance of a node (JSON)"),
    ScanFormat(neuvector_image_json, "NeuVector image (JSON)"),
    ScanFormat(tanium_comply_json, "Tanium Comply compliance findings (JSON)"),
    ScanFormat(wiz_api_json, "Wiz issues and findings from its API (JSON)"),
    ScanFormat(wiz_csv, "Wiz reports of issues and vulnerabilities (CSV)"),
    ScanFormat(wiz_cli_json, "Wiz CLI (JSON)"),
    ScanFormat(checkov_json, "Checkov 1 to 3 (JSON)"),
    ScanFormat(docker_bench_json, "Docker Bench for Security (JSON)"),
    ScanFormat(dockle_json, "Dockle (JSON)"),
    ScanFormat(falco_json, "Falco alerts (JSON, JSON lines)"),
    ScanFormat(falco_text, "Falco log (text lines)"),
    ScanFormat(hadolint_json, "Hadolint (JSON)"),
    ScanFormat(kics_json, "KICS (JSON)"),
    ScanFormat(csaf_json, "CSAF advisories and VEX (JSON, 2.0 and 2.1)"),
    ScanFormat(cyclonedx_json, "CycloneDX vulnerabilities and VEX (JSON, 1.2 to 1.6)"),
    ScanFormat(cyclonedx_xml, "CycloneDX vulnerabilities and VEX (XML, 1.0 to 1.6)"),
    ScanFormat(openvex_json, "OpenVEX statements (JSON, 0.0 and 0.2)"),
    ScanFormat(osv_scanner_json, "OSV-Scanner (JSON)"),
    ScanFormat(pip_audit_json, "pip-audit (JSON)"),
    ScanFormat(sarif_json, "SARIF 2.1.0 of any tool (JSON)"),
    ScanFormat(semgrep_json, "Semgrep (JSON)"),
    ScanFormat(spdx_json, "SPDX inventory (JSON, 2.2 to 3.0): recognized, not an assessment"),
    ScanFormat(detect_secrets_json, "detect-secrets baseline (JSON)"),
    ScanFormat(gitleaks_json, "Gitleaks (JSON, versions 3 to 8)"),
    ScanFormat(trufflehog3_json, "trufflehog3 (JSON)"),
    ScanFormat(trufflehog_json, "TruffleHog 3 (JSON, JSON lines)"),
    ScanFormat(trufflehog_v2_json, "TruffleHog 2 and trufflehog3 before 3.0 (JSON, JSON lines)"),
    ScanFormat(prisma_csv, "Prisma Cloud (Twistlock) exports of images and hosts (CSV)"),
    ScanFormat(prisma_json, "Prisma Cloud (Twistlock) twistcli, code repository and Jenkins reports (JSON)"),
    ScanFormat(snyk_api_json, "Snyk REST API: issues (JSON)"),
    ScanFormat(snyk_iac_json, "Snyk Infrastructure as Code (JSON)"),
    ScanFormat(snyk_json, "Snyk Open Source and Container: a project, several, or an image with applications (JSON)"),
    ScanFormat(sysdig_cli_json, "Sysdig command line scanner, report versions 0 and 1 (JSON)"),
    ScanFormat(sysdig_csv, "Sysdig Secure vulnerability reports and command line scanner (CSV)"),
    ScanFormat(sysdig_report_json, "Sysdig Secure vulnerability report, up to and since 2025 (JSON)"),
    ScanFormat(kube_bench_json, "kube-bench (JSON: report, list of controls, several in one file)"),
    ScanFormat(kube_hunter_json, "kube-hunter (JSON)"),
    ScanFormat(kube_linter_json, "kube-linter (JSON)"),
    ScanFormat(kubeaudit_json, "kubeaudit (JSON lines)"),
    ScanFormat(kubescape_json, "Kubescape posture report and its summary (JSON)"),
    ScanFormat(polaris_json, "Polaris audit (JSON)"),
    ScanFormat(popeye_json, "Popeye (JSON: sanitizers, sections)"),
    ScanFormat(acunetix_xml, "Acunetix report (XML)"),
    ScanFormat(appscan_xml, "HCL (IBM) AppScan report of web applications and source code (XML)"),
    ScanFormat(arachni_json, "Arachni report (JSON)"),
    ScanFormat(arachni_xml, "Arachni report (XML)"),
    ScanFormat(burp_api_json, "Burp Suite scan of its REST API (JSON)"),
    ScanFormat(burp_dast_json, "Burp Suite DAST (Enterprise) issues of its GraphQL API (JSON)"),
    ScanFormat(burp_xml, "Burp Suite issues (XML)"),
    ScanFormat(invicti_json, "Invicti, Netsparker and Acunetix 360 report (JSON)"),
    ScanFormat(invicti_xml, "Invicti, Netsparker and Acunetix 360 report (XML)"),
    ScanFormat(nikto_json, "Nikto report (JSON, 2.1.6 and 2.5)"),
    ScanFormat(nikto_xml, "Nikto report (XML)"),
    ScanFormat(nuclei_json, "Nuclei matches (JSON, JSON lines, versions 2 and 3)"),
    ScanFormat(sslyze_json, "SSLyze report (JSON, versions 2 to 6)"),
    ScanFormat(sslyze_xml, "SSLyze report (XML)"),
    ScanFormat(testssl_csv, "testssl.sh results (CSV)"),
    ScanFormat(testssl_json, "testssl.sh results, flat and by section (JSON)"),
    ScanFormat(wapiti_json, "Wapiti report (JSON)"),
    ScanFormat(wapiti_xml, "Wapiti report (XML)"),
    ScanFormat(webinspect_xml, "WebInspect issues (XML)"),
    ScanFormat(zap_json, "ZAP report and alerts of its API (JSON)"),
    ScanFormat(zap_xml, "ZAP report (XML)"),
)
