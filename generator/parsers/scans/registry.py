"""Scanner formats, in the order they are asked. The more particular stands before the more general.

Each is a module with the two functions of a `Parser`, `recognizes` and `parse`, and is named for it: `trivy_json` reads
`trivy-json`.
"""

from generator.parsers.scans.code_registry import CODE_FORMATS
from generator.parsers.scans.scan_format import ScanFormat
from generator.parsers.signs import ANY, BZIP2, GZIP, ZIP, Signs

SCANS: tuple[ScanFormat, ...] = (
    ScanFormat("trivy_json", "Trivy report (JSON, schema 1 and 2)", ANY),
    ScanFormat(
        "trivy_k8s_json",
        "Trivy Kubernetes report (JSON, all and summary)",
        Signs(json=("Resources", "Findings", "Vulnerabilities", "Misconfigurations", "ClusterName", "misconfigurations")),
    ),
    ScanFormat("grype_json", "Grype report (JSON)", Signs(json=("matches",))),
    ScanFormat("trivy_operator_json", "Trivy Operator reports (JSON, JSON lines: custom resources)", Signs(json=())),
    ScanFormat(
        "aws_ecr_json",
        "Amazon ECR image scan findings, basic and enhanced (JSON)",
        Signs(json=("imageScanStatus", "imageScanFindings")),
    ),
    ScanFormat("aws_inspector2_json", "Amazon Inspector findings (JSON)", Signs(json=("findings", "findingArn"))),
    ScanFormat(
        "aws_config_json",
        "AWS Config compliance by rule (JSON)",
        Signs(
            json=(
                "EvaluationResults",
                "AggregateEvaluationResults",
                "ConformancePackRuleEvaluationResults",
                "ComplianceByConfigRules",
                "AggregateComplianceByConfigRules",
                "ComplianceByResources",
            )
        ),
    ),
    ScanFormat(
        "asff_json",
        "AWS Security Hub findings, ASFF (JSON or JSON lines)",
        Signs(json=("Findings", "findings", "ProductArn", "GeneratorId", "AwsAccountId", "FindingProviderFields")),
    ),
    ScanFormat("prowler_ocsf_json", "Prowler report (OCSF JSON, versions 3 to 5)", Signs(json=("finding_info", "finding"))),
    ScanFormat("prowler_json", "Prowler report (JSON, versions 2 and 3)", Signs(json=("Control ID", "CheckID"))),
    ScanFormat(
        "prowler_csv", "Prowler report (CSV, versions 2 to 5)", Signs(table=("FINDING_UID", "finding_unique_id", "TITLE_ID"))
    ),
    ScanFormat("nessus_csv", "Nessus and Tenable.io vulnerabilities (CSV)", Signs(table=("Plugin ID",))),
    ScanFormat(
        "nessus_xml",
        "Nessus report (.nessus, version 2), with compliance audits and web application scans",
        Signs(xml=("NessusClientData_v2", "ReportHost", "ReportItem")),
    ),
    ScanFormat("qualys_asset_report_xml", "Qualys asset data report (XML)", Signs(xml=("ASSET_DATA_REPORT",))),
    ScanFormat("qualys_csv", "Qualys scan results and scan report (CSV)", Signs(table=("QID",))),
    ScanFormat(
        "qualys_detection_xml",
        "Qualys host detections and host list of the VM API (XML)",
        Signs(xml=("HOST_LIST_VM_DETECTION_OUTPUT", "HOST_LIST_OUTPUT")),
    ),
    ScanFormat(
        "qualys_host_asset_xml", "Qualys host assets of the asset management API (XML)", Signs(xml=("ServiceResponse",))
    ),
    ScanFormat("qualys_pci_csv", "Qualys PCI scan (CSV)", Signs(table=("IS_PCI",))),
    ScanFormat("qualys_scan_xml", "Qualys scan results (XML)", Signs(xml=("SCAN",))),
    ScanFormat("qualys_vmdr_csv", "Qualys VMDR vulnerabilities by CVE or QID (CSV)", Signs(table=("KB Severity",))),
    ScanFormat(
        "qualys_was_xml", "Qualys Web Application Scanning report (XML)", Signs(xml=("WAS_SCAN_REPORT", "WAS_WEBAPP_REPORT"))
    ),
    ScanFormat(
        "tenable_container_json",
        "Tenable Container Security report (JSON, also as an HTTP recording)",
        Signs(json=("docker_image_id", "response", "log")),
    ),
    ScanFormat("tenable_export_json", "Tenable Vulnerability Management export (JSON, JSON lines)", Signs(json=("plugin",))),
    ScanFormat("tenable_sc_csv", "Tenable Security Center vulnerabilities (CSV)", Signs(table=("Plugin Name",))),
    ScanFormat("tenable_vm_csv", "Tenable Vulnerability Management findings (CSV)", Signs(table=("definition.id",))),
    ScanFormat("hdf_json", "InSpec and Heimdall Data Format (JSON, JSON lines)", Signs(json=("profiles", "profile"))),
    ScanFormat(
        "openshift_compliance_json",
        "OpenShift Compliance Operator (JSON: result ConfigMaps, check results, osco collections)",
        Signs(json=()),
    ),
    ScanFormat("stig_ckl", "STIG checklist (CKL: STIG Viewer 2, Evaluate-STIG, STIG Manager)", Signs(xml=("CHECKLIST",))),
    ScanFormat(
        "stig_cklb", "STIG checklist (CKLB: STIG Viewer 3, Evaluate-STIG, STIG Manager)", Signs(json=("target_data", "stigs"))
    ),
    ScanFormat(
        "openscap_results_json", "OpenSCAP results, as other programs write them (JSON)", Signs(json=("rules", "test_results"))
    ),
    ScanFormat(
        "xccdf_xml",
        "XCCDF 1.1 and 1.2 results, ARF (OpenSCAP, SCC; XML, also .gz and .bzip2)",
        Signs(xml=("Benchmark", "TestResult", "asset-report-collection"), head=(GZIP, BZIP2)),
    ),
    ScanFormat("anchore_evaluation_json", "Anchore Enterprise security evaluation (JSON)", Signs(json=("securityEvaluation",))),
    ScanFormat("anchore_policy_json", "Anchore policy evaluation (JSON)", Signs(json=())),
    ScanFormat(
        "anchore_vulnerabilities_json",
        "Anchore Engine, Enterprise and anchorectl vulnerabilities (JSON)",
        Signs(json=("vulnerabilities", "vulnerability_id", "vulnerabilityId", "vuln")),
    ),
    ScanFormat("aqua_api_json", "Aqua vulnerabilities of the API (JSON)", Signs(json=("result",))),
    ScanFormat("aqua_cves_json", "Aqua list of CVEs (JSON)", Signs(json=("cves",))),
    ScanFormat("aqua_json", "Aqua scan of an image (JSON)", Signs(json=("resources", "image_name"))),
    ScanFormat("clair_klar_json", "Clair, by klar (JSON)", Signs(json=("LayerCount", "Vulnerabilities"))),
    ScanFormat("clair_layer_json", "Clair 2 layer (JSON)", Signs(json=("Layer", "data"))),
    ScanFormat("clair_report_json", "Clair 4 vulnerability report (JSON)", Signs(json=("manifest_hash",))),
    ScanFormat("clair_scanner_json", "Clair, by clair-scanner (JSON)", Signs(json=("vulnerabilities",))),
    ScanFormat(
        "gitlab_container_json", "GitLab container scanning (JSON, schema 3, 14 and 15)", Signs(json=("vulnerabilities",))
    ),
    ScanFormat("harbor_json", "Harbor vulnerability report (JSON, 1.0, 1.1 and bare)", Signs(json=())),
    ScanFormat("ironbank_dsop_xlsx", "Iron Bank (DSOP) scan workbook (xlsx)", Signs(head=(ZIP,))),
    ScanFormat("ironbank_vat_json", "Iron Bank VAT findings (JSON)", Signs(json=("imageName", "image"))),
    ScanFormat(
        "jfrog_simple_json",
        "JFrog's command line, simple JSON",
        Signs(
            json=(
                "vulnerabilities",
                "securityViolations",
                "secrets",
                "secretsViolations",
                "iac",
                "iacViolations",
                "sast",
                "sastViolations",
            )
        ),
    ),
    ScanFormat("jfrog_xray_components_json", "JFrog Xray vulnerabilities by component (JSON)", Signs(json=("data",))),
    ScanFormat("jfrog_xray_json", "JFrog Xray vulnerabilities report (JSON)", Signs(json=("rows",))),
    ScanFormat("jfrog_xray_scan_json", "JFrog Xray scan on demand (JSON)", Signs(json=("scan_id",))),
    ScanFormat("jfrog_xray_summary_json", "JFrog Xray artifact summary (JSON)", Signs(json=("artifacts",))),
    ScanFormat(
        "neuvector_compliance_json",
        "NeuVector compliance of a node (JSON)",
        Signs(json=("kubernetes_cis_version", "docker_cis_version")),
    ),
    ScanFormat("neuvector_image_json", "NeuVector image (JSON)", Signs(json=("report",))),
    ScanFormat("tanium_comply_json", "Tanium Comply compliance findings (JSON)", Signs(json=("Comply - Compliance Findings",))),
    ScanFormat(
        "wiz_api_json",
        "Wiz issues and findings from its API (JSON)",
        Signs(json=("data", "entitySnapshot", "resource", "vulnerableAsset")),
    ),
    ScanFormat(
        "wiz_csv", "Wiz reports of issues and vulnerabilities (CSV)", Signs(table=("Resource external ID", "CVSSSeverity"))
    ),
    ScanFormat(
        "wiz_ocsf_json", "Wiz issues as OCSF security findings (JSON lines; one version seen)", Signs(json=("finding",))
    ),
    ScanFormat("wiz_cli_json", "Wiz CLI (JSON)", Signs(json=("result",))),
    ScanFormat("checkov_json", "Checkov 1 to 3 (JSON)", Signs(json=("checkov_version", "check_type", "results"))),
    ScanFormat("docker_bench_json", "Docker Bench for Security (JSON)", Signs(json=("dockerbenchsecurity",))),
    ScanFormat("dockle_json", "Dockle (JSON)", Signs(json=("details",))),
    ScanFormat("falco_json", "Falco alerts (JSON, JSON lines)", Signs(json=("priority",))),
    ScanFormat(
        "falco_text",
        "Falco log (text lines)",
        Signs(
            start=(
                b"Falco version: ",
                b"Emergency",
                b"Alert",
                b"Critical",
                b"Error",
                b"Warning",
                b"Notice",
                b"Informational",
                b"Debug",
            )
        ),
    ),
    ScanFormat("hadolint_json", "Hadolint (JSON)", Signs(json=("code",))),
    ScanFormat("kics_json", "KICS (JSON)", Signs(json=("queries",))),
    ScanFormat("csaf_json", "CSAF advisories and VEX (JSON, 2.0 and 2.1)", Signs(json=("document",))),
    ScanFormat("cyclonedx_json", "CycloneDX vulnerabilities and VEX (JSON, 1.2 to 1.6)", Signs(json=("bomFormat",))),
    ScanFormat("cyclonedx_xml", "CycloneDX vulnerabilities and VEX (XML, 1.0 to 1.6)", Signs(xml=("bom",))),
    ScanFormat("openvex_json", "OpenVEX statements (JSON, 0.0 and 0.2)", Signs(json=("statements",))),
    ScanFormat("osv_scanner_json", "OSV-Scanner (JSON)", Signs(json=("results",))),
    ScanFormat("pip_audit_json", "pip-audit (JSON)", Signs(json=("dependencies", "skip_reason", "vulns"))),
    ScanFormat("sarif_json", "SARIF 2.1.0 of any tool (JSON)", Signs(json=("runs",))),
    ScanFormat("semgrep_json", "Semgrep (JSON)", Signs(json=("results",))),
    ScanFormat(
        "spdx_json", "SPDX inventory (JSON, 2.2 to 3.0): recognized, not an assessment", Signs(json=("spdxVersion", "@graph"))
    ),
    ScanFormat("detect_secrets_json", "detect-secrets baseline (JSON)", Signs(json=("results",))),
    ScanFormat("gitleaks_csv", "Gitleaks (CSV, versions 7 and 8; one version seen)", Signs(table=("RuleID", "offender"))),
    ScanFormat(
        "gitleaks_json",
        "Gitleaks (JSON, versions 3 to 8)",
        Signs(json=("leaks", "RuleID", "offender", "lineNumber", "commitMessage")),
    ),
    ScanFormat("trufflehog3_json", "trufflehog3 (JSON)", Signs(json=("rule",))),
    ScanFormat("trufflehog_json", "TruffleHog 3 (JSON, JSON lines)", Signs(json=("SourceMetadata", "logger"))),
    ScanFormat(
        "trufflehog_v2_json", "TruffleHog 2 and trufflehog3 before 3.0 (JSON, JSON lines)", Signs(json=("stringsFound",))
    ),
    ScanFormat("prisma_csv", "Prisma Cloud (Twistlock) exports of images and hosts (CSV)", Signs(table=("Package Version",))),
    ScanFormat(
        "prisma_json",
        "Prisma Cloud (Twistlock) twistcli, code repository and Jenkins reports (JSON)",
        Signs(json=("results", "repository")),
    ),
    ScanFormat("snyk_api_json", "Snyk REST API: issues (JSON)", Signs(json=("data", "links"))),
    ScanFormat("snyk_iac_json", "Snyk Infrastructure as Code (JSON)", Signs(json=("infrastructureAsCodeIssues", "ok"))),
    ScanFormat(
        "snyk_json",
        "Snyk Open Source and Container: a project, several, or an image with applications (JSON)",
        Signs(json=("vulnerabilities", "ok")),
    ),
    ScanFormat("sysdig_cli_json", "Sysdig command line scanner, report versions 0 and 1 (JSON)", Signs(json=("scanner",))),
    ScanFormat(
        "sysdig_csv",
        "Sysdig Secure vulnerability reports and command line scanner (CSV)",
        Signs(table=("Vuln Publish date", "Fix Available Date", "Vuln Disclosure Date")),
    ),
    ScanFormat(
        "sysdig_report_json", "Sysdig Secure vulnerability report, up to and since 2025 (JSON)", Signs(json=("panels", "data"))
    ),
    ScanFormat(
        "kube_bench_json", "kube-bench (JSON: report, list of controls, several in one file)", Signs(json=("Controls", "tests"))
    ),
    ScanFormat("kube_hunter_json", "kube-hunter (JSON)", Signs(json=("vulnerabilities",))),
    ScanFormat("kube_linter_json", "kube-linter (JSON)", Signs(json=("Reports",))),
    ScanFormat("kubeaudit_json", "kubeaudit (JSON lines)", Signs(json=("AuditResultName", "msg"))),
    ScanFormat(
        "kubescape_json", "Kubescape posture report and its summary (JSON)", Signs(json=("summaryDetails", "ResourceCounters"))
    ),
    ScanFormat(
        "kyverno_results_json", "Kyverno results by resource, as build servers read them (JSON)", Signs(json=("results",))
    ),
    ScanFormat("polaris_json", "Polaris audit (JSON)", Signs(json=("PolarisOutputVersion", "Results"))),
    ScanFormat("popeye_json", "Popeye (JSON: sanitizers, sections)", Signs(json=("popeye",))),
    ScanFormat("acunetix_xml", "Acunetix report (XML)", Signs(xml=("ScanGroup",))),
    ScanFormat("appscan_xml", "HCL (IBM) AppScan report of web applications and source code (XML)", Signs(xml=("xml-report",))),
    ScanFormat("arachni_json", "Arachni report (JSON)", Signs(json=("issues",))),
    ScanFormat("arachni_xml", "Arachni report (XML)", Signs(xml=("arachni_report", "report"))),
    ScanFormat("burp_api_json", "Burp Suite scan of its REST API (JSON)", Signs(json=("issue_events",))),
    ScanFormat(
        "burp_dast_json", "Burp Suite DAST (Enterprise) issues of its GraphQL API (JSON)", Signs(json=("Issues", "data"))
    ),
    ScanFormat("burp_xml", "Burp Suite issues (XML)", Signs(xml=("issues",))),
    ScanFormat(
        "junit_xml",
        "Bandit, Checkov, Dastardly, Gitleaks, gosec, KICS, Semgrep, Terrascan, tfsec and Trivy as test results (JUnit XML)",
        Signs(xml=("testsuites", "testsuite")),
    ),
    ScanFormat("invicti_json", "Invicti, Netsparker and Acunetix 360 report (JSON)", Signs(json=("Vulnerabilities",))),
    ScanFormat("invicti_xml", "Invicti, Netsparker and Acunetix 360 report (XML)", Signs(xml=())),
    ScanFormat("nikto_json", "Nikto report (JSON, 2.1.6 and 2.5)", Signs(json=("host", "OSVDB"))),
    ScanFormat("nikto_xml", "Nikto report (XML)", Signs(xml=("niktoscan", "niktoscans"))),
    ScanFormat(
        "nuclei_json",
        "Nuclei matches (JSON, JSON lines, versions 2 and 3)",
        Signs(json=("template-id", "templateID", "template")),
    ),
    ScanFormat("sslyze_json", "SSLyze report (JSON, versions 2 to 6)", Signs(json=("server_scan_results", "accepted_targets"))),
    ScanFormat("sslyze_xml", "SSLyze report (XML)", Signs(xml=("document",))),
    ScanFormat("testssl_csv", "testssl.sh results (CSV)", Signs(table=("fqdn/ip",))),
    ScanFormat("testssl_json", "testssl.sh results, flat and by section (JSON)", Signs(json=("finding", "scanResult"))),
    ScanFormat("wapiti_json", "Wapiti report (JSON)", Signs(json=("vulnerabilities", "infos"))),
    ScanFormat("wapiti_xml", "Wapiti report (XML)", Signs(xml=("report",))),
    ScanFormat("webinspect_xml", "WebInspect issues (XML)", Signs(xml=("Sessions", "Scan"))),
    ScanFormat("zap_json", "ZAP report and alerts of its API (JSON)", Signs(json=("site", "alerts", "vulnerabilities"))),
    ScanFormat("zap_xml", "ZAP report (XML)", Signs(xml=("OWASPZAPReport",))),
    ScanFormat(
        "openvas_xml",
        "Greenbone (OpenVAS) report (XML)",
        Signs(xml=("report", "get_reports_response", "get_results_response", "results", "result")),
    ),
    ScanFormat("openvas_csv", "Greenbone (OpenVAS) report (CSV)", Signs(table=("NVT OID",))),
    ScanFormat(
        "nexpose_xml",
        "Rapid7 Nexpose and InsightVM (XML Export 1.0 and 2.0, Simple XML)",
        Signs(xml=("NexposeReport", "NeXposeSimpleXML")),
    ),
    ScanFormat("insightvm_json", "Rapid7 InsightVM vulnerabilities of an asset by its API (JSON)", Signs(json=("resources",))),
    ScanFormat("nmap_xml", "Nmap ports, with what its script vulners lists (XML)", Signs(xml=("nmaprun",))),
    ScanFormat("lynis_text", "Lynis report of a host (text)", Signs(start=(b"lynis_version=",))),
    ScanFormat(
        "copacetic_json",
        "Updates for Copacetic, as StackRox writes them (JSON; one version seen)",
        Signs(json=("updates", "osupdates", "langupdates")),
    ),
    ScanFormat("crowdstrike_json", "CrowdStrike Falcon Spotlight vulnerabilities (JSON)", Signs(json=("resources", "cve"))),
    ScanFormat(
        "defender_cloud_csv", "Microsoft Defender for Cloud recommendations (CSV)", Signs(table=("recommendationDisplayName",))
    ),
    ScanFormat(
        "defender_cloud_json",
        "Microsoft Defender for Cloud assessments and sub-assessments (JSON)",
        Signs(json=("value", "type", "id")),
    ),
    ScanFormat(
        "defender_endpoint_json",
        "Microsoft Defender for Endpoint vulnerabilities of machines (JSON, JSON lines, ZIP)",
        Signs(json=("value", "cveId", "@odata.context"), head=(ZIP,)),
    ),
    ScanFormat(
        "gcloud_artifact_json",
        "Google Artifact Analysis occurrences (JSON)",
        Signs(json=("image_summary", "package_vulnerability_summary", "occurrences", "noteName")),
    ),
    ScanFormat(
        "google_scc_json",
        "Google Security Command Center findings (JSON)",
        Signs(json=("listFindingsResults", "jsonPayload", "finding", "sourceProperties")),
    ),
    ScanFormat("orca_csv", "Orca alerts (CSV)", Signs(table=("OrcaScore",))),
    ScanFormat("orca_json", "Orca alerts (JSON)", Signs(json=("data", "OrcaScore", "asset_unique_id"))),
    ScanFormat(
        "cloudsplaining_json",
        "Cloudsplaining results of IAM policies (JSON)",
        Signs(json=("aws_managed_policies", "customer_managed_policies", "inline_policies")),
    ),
    ScanFormat("cloudsploit_json", "CloudSploit results (JSON)", Signs(json=("plugin", "category", "region"))),
    ScanFormat("cyberwatch_json", "Cyberwatch CVEs and security issues (JSON)", Signs(json=("cves", "security_issues"))),
    ScanFormat("cycognito_json", "CyCognito issues (JSON)", Signs(json=("affected_asset",))),
    ScanFormat("dbprotect_xml", "DbProtect check results (XML)", Signs(xml=("dataset",))),
    ScanFormat(
        "deepfence_csv",
        "Deepfence ThreatMapper reports (CSV)",
        Signs(table=("Caused By Package", "Node Name")),
    ),
    ScanFormat("deepfence_xlsx", "Deepfence ThreatMapper reports (xlsx)", Signs(head=(ZIP,))),
    ScanFormat("kiuwan_csv", "Kiuwan Code Security defects (CSV)", Signs(table=("Rule code",))),
    ScanFormat("kiuwan_insights_json", "Kiuwan Insights vulnerabilities of components (JSON)", Signs(json=("securityRisk",))),
    ScanFormat("meterian_json", "Meterian security advices (JSON)", Signs(json=("scores",))),
    ScanFormat(
        "oss_index_json",
        "OSS Index, by AuditJS, Nancy, DevAudit and its API (JSON)",
        Signs(json=("audited", "vulnerable", "Packages Audited", "coordinates", "Packages")),
    ),
    ScanFormat("powerpipe_csv", "Powerpipe and Steampipe benchmarks (CSV)", Signs(table=("control_id",))),
    ScanFormat("powerpipe_json", "Powerpipe and Steampipe benchmarks (JSON)", Signs(json=("group_id", "controls"))),
    ScanFormat(
        "scoutsuite_js", "ScoutSuite results (JavaScript, JSON)", Signs(json=("last_run",), start=(b"scoutsuite_results",))
    ),
    ScanFormat("secure_score_json", "Microsoft Secure Score (JSON)", Signs(json=("secureScores", "value", "controlScores"))),
    ScanFormat("stackrox_csv", "StackRox (ACS) vulnerabilities of an image (CSV)", Signs(table=("COMPONENT", "VIOLATION"))),
    ScanFormat(
        "stackrox_image_json",
        "StackRox (ACS) scan of an image, by roxctl and the API (JSON)",
        Signs(json=("result", "name", "scan")),
    ),
    ScanFormat(
        "stackrox_policy_json",
        "StackRox (ACS) check of policies, by roxctl and the API (JSON)",
        Signs(json=("alerts", "results")),
    ),
    *CODE_FORMATS,
)
