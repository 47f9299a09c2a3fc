"""Formats of tools that look at code and its dependencies. See `registry`, which asks them after all others."""

from generator.parsers.file_container import FileContainer
from generator.parsers.scans.scan_format import ScanFormat
from generator.parsers.signs import ZIP, Signs, in_json, in_table, in_xml

CODE_FORMATS: tuple[ScanFormat, ...] = (
    ScanFormat("bandit_csv", "Bandit (CSV; one version seen)", in_table("test_id")),
    ScanFormat("bandit_json", "Bandit (JSON)", in_json("results")),
    ScanFormat("blackduck_binary_csv", "Black Duck Binary Analysis (CSV; one version seen)", in_table("Object full path")),
    ScanFormat(
        "blackduck_csv",
        "Black Duck security report (CSV, also in its ZIP archive)",
        Signs(table=("Remediation status",), head=(ZIP,)),
    ),
    ScanFormat(
        "blackduck_json",
        "Black Duck vulnerable components of the API (JSON; one version seen)",
        in_json("vulnerabilityWithRemediation", "items"),
    ),
    ScanFormat("brakeman_json", "Brakeman (JSON)", in_json("warnings")),
    ScanFormat("bundler_audit_json", "bundler-audit (JSON; one version seen)", in_json("results")),
    ScanFormat(
        "bundler_audit_text",
        "bundler-audit as printed (text; one version seen)",
        Signs(start=(b"Criticality", b"ulnerabilities found", b"Insecure Source URI found: ")),
    ),
    ScanFormat("cargo_audit_json", "cargo-audit (JSON)", in_json("vulnerabilities")),
    ScanFormat("cfn_nag_json", "cfn-nag (JSON)", in_json("file_results")),
    ScanFormat("checkmarx_flow_json", "Checkmarx SAST results of CxFlow (JSON)", in_json("xissues")),
    ScanFormat(
        "checkmarx_osa_json",
        "Checkmarx OSA vulnerabilities and libraries of the API (JSON; one version seen)",
        in_json("cveName"),
    ),
    ScanFormat(
        "checkmarx_report_json", "Checkmarx One reports (JSON, by engine and by vulnerability type)", in_json("scanResults")
    ),
    ScanFormat("checkmarx_results_json", "Checkmarx One results of the API and command line (JSON)", in_json("results")),
    ScanFormat("checkmarx_xml", "Checkmarx SAST (XML)", in_xml("CxXMLResults")),
    ScanFormat("dependency_check_json", "OWASP Dependency-Check (JSON; one version seen)", in_json("dependencies")),
    ScanFormat("dependency_check_xml", "OWASP Dependency-Check (XML, schemas 1.3 to 4)", in_xml("analysis")),
    ScanFormat(
        "dependency_track_json", "Dependency-Track findings (JSON, FPF 1.0 to 1.3)", in_json("meta", "findings", "component")
    ),
    ScanFormat("eslint_json", "ESLint (JSON, also with metadata)", in_json("filePath", "results")),
    ScanFormat("fortify_fvdl_xml", "Fortify SCA findings (FVDL, FPR)", Signs(xml=("FVDL",), head=(ZIP,))),
    ScanFormat("fortify_report_xml", "Fortify report of issues (XML; one version seen)", in_xml("ReportDefinition")),
    ScanFormat("fortify_ssc_json", "Fortify issues of Software Security Center (JSON; one version seen)", in_json("data")),
    ScanFormat(
        "github_alerts_json",
        "GitHub alerts: code scanning, Dependabot, secret scanning (JSON)",
        in_json("security_advisory", "secret_type", "most_recent_instance"),
    ),
    ScanFormat(
        "github_graphql_json",
        "GitHub Dependabot alerts of the GraphQL API (JSON)",
        in_json("data", "repository", "organization", "search"),
    ),
    ScanFormat(
        "gitlab_security_json",
        "GitLab SAST, DAST, dependency and secret scanning (JSON, schema 2 to 15)",
        in_json("vulnerabilities"),
    ),
    ScanFormat("gosec_json", "gosec (JSON)", in_json("Issues")),
    ScanFormat(
        "govulncheck_json",
        "govulncheck, protocol 1 (JSON: stream, lines, list)",
        Signs(json=("config", "progress", "SBOM", "osv", "finding"), kinds=frozenset({FileContainer.JSON_STREAM})),
    ),
    ScanFormat("govulncheck_object_json", "govulncheck before protocol 1 (JSON; one version seen)", in_json("Vulns")),
    ScanFormat("kubesec_json", "kubesec (JSON; one version seen)", in_json("object")),
    ScanFormat(
        "npm_audit_json",
        "npm and pnpm audit (JSON, versions 1 and 2)",
        in_json("auditReportVersion", "vulnerabilities", "advisories", "error"),
    ),
    ScanFormat("polaris_issues_json", "Black Duck Polaris issues of the API (JSON; one version seen)", in_json("_items")),
    ScanFormat(
        "semgrep_supply_json", "Semgrep Supply Chain vulnerabilities of the API (JSON; one version seen)", in_json("vulns")
    ),
    ScanFormat("sonarqube_html", "SonarQube issues in the page of sonar-report (HTML)", Signs(start=(b"SonarQube",))),
    ScanFormat(
        "sonarqube_json",
        "SonarQube issues and hotspots (JSON: API, sonar-report, scanner)",
        Signs(json=("issues", "hotspots", "component"), head=(ZIP,)),
    ),
    ScanFormat("sonatype_iq_json", "Sonatype IQ report of an application (JSON)", in_json("components")),
    ScanFormat("spotbugs_xml", "SpotBugs and FindBugs (XML)", in_xml("BugCollection")),
    ScanFormat("terrascan_json", "Terrascan (JSON)", in_json("results")),
    ScanFormat("tfsec_json", "tfsec (JSON, versions 0 and 1)", in_json("results")),
    ScanFormat("veracode_json", "Veracode findings of the API and the pipeline scan (JSON)", in_json("_embedded", "findings")),
    ScanFormat("veracode_sca_csv", "Veracode Software Composition Analysis (CSV; one version seen)", in_table("Issue type")),
    ScanFormat("veracode_xml", "Veracode detailed report (XML)", in_xml("detailedreport")),
    ScanFormat(
        "whitesource_json",
        "WhiteSource, now `Mend`: vulnerabilities, unified agent, API 3 (JSON)",
        in_json("response", "vulnerabilities", "alerts", "libraries"),
    ),
    ScanFormat(
        "whitesource_sast_xml",
        "WhiteSource SAST, now of `Mend` (XML, `reportsWithProject` and `ReportModel`)",
        in_xml("reportsWithProject", "ReportModel"),
    ),
    ScanFormat("yarn_audit_json", "Yarn audit (JSON lines, Yarn 1 to 4)", in_json()),
    ScanFormat("zizmor_json", "zizmor (JSON; one version seen)", in_json("ident")),
)
