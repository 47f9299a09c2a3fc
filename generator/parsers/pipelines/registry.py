"""Formats of this family, in the order they are asked. The more particular stands before the more general."""

from generator.parsers.base import Parser
from generator.parsers.pipelines.argocd_yaml import ArgocdYaml
from generator.parsers.pipelines.aws_codebuild_yaml import AwsCodebuildYaml
from generator.parsers.pipelines.aws_codepipeline_json import AwsCodepipelineJson
from generator.parsers.pipelines.azure_pipelines_yaml import AzurePipelinesYaml
from generator.parsers.pipelines.bitbucket_yaml import BitbucketYaml
from generator.parsers.pipelines.circleci_yaml import CircleciYaml
from generator.parsers.pipelines.concourse_yaml import ConcourseYaml
from generator.parsers.pipelines.dockerfile_text import DockerfileText
from generator.parsers.pipelines.drone_yaml import DroneYaml
from generator.parsers.pipelines.flux_yaml import FluxYaml
from generator.parsers.pipelines.github_actions_yaml import GithubActionsYaml
from generator.parsers.pipelines.gitlab_ci_yaml import GitlabCiYaml
from generator.parsers.pipelines.google_cloud_build_yaml import GoogleCloudBuildYaml
from generator.parsers.pipelines.ironbank_manifest_yaml import IronbankManifestYaml
from generator.parsers.pipelines.jenkins_groovy import JenkinsGroovy
from generator.parsers.pipelines.tekton_yaml import TektonYaml
from generator.parsers.pipelines.woodpecker_yaml import WoodpeckerYaml

PIPELINES: tuple[Parser, ...] = (
    GithubActionsYaml(),
    DockerfileText(),
    IronbankManifestYaml(),
    GitlabCiYaml(),
    JenkinsGroovy(),
    AzurePipelinesYaml(),
    TektonYaml(),
    AwsCodebuildYaml(),
    AwsCodepipelineJson(),
    CircleciYaml(),
    BitbucketYaml(),
    DroneYaml(),
    ConcourseYaml(),
    GoogleCloudBuildYaml(),
    WoodpeckerYaml(),
    ArgocdYaml(),
    FluxYaml(),
)
