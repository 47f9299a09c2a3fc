"""Names of tools as this project shows them, for formats that many tools write.

A weakness is known by scanner and identifier, so `grype` in a CycloneDX file and Grype's own report must be one scanner.
"""

_NAMES = {
    "anchore grype": "Grype",
    "checkov": "Checkov",
    "detect-secrets": "detect-secrets",
    "gitleaks": "Gitleaks",
    "grype": "Grype",
    "hadolint": "Hadolint",
    "kics": "KICS",
    "kube-linter": "KubeLinter",
    "kubelinter": "KubeLinter",
    "osv-scanner": "OSV-Scanner",
    "semgrep": "Semgrep",
    "semgrep oss": "Semgrep",
    "semgrep pro": "Semgrep",
    "snyk cli": "Snyk",
    "snyk cli (linux)": "Snyk",
    "snyk container": "Snyk",
    "snyk open source": "Snyk",
    "snykcode": "Snyk",
    "syft": "Syft",
    "trivy": "Trivy",
}


def display(name: str) -> str:
    """`grype` is Grype; a tool not known here is called what it calls itself."""
    return _NAMES.get(name.strip().lower(), name.strip())
