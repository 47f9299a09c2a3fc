"""Scanner formats, in the order they are asked. The more particular stands before the more general.

Each is a module with the two functions of a `Parser`, `recognizes` and `parse`, and is named for it: `trivy_json` reads
`trivy-json`.
"""

from generator.parsers.scans.code_registry import CODE_FORMATS
from generator.parsers.scans.scan_format import ScanFormat
from generator.parsers.signs import ANY, BZIP2, GZIP, ZIP, Signs, in_json, in_table, in_xml

SCANS: tuple[ScanFormat, ...] = (
    ScanFormat("trivy_json", "Trivy report (JSON, schema 1 and 2)", ANY),
    ScanFormat(
        "trivy_k8s_json",
        "Trivy Kubernetes report (JSON, all and summary)",
        in_json("Resources", "Findings", "Vulnerabilities", "Misconfigurations", "ClusterName", "misconfigurations"),
    ),
    ScanFormat("grype_json", "Grype report (JSON)", in_json("matches")),
    ScanFormat("trivy_operator_json", "Trivy Operator reports (JSON, JSON lines: custom resources)", in_json()),
    ScanFormat(
        "aws_ecr_json",
        "Amazon ECR image scan findings, basic and enhanced (JSON)",
        in_json("imageScanStatus", "imageScanFindings"),
    ),
    ScanFormat("aws_inspector2_json", "Amazon Inspector findings (JSON)", in_json("findings", "findingArn")),
    ScanFormat(
        "aws_config_json",
        "AWS Config compliance by rule (JSON)",
        in_json(
            "EvaluationResults",
            "AggregateEvaluationResults",
            "ConformancePackRuleEvaluationResults",
            "ComplianceByConfigRules",
            "AggregateComplianceByConfigRules",
            "ComplianceByResources",
        ),
    ),
    ScanFormat(
        "asff_json",
        "AWS Security Hub findings, ASFF (JSON or JSON lines)",
        in_json("Findings", "findings", "ProductArn", "GeneratorId", "AwsAccountId", "FindingProviderFields"),
    ),
    ScanFormat("prowler_ocsf_json", "Prowler report (OCSF JSON, versions 3 to 5)", in_json("finding_info", "finding")),
    ScanFormat("prowler_json", "Prowler report (JSON, versions 2 and 3)", in_json("Control ID", "CheckID")),
    ScanFormat(
        "prowler_csv", "Prowler report (CSV, versions 2 to 5)", in_table("FINDING_UID", "finding_unique_id", "TITLE_ID")
    ),
    ScanFormat("nessus_csv", "Nessus and Tenable.io vulnerabilities (CSV)", in_table("Plugin ID")),
    ScanFormat(
        "nessus_xml",
        "Nessus report (.nessus, version 2), with compliance audits and web application scans",
        in_xml("NessusClientData_v2", "ReportHost", "ReportItem"),
    ),
    ScanFormat("qualys_asset_report_xml", "Qualys asset data report (XML)", in_xml("ASSET_DATA_REPORT")),
    ScanFormat("qualys_csv", "Qualys scan results and scan report (CSV)", in_table("QID")),
    ScanFormat(
        "qualys_detection_xml",
        "Qualys host detections and host list of the VM API (XML)",
        in_xml("HOST_LIST_VM_DETECTION_OUTPUT", "HOST_LIST_OUTPUT"),
    ),
    ScanFormat("qualys_host_asset_xml", "Qualys host assets of the asset management API (XML)", in_xml("ServiceResponse")),
    ScanFormat("qualys_pci_csv", "Qualys PCI scan (CSV)", in_table("IS_PCI")),
    ScanFormat("qualys_scan_xml", "Qualys scan results (XML)", in_xml("SCAN")),
    ScanFormat("qualys_vmdr_csv", "Qualys VMDR vulnerabilities by CVE or QID (CSV)", in_table("KB Severity")),
    ScanFormat(
        "qualys_was_xml", "Qualys Web Application Scanning report (XML)", in_xml("WAS_SCAN_REPORT", "WAS_WEBAPP_REPORT")
    ),
    ScanFormat(
        "tenable_container_json",
        "Tenable Container Security report (JSON, also as an HTTP recording)",
        in_json("docker_image_id", "response", "log"),
    ),
    ScanFormat("tenable_export_json", "Tenable Vulnerability Management export (JSON, JSON lines)", in_json("plugin")),
    ScanFormat("tenable_sc_csv", "Tenable Security Center vulnerabilities (CSV)", in_table("Plugin Name")),
    ScanFormat("tenable_vm_csv", "Tenable Vulnerability Management findings (CSV)", in_table("definition.id")),
    ScanFormat("hdf_json", "InSpec and Heimdall Data Format (JSON, JSON lines)", in_json("profiles", "profile")),
    ScanFormat(
        "openshift_compliance_json",
        "OpenShift Compliance Operator (JSON: result ConfigMaps, check results, osco collections)",
        in_json(),
    ),
    ScanFormat("stig_ckl", "STIG checklist (CKL: STIG Viewer 2, Evaluate-STIG, STIG Manager)", in_xml("CHECKLIST")),
    ScanFormat(
        "stig_cklb", "STIG checklist (CKLB: STIG Viewer 3, Evaluate-STIG, STIG Manager)", in_json("target_data", "stigs")
    ),
    ScanFormat(
        "openscap_results_json", "OpenSCAP results, as other programs write them (JSON)", in_json("rules", "test_results")
    ),
    ScanFormat(
        "xccdf_xml",
        "XCCDF 1.1 and 1.2 results, ARF (OpenSCAP, SCC; XML, also .gz and .bzip2)",
        Signs(xml=("Benchmark", "TestResult", "asset-report-collection"), head=(GZIP, BZIP2)),
    ),
    ScanFormat("anchore_evaluation_json", "Anchore Enterprise security evaluation (JSON)", in_json("securityEvaluation")),
    ScanFormat("anchore_policy_json", "Anchore policy evaluation (JSON)", in_json()),
    ScanFormat(
        "anchore_vulnerabilities_json",
        "Anchore Engine, Enterprise and anchorectl vulnerabilities (JSON)",
        in_json("vulnerabilities", "vulnerability_id", "vulnerabilityId", "vuln"),
    ),
    ScanFormat("aqua_api_json", "Aqua vulnerabilities of the API (JSON)", in_json("result")),
    ScanFormat("aqua_cves_json", "Aqua list of CVEs (JSON)", in_json("cves")),
    ScanFormat("aqua_json", "Aqua scan of an image (JSON)", in_json("resources", "image_name")),
    ScanFormat("clair_klar_json", "Clair, by klar (JSON)", in_json("LayerCount", "Vulnerabilities")),
    ScanFormat("clair_layer_json", "Clair 2 layer (JSON)", in_json("Layer", "data")),
    ScanFormat("clair_report_json", "Clair 4 vulnerability report (JSON)", in_json("manifest_hash")),
    ScanFormat("clair_scanner_json", "Clair, by clair-scanner (JSON)", in_json("vulnerabilities")),
    ScanFormat("gitlab_container_json", "GitLab container scanning (JSON, schema 3, 14 and 15)", in_json("vulnerabilities")),
    ScanFormat("harbor_json", "Harbor vulnerability report (JSON, 1.0, 1.1 and bare)", in_json()),
    ScanFormat("ironbank_dsop_xlsx", "Iron Bank (DSOP) scan workbook (xlsx)", Signs(head=(ZIP,))),
    ScanFormat("ironbank_vat_json", "Iron Bank VAT findings (JSON)", in_json("imageName", "image")),
    ScanFormat(
        "jfrog_simple_json",
        "JFrog's command line, simple JSON",
        in_json(
            "vulnerabilities",
            "securityViolations",
            "secrets",
            "secretsViolations",
            "iac",
            "iacViolations",
            "sast",
            "sastViolations",
        ),
    ),
    ScanFormat("jfrog_xray_components_json", "JFrog Xray vulnerabilities by component (JSON)", in_json("data")),
    ScanFormat("jfrog_xray_json", "JFrog Xray vulnerabilities report (JSON)", in_json("rows")),
    ScanFormat("jfrog_xray_scan_json", "JFrog Xray scan on demand (JSON)", in_json("scan_id")),
    ScanFormat("jfrog_xray_summary_json", "JFrog Xray artifact summary (JSON)", in_json("artifacts")),
    ScanFormat(
        "neuvector_compliance_json",
        "NeuVector compliance of a node (JSON)",
        in_json("kubernetes_cis_version", "docker_cis_version"),
    ),
    ScanFormat("neuvector_image_json", "NeuVector image (JSON)", in_json("report")),
    ScanFormat("tanium_comply_json", "Tanium Comply compliance findings (JSON)", in_json("Comply - Compliance Findings")),
    ScanFormat(
        "wiz_api_json",
        "Wiz issues and findings from its API (JSON)",
        in_json("data", "entitySnapshot", "resource", "vulnerableAsset"),
    ),
    ScanFormat("wiz_csv", "Wiz reports of issues and vulnerabilities (CSV)", in_table("Resource external ID", "CVSSSeverity")),
    ScanFormat("wiz_ocsf_json", "Wiz issues as OCSF security findings (JSON lines; one version seen)", in_json("finding")),
    ScanFormat("wiz_cli_json", "Wiz CLI (JSON)", in_json("result")),
    ScanFormat("checkov_json", "Checkov 1 to 3 (JSON)", in_json("checkov_version", "check_type", "results")),
    ScanFormat("docker_bench_json", "Docker Bench for Security (JSON)", in_json("dockerbenchsecurity")),
    ScanFormat("dockle_json", "Dockle (JSON)", in_json("details")),
    ScanFormat("falco_json", "Falco alerts (JSON, JSON lines)", in_json("priority")),
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
    ScanFormat("hadolint_json", "Hadolint (JSON)", in_json("code")),
    ScanFormat("kics_json", "KICS (JSON)", in_json("queries")),
    ScanFormat("csaf_json", "CSAF advisories and VEX (JSON, 2.0 and 2.1)", in_json("document")),
    ScanFormat("cyclonedx_json", "CycloneDX vulnerabilities and VEX (JSON, 1.2 to 1.6)", in_json("bomFormat")),
    ScanFormat("cyclonedx_xml", "CycloneDX vulnerabilities and VEX (XML, 1.0 to 1.6)", in_xml("bom")),
    ScanFormat("openvex_json", "OpenVEX statements (JSON, 0.0 and 0.2)", in_json("statements")),
    ScanFormat("osv_scanner_json", "OSV-Scanner (JSON)", in_json("results")),
    ScanFormat("pip_audit_json", "pip-audit (JSON)", in_json("dependencies", "skip_reason", "vulns")),
    ScanFormat("sarif_json", "SARIF 2.1.0 of any tool (JSON)", in_json("runs")),
    ScanFormat("semgrep_json", "Semgrep (JSON)", in_json("results")),
    ScanFormat(
        "spdx_json", "SPDX inventory (JSON, 2.2 to 3.0): recognized, not an assessment", in_json("spdxVersion", "@graph")
    ),
    ScanFormat("detect_secrets_json", "detect-secrets baseline (JSON)", in_json("results")),
    ScanFormat("gitleaks_csv", "Gitleaks (CSV, versions 7 and 8; one version seen)", in_table("RuleID", "offender")),
    ScanFormat(
        "gitleaks_json",
        "Gitleaks (JSON, versions 3 to 8)",
        in_json("leaks", "RuleID", "offender", "lineNumber", "commitMessage"),
    ),
    ScanFormat("trufflehog3_json", "trufflehog3 (JSON)", in_json("rule")),
    ScanFormat("trufflehog_json", "TruffleHog 3 (JSON, JSON lines)", in_json("SourceMetadata", "logger")),
    ScanFormat("trufflehog_v2_json", "TruffleHog 2 and trufflehog3 before 3.0 (JSON, JSON lines)", in_json("stringsFound")),
    ScanFormat("prisma_csv", "Prisma Cloud (Twistlock) exports of images and hosts (CSV)", in_table("Package Version")),
    ScanFormat(
        "prisma_json",
        "Prisma Cloud (Twistlock) twistcli, code repository and Jenkins reports (JSON)",
        in_json("results", "repository"),
    ),
    ScanFormat("snyk_api_json", "Snyk REST API: issues (JSON)", in_json("data", "links")),
    ScanFormat("snyk_iac_json", "Snyk Infrastructure as Code (JSON)", in_json("infrastructureAsCodeIssues", "ok")),
    ScanFormat(
        "snyk_json",
        "Snyk Open Source and Container: a project, several, or an image with applications (JSON)",
        in_json("vulnerabilities", "ok"),
    ),
    ScanFormat("sysdig_cli_json", "Sysdig command line scanner, report versions 0 and 1 (JSON)", in_json("scanner")),
    ScanFormat(
        "sysdig_csv",
        "Sysdig Secure vulnerability reports and command line scanner (CSV)",
        in_table("Vuln Publish date", "Fix Available Date", "Vuln Disclosure Date"),
    ),
    ScanFormat(
        "sysdig_report_json", "Sysdig Secure vulnerability report, up to and since 2025 (JSON)", in_json("panels", "data")
    ),
    ScanFormat(
        "kube_bench_json", "kube-bench (JSON: report, list of controls, several in one file)", in_json("Controls", "tests")
    ),
    ScanFormat("kube_hunter_json", "kube-hunter (JSON)", in_json("vulnerabilities")),
    ScanFormat("kube_linter_json", "kube-linter (JSON)", in_json("Reports")),
    ScanFormat("kubeaudit_json", "kubeaudit (JSON lines)", in_json("AuditResultName", "msg")),
    ScanFormat(
        "kubescape_json", "Kubescape posture report and its summary (JSON)", in_json("summaryDetails", "ResourceCounters")
    ),
    ScanFormat("kyverno_results_json", "Kyverno results by resource, as build servers read them (JSON)", in_json("results")),
    ScanFormat("polaris_json", "Polaris audit (JSON)", in_json("PolarisOutputVersion", "Results")),
    ScanFormat("popeye_json", "Popeye (JSON: sanitizers, sections)", in_json("popeye")),
    ScanFormat("acunetix_xml", "Acunetix report (XML)", in_xml("ScanGroup")),
    ScanFormat("appscan_xml", "HCL (IBM) AppScan report of web applications and source code (XML)", in_xml("xml-report")),
    ScanFormat("arachni_json", "Arachni report (JSON)", in_json("issues")),
    ScanFormat("arachni_xml", "Arachni report (XML)", in_xml("arachni_report", "report")),
    ScanFormat("burp_api_json", "Burp Suite scan of its REST API (JSON)", in_json("issue_events")),
    ScanFormat("burp_dast_json", "Burp Suite DAST (Enterprise) issues of its GraphQL API (JSON)", in_json("Issues", "data")),
    ScanFormat("burp_xml", "Burp Suite issues (XML)", in_xml("issues")),
    ScanFormat(
        "junit_xml",
        "Bandit, Checkov, Dastardly, Gitleaks, gosec, KICS, Semgrep, Terrascan, tfsec and Trivy as test results (JUnit XML)",
        in_xml("testsuites", "testsuite"),
    ),
    ScanFormat("invicti_json", "Invicti, Netsparker and Acunetix 360 report (JSON)", in_json("Vulnerabilities")),
    ScanFormat("invicti_xml", "Invicti, Netsparker and Acunetix 360 report (XML)", in_xml()),
    ScanFormat("nikto_json", "Nikto report (JSON, 2.1.6 and 2.5)", in_json("host", "OSVDB")),
    ScanFormat("nikto_xml", "Nikto report (XML)", in_xml("niktoscan", "niktoscans")),
    ScanFormat(
        "nuclei_json", "Nuclei matches (JSON, JSON lines, versions 2 and 3)", in_json("template-id", "templateID", "template")
    ),
    ScanFormat("sslyze_json", "SSLyze report (JSON, versions 2 to 6)", in_json("server_scan_results", "accepted_targets")),
    ScanFormat("sslyze_xml", "SSLyze report (XML)", in_xml("document")),
    ScanFormat("testssl_csv", "testssl.sh results (CSV)", in_table("fqdn/ip")),
    ScanFormat("testssl_json", "testssl.sh results, flat and by section (JSON)", in_json("finding", "scanResult")),
    ScanFormat("wapiti_json", "Wapiti report (JSON)", in_json("vulnerabilities", "infos")),
    ScanFormat("wapiti_xml", "Wapiti report (XML)", in_xml("report")),
    ScanFormat("webinspect_xml", "WebInspect issues (XML)", in_xml("Sessions", "Scan")),
    ScanFormat("zap_json", "ZAP report and alerts of its API (JSON)", in_json("site", "alerts", "vulnerabilities")),
    ScanFormat("zap_xml", "ZAP report (XML)", in_xml("OWASPZAPReport")),
    ScanFormat(
        "openvas_xml",
        "Greenbone (OpenVAS) report (XML)",
        in_xml("report", "get_reports_response", "get_results_response", "results", "result"),
    ),
    ScanFormat("openvas_csv", "Greenbone (OpenVAS) report (CSV)", in_table("NVT OID")),
    ScanFormat(
        "nexpose_xml",
        "Rapid7 Nexpose and InsightVM (XML Export 1.0 and 2.0, Simple XML)",
        in_xml("NexposeReport", "NeXposeSimpleXML"),
    ),
    ScanFormat("insightvm_json", "Rapid7 InsightVM vulnerabilities of an asset by its API (JSON)", in_json("resources")),
    ScanFormat("nmap_xml", "Nmap ports, with what its script vulners lists (XML)", in_xml("nmaprun")),
    ScanFormat("lynis_text", "Lynis report of a host (text)", Signs(start=(b"lynis_version=",))),
    ScanFormat(
        "copacetic_json",
        "Updates for Copacetic, as StackRox writes them (JSON; one version seen)",
        in_json("updates", "osupdates", "langupdates"),
    ),
    ScanFormat("crowdstrike_json", "CrowdStrike Falcon Spotlight vulnerabilities (JSON)", in_json("resources", "cve")),
    ScanFormat(
        "defender_cloud_csv", "Microsoft Defender for Cloud recommendations (CSV)", in_table("recommendationDisplayName")
    ),
    ScanFormat(
        "defender_cloud_json",
        "Microsoft Defender for Cloud assessments and sub-assessments (JSON)",
        in_json("value", "type", "id"),
    ),
    ScanFormat(
        "defender_endpoint_json",
        "Microsoft Defender for Endpoint vulnerabilities of machines (JSON, JSON lines, ZIP)",
        Signs(json=("value", "cveId", "@odata.context"), head=(ZIP,)),
    ),
    ScanFormat(
        "gcloud_artifact_json",
        "Google Artifact Analysis occurrences (JSON)",
        in_json("image_summary", "package_vulnerability_summary", "occurrences", "noteName"),
    ),
    ScanFormat(
        "google_scc_json",
        "Google Security Command Center findings (JSON)",
        in_json("listFindingsResults", "jsonPayload", "finding", "sourceProperties"),
    ),
    ScanFormat("orca_csv", "Orca alerts (CSV)", in_table("OrcaScore")),
    ScanFormat("orca_json", "Orca alerts (JSON)", in_json("data", "OrcaScore", "asset_unique_id")),
    ScanFormat(
        "cloudsplaining_json",
        "Cloudsplaining results of IAM policies (JSON)",
        in_json("aws_managed_policies", "customer_managed_policies", "inline_policies"),
    ),
    ScanFormat("cloudsploit_json", "CloudSploit results (JSON)", in_json("plugin", "category", "region")),
    ScanFormat("cyberwatch_json", "Cyberwatch CVEs and security issues (JSON)", in_json("cves", "security_issues")),
    ScanFormat("cycognito_json", "CyCognito issues (JSON)", in_json("affected_asset")),
    ScanFormat("dbprotect_xml", "DbProtect check results (XML)", in_xml("dataset")),
    ScanFormat("deepfence_csv", "Deepfence ThreatMapper reports (CSV)", in_table("Caused By Package", "Node Name")),
    ScanFormat("deepfence_xlsx", "Deepfence ThreatMapper reports (xlsx)", Signs(head=(ZIP,))),
    ScanFormat("kiuwan_csv", "Kiuwan Code Security defects (CSV)", in_table("Rule code")),
    ScanFormat("kiuwan_insights_json", "Kiuwan Insights vulnerabilities of components (JSON)", in_json("securityRisk")),
    ScanFormat("meterian_json", "Meterian security advices (JSON)", in_json("scores")),
    ScanFormat(
        "oss_index_json",
        "OSS Index, by AuditJS, Nancy, DevAudit and its API (JSON)",
        in_json("audited", "vulnerable", "Packages Audited", "coordinates", "Packages"),
    ),
    ScanFormat("powerpipe_csv", "Powerpipe and Steampipe benchmarks (CSV)", in_table("control_id")),
    ScanFormat("powerpipe_json", "Powerpipe and Steampipe benchmarks (JSON)", in_json("group_id", "controls")),
    ScanFormat(
        "scoutsuite_js", "ScoutSuite results (JavaScript, JSON)", Signs(json=("last_run",), start=(b"scoutsuite_results",))
    ),
    ScanFormat("secure_score_json", "Microsoft Secure Score (JSON)", in_json("secureScores", "value", "controlScores")),
    ScanFormat("stackrox_csv", "StackRox (ACS) vulnerabilities of an image (CSV)", in_table("COMPONENT", "VIOLATION")),
    ScanFormat(
        "stackrox_image_json",
        "StackRox (ACS) scan of an image, by roxctl and the API (JSON)",
        in_json("result", "name", "scan"),
    ),
    ScanFormat(
        "stackrox_policy_json", "StackRox (ACS) check of policies, by roxctl and the API (JSON)", in_json("alerts", "results")
    ),
    *CODE_FORMATS,
)
