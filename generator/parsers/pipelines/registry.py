"""Formats of this family, in the order they are asked. The more particular stands before the more general."""

from generator.parsers.base import Parser
from generator.parsers.pipelines.github_actions_yaml import GithubActionsYaml

PIPELINES: tuple[Parser, ...] = (GithubActionsYaml(),)
