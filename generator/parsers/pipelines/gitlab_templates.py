"""Jobs that GitLab's own CI templates and components bring along: what they run, and that their failure is allowed.
https://docs.gitlab.com/user/application_security/ and https://docs.gitlab.com/topics/autodevops/stages/
"""

import re
from collections.abc import Mapping

import msgspec

from generator.parsers.pipelines.marked_yaml import Marked
from generator.parsers.pipelines.reading import text_of

_REPORTS = {
    "gitlab-secret-detection": "gl-secret-detection-report.json",
    "gitlab-container-scanning": "gl-container-scanning-report.json",
}


class TemplateJob(msgspec.Struct, frozen=True):
    """One job of a template."""

    job: str
    program: str
    analyzer: str = ""
    """What an own script of the job calls, where it replaces the template's."""
    off: str = ""
    """Variable that switches the job off."""
    allowed_to_fail: bool = True

    @property
    def report(self) -> str:
        """The file its result is in; empty where none is known."""
        return _REPORTS.get(self.program, "")


_SECRETS = TemplateJob("secret_detection", "gitlab-secret-detection", "analyzer", "SECRET_DETECTION_DISABLED")
_CONTAINERS = TemplateJob("container_scanning", "gitlab-container-scanning", "gtcs", "CONTAINER_SCANNING_DISABLED")
_KICS = TemplateJob("kics-iac-sast", "gitlab-kics", "analyzer", "SAST_DISABLED")
_KUBESEC = TemplateJob("kubesec-sast", "gitlab-kubesec", "analyzer", "SAST_DISABLED")
_BUILD = TemplateJob("build", "gitlab-auto-build", off="BUILD_DISABLED", allowed_to_fail=False)
_DOCKER = TemplateJob("docker-build", "gitlab-auto-build", allowed_to_fail=False)
_DEPLOY = TemplateJob("production", "gitlab-auto-deploy", allowed_to_fail=False)

_BY_NAME: Mapping[str, tuple[TemplateJob, ...]] = {
    "secret-detection": (_SECRETS,),
    "container-scanning": (_CONTAINERS,),
    "sast-iac": (_KICS,),
    "build": (_BUILD,),
    "docker": (_DOCKER,),
    "docker-build": (_DOCKER,),
    "deploy": (_DEPLOY,),
    "auto-devops": (_BUILD, _SECRETS, _CONTAINERS, _DEPLOY),
}
_FILE = re.compile(r"([A-Za-z-]+?)(?:\.latest)?\.gitlab-ci\.yml$")
_COMPONENT = re.compile(r"/components?/([a-z-]+)(?:/[a-z-]+)?@")


def jobs_of_include(entry: Marked, variables: Mapping[str, str]) -> tuple[TemplateJob, ...]:
    """The jobs an entry of `include:` brings, as far as they are GitLab's own and show a stage."""
    template, component = text_of(entry, "template"), text_of(entry, "component")
    match = _FILE.search(template) if template else _COMPONENT.search(component)
    name = match.group(1).lower() if match else ""
    if name == "sast" and variables.get("SCAN_KUBERNETES_MANIFESTS", "").lower() == "true":
        return (_KUBESEC,)
    return tuple(each for each in _BY_NAME.get(name, ()) if variables.get(each.off, "").lower() not in ("true", "1"))
