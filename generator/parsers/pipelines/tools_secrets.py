"""Secret scanners, and other scanners where secrets are asked for by name."""

from generator.model.pipeline import Gating, PipelineStage
from generator.parsers.pipelines.tool import Argument, Switch, ToolUse

_YES, _NO = Gating.YES, Gating.NO
_FILES = ("fs", "filesystem", "repo", "repository", "rootfs")
_TRIVY_SWITCHES = (
    Switch(("$TRIVY_EXIT_CODE",), blocks=True, needs_value=True),
    Switch(("exit-code",), blocks=True, needs_value=True),
)
_SOFT_FAIL = (Switch(("soft-fail", "s"), blocks=False),)

SECRET_SCANS = (
    ToolUse(
        name="gitleaks",
        stage=PipelineStage.SECRETS_DETECTION,
        program="gitleaks",
        gating=_YES,
        switches=(Switch(("exit-code",), blocks=True, needs_value=True),),
    ),
    ToolUse(
        name="trufflehog",
        stage=PipelineStage.SECRETS_DETECTION,
        program="trufflehog",
        subcommands=("git", "github", "gitlab", "filesystem", "docker", "s3", "gcs"),
        gating=_NO,
        switches=(Switch(("fail",), blocks=True, inverted_by=("false",)),),
    ),
    ToolUse(
        name="trufflehog version 2",
        stage=PipelineStage.SECRETS_DETECTION,
        program="trufflehog",
        unless=(Argument(("",), r"^(git|github|gitlab|filesystem|docker|s3|gcs|analyze)$"),),
        gating=_YES,
    ),
    ToolUse(name="detect-secrets", stage=PipelineStage.SECRETS_DETECTION, program="detect-secrets-hook", gating=_YES),
    ToolUse(
        name="detect-secrets scan",
        stage=PipelineStage.SECRETS_DETECTION,
        program="detect-secrets",
        subcommands=("scan",),
        gating=_NO,
    ),
    ToolUse(
        name="git-secrets",
        stage=PipelineStage.SECRETS_DETECTION,
        program="git",
        subcommands=("secrets",),
        needs=(Argument(("scan", "scan-history")),),
        gating=_YES,
    ),
    ToolUse(
        name="git-secrets",
        stage=PipelineStage.SECRETS_DETECTION,
        program="git-secrets",
        needs=(Argument(("scan", "scan-history")),),
        gating=_YES,
    ),
    ToolUse(
        name="ggshield",
        stage=PipelineStage.SECRETS_DETECTION,
        program="ggshield",
        subcommands=("secret scan",),
        gating=_YES,
        switches=(Switch(("exit-zero",), blocks=False),),
    ),
    ToolUse(name="secretlint", stage=PipelineStage.SECRETS_DETECTION, program="secretlint", gating=_YES),
    ToolUse(name="talisman", stage=PipelineStage.SECRETS_DETECTION, program="talisman", gating=_YES),
    ToolUse(
        name="pre-commit secret hook",
        stage=PipelineStage.SECRETS_DETECTION,
        program="pre-commit",
        subcommands=("run",),
        needs=(Argument(("",), r"gitleaks|trufflehog|detect-secrets|detect-private-key|ggshield|talisman"),),
        gating=_YES,
    ),
    ToolUse(
        name="trivy secret scan",
        stage=PipelineStage.SECRETS_DETECTION,
        program="trivy",
        subcommands=("image", *_FILES),
        needs=(Argument(("scanners", "security-checks"), "secret"),),
        gating=_NO,
        switches=_TRIVY_SWITCHES,
    ),
    ToolUse(
        name="checkov secret scan",
        stage=PipelineStage.SECRETS_DETECTION,
        program="checkov",
        needs=(Argument(("framework",), "secrets"),),
        gating=_YES,
        switches=_SOFT_FAIL,
    ),
    ToolUse(
        name="semgrep secret rules",
        stage=PipelineStage.SECRETS_DETECTION,
        program="semgrep",
        needs=(Argument(("config", "c"), r"^p/secrets"),),
        gating=_NO,
        switches=(Switch(("error",), blocks=True),),
    ),
)
