"""Formats of this family, in the order they are asked. The more particular stands before the more general."""

from generator.parsers.base import Parser
from generator.parsers.document import FileContainer
from generator.parsers.late_parser import LateParser
from generator.parsers.pipelines.gitlab_files import NAMES, is_included
from generator.parsers.signs import Signs

PIPELINES: tuple[Parser, ...] = (
    LateParser(
        "github-actions-yaml", "pipelines.github_actions_yaml:GithubActionsYaml", "pipeline", Signs(text=(b"jobs", b"runs"))
    ),
    LateParser(
        "dockerfile-text", "pipelines.dockerfile_text:DockerfileText", "pipeline", Signs(kinds=frozenset({FileContainer.TEXT}))
    ),
    LateParser(
        "ironbank-manifest-yaml",
        "pipelines.ironbank_manifest_yaml:IronbankManifestYaml",
        "pipeline",
        Signs(text=(b"org.opencontainers.image.", b"BASE_IMAGE", b"mil.dso.ironbank")),
    ),
    LateParser(
        "gitlab-ci-yaml",
        "pipelines.gitlab_ci_yaml:GitlabCiYaml",
        "pipeline",
        Signs(text=(b"script", b"trigger", b"extends", b"include"), name=NAMES, among=is_included),
    ),
    LateParser(
        "jenkins-groovy",
        "pipelines.jenkins_groovy:JenkinsGroovy",
        "pipeline",
        Signs(
            text=(b"pipeline", b"node", b"podTemplate", b"@Library", b"library"),
            head=(b"[",),
            kinds=frozenset({FileContainer.BINARY}),
        ),
    ),
    LateParser(
        "azure-pipelines-yaml",
        "pipelines.azure_pipelines_yaml:AzurePipelinesYaml",
        "pipeline",
        Signs(text=(b"stages", b"jobs", b"steps", b"extends")),
    ),
    LateParser("tekton-yaml", "pipelines.tekton_yaml:TektonYaml", "pipeline", Signs(text=(b"tekton.dev/",))),
    LateParser("aws-codebuild-yaml", "pipelines.aws_codebuild_yaml:AwsCodebuildYaml", "pipeline", Signs(text=(b"phases",))),
    LateParser(
        "aws-codepipeline-json",
        "pipelines.aws_codepipeline_json:AwsCodepipelineJson",
        "pipeline",
        Signs(json=("pipeline", "stages")),
    ),
    LateParser(
        "circleci-yaml",
        "pipelines.circleci_yaml:CircleciYaml",
        "pipeline",
        Signs(text=(b"steps", b"workflows", b"orbs", b"executor", b"jobs")),
    ),
    LateParser("bitbucket-yaml", "pipelines.bitbucket_yaml:BitbucketYaml", "pipeline", Signs(text=(b"pipelines",))),
    LateParser("drone-yaml", "pipelines.drone_yaml:DroneYaml", "pipeline", Signs(text=(b"pipeline",))),
    LateParser("concourse-yaml", "pipelines.concourse_yaml:ConcourseYaml", "pipeline", Signs(text=(b"jobs", b"platform"))),
    LateParser(
        "google-cloud-build-yaml", "pipelines.google_cloud_build_yaml:GoogleCloudBuildYaml", "pipeline", Signs(text=(b"steps",))
    ),
    LateParser("woodpecker-yaml", "pipelines.woodpecker_yaml:WoodpeckerYaml", "pipeline", Signs(text=(b"steps", b"pipeline"))),
    LateParser("argocd-yaml", "pipelines.argocd_yaml:ArgocdYaml", "pipeline", Signs(text=(b"argoproj.io/",))),
    LateParser("flux-yaml", "pipelines.flux_yaml:FluxYaml", "pipeline", Signs(text=(b".toolkit.fluxcd.io/",))),
)
