"""Secret scanners, and other scanners where secrets are asked for by name."""

from functools import partial

from generator.model.pipeline import Gating, PipelineStage
from generator.parsers.pipelines.tool import SOFT_FAIL, TRIVY_SWITCHES, Argument, Switch, ToolUse

_YES, _NO = Gating.YES, Gating.NO
_FILES = ("fs", "filesystem", "repo", "repository", "rootfs")

_secret_scan = partial(ToolUse, PipelineStage.SECRETS_DETECTION)
SECRET_SCANS = (
    _secret_scan("gitleaks", "gitleaks", gating=_YES, switches=(Switch(("exit-code",), blocks=True, needs_value=True),)),
    _secret_scan(
        "trufflehog",
        "trufflehog",
        ("git", "github", "gitlab", "filesystem", "docker", "s3", "gcs"),
        gating=_NO,
        switches=(Switch(("fail",), blocks=True, inverted_by=("false",)),),
    ),
    _secret_scan(
        "trufflehog version 2",
        "trufflehog",
        unless=(Argument(("",), r"^(git|github|gitlab|filesystem|docker|s3|gcs|analyze)$"),),
        gating=_YES,
    ),
    _secret_scan("detect-secrets", "detect-secrets-hook", gating=_YES),
    _secret_scan("detect-secrets scan", "detect-secrets", ("scan",), gating=_NO),
    _secret_scan("git-secrets", "git", ("secrets",), needs=(Argument(("scan", "scan-history")),), gating=_YES),
    _secret_scan("git-secrets", "git-secrets", needs=(Argument(("scan", "scan-history")),), gating=_YES),
    _secret_scan("ggshield", "ggshield", ("secret scan",), gating=_YES, switches=(Switch(("exit-zero",), blocks=False),)),
    _secret_scan("secretlint", "secretlint", gating=_YES),
    _secret_scan("talisman", "talisman", gating=_YES),
    _secret_scan(
        "pre-commit secret hook",
        "pre-commit",
        ("run",),
        needs=(Argument(("",), r"gitleaks|trufflehog|detect-secrets|detect-private-key|ggshield|talisman"),),
        gating=_YES,
    ),
    _secret_scan(
        "trivy secret scan",
        "trivy",
        ("image", *_FILES),
        needs=(Argument(("scanners", "security-checks"), "secret"),),
        gating=_NO,
        switches=TRIVY_SWITCHES,
    ),
    _secret_scan(
        "checkov secret scan", "checkov", needs=(Argument(("framework",), "secrets"),), gating=_YES, switches=SOFT_FAIL
    ),
    _secret_scan(
        "semgrep secret rules",
        "semgrep",
        needs=(Argument(("config", "c"), r"^p/secrets"),),
        gating=_NO,
        switches=(Switch(("error",), blocks=True),),
    ),
)
