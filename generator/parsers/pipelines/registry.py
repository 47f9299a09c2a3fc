"""Formats of this family, in the order they are asked. The more particular stands before the more general."""

from generator.parsers.base import Parser
from generator.parsers.file_container import FileContainer
from generator.parsers.late_parser import LateParser
from generator.parsers.pipelines.gitlab_files import NAMES, is_included
from generator.parsers.signs import Signs

PIPELINES: tuple[Parser, ...] = (
    LateParser(
        "pipelines.github_actions_yaml",
        "GitHub Actions workflows, with reusable workflows and composite actions that lie beside them",
        Signs(text=(b"jobs", b"runs")),
    ),
    LateParser(
        "pipelines.dockerfile_text",
        "Dockerfiles and Containerfiles, multi-stage, with here-documents and directives",
        Signs(kinds=frozenset({FileContainer.TEXT})),
    ),
    LateParser(
        "pipelines.ironbank_manifest_yaml",
        "Iron Bank hardening manifests (hardening_manifest.yaml)",
        Signs(text=(b"org.opencontainers.image.", b"BASE_IMAGE", b"mil.dso.ironbank")),
    ),
    LateParser(
        "pipelines.gitlab_ci_yaml",
        "GitLab CI/CD pipelines, with files of the same repository that they include and that lie beside them",
        Signs(text=(b"script", b"trigger", b"extends", b"include"), name=NAMES, among=is_included),
    ),
    LateParser(
        "pipelines.jenkins_groovy",
        "Jenkinsfiles, declarative and scripted",
        Signs(
            text=(b"pipeline", b"node", b"podTemplate", b"@Library", b"library"),
            head=(b"[",),
            kinds=frozenset({FileContainer.BINARY}),
        ),
    ),
    LateParser(
        "pipelines.azure_pipelines_yaml",
        "Azure Pipelines, with templates",
        Signs(text=(b"stages", b"jobs", b"steps", b"extends")),
    ),
    LateParser("pipelines.tekton_yaml", "Tekton pipelines, tasks and their runs", Signs(text=(b"tekton.dev/",))),
    LateParser("pipelines.aws_codebuild_yaml", "AWS CodeBuild buildspec", Signs(text=(b"phases",))),
    LateParser("pipelines.aws_codepipeline_json", "AWS CodePipeline (`get-pipeline`)", Signs(json=("pipeline", "stages"))),
    LateParser(
        "pipelines.circleci_yaml",
        "CircleCI configurations",
        Signs(text=(b"steps", b"workflows", b"orbs", b"executor", b"jobs")),
    ),
    LateParser("pipelines.bitbucket_yaml", "Bitbucket Pipelines", Signs(text=(b"pipelines",))),
    LateParser("pipelines.drone_yaml", "Drone pipelines", Signs(text=(b"pipeline",))),
    LateParser("pipelines.concourse_yaml", "Concourse pipelines and tasks", Signs(text=(b"jobs", b"platform"))),
    LateParser("pipelines.google_cloud_build_yaml", "Google Cloud Build configurations", Signs(text=(b"steps",))),
    LateParser("pipelines.woodpecker_yaml", "Woodpecker workflows, and Drone before 1.0", Signs(text=(b"steps", b"pipeline"))),
    LateParser("pipelines.argocd_yaml", "Argo CD applications", Signs(text=(b"argoproj.io/",))),
    LateParser("pipelines.flux_yaml", "Flux kustomizations and Helm releases", Signs(text=(b".toolkit.fluxcd.io/",))),
)
