"""Manifests of Cloud Foundry: the apps that `cf push` starts. Declared, never proof that they run.

An app is a workload, each of its processes and sidecars a container of one droplet or Docker image. An app that a buildpack
builds has no image of its own: it is known as `droplet:` and its name, beside the stack it runs on. Routes lead in from
outside, those below `apps.internal` from other apps only; bound services are flows, and run though no app does them.
`((variables))` stay as they are written, `{{ variables }}` of a template are written so, too.

https://docs.cloudfoundry.org/devguide/deploy-apps/manifest-attributes.html
"""

import re
from collections.abc import Mapping

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.cluster import cloudfoundry_apps, foreign
from generator.parsers.cluster.fold import Fold
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer as Content
from generator.parsers.late_patterns import late_re
from generator.parsers.yaml import load_all

_CANDIDATE = late_re(rb"^applications[ \t]*:", re.MULTILINE)
_HEADER = late_re(rb"^applications:[ \t]*(?:#.*)?\r?\n[ \t]*- +name:", re.MULTILINE)
_ATTRIBUTES = frozenset(
    "buildpack buildpacks stack memory disk_quota instances docker routes processes health-check-type no-route random-route"
    " sidecars disk-quota log-rate-limit-per-second host domain services env command path features".split()
)
_TELLING = _ATTRIBUTES - {"services", "env", "command", "path", "host", "domain", "features"}
"""Attributes that lists of applications of other tools (Argo CD) do not have."""
_BLANK = late_re(r"\{\{[ \t]*([\w.-]{1,100})[ \t]*\}\}")
"""A variable of a template, as Jinja and `cf` wrappers have them: `{{ database }}`."""
_NEXT = "fill in what is between the braces, or collect `cf create-app-manifest`"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container not in (Content.YAML, Content.TEXT) or not _CANDIDATE.search(document.data):
        return False
    try:
        values = document.yaml_documents
    except ParseError:
        return _HEADER.search(document.data) is not None
    return any(_is_manifest(each) for each in values)


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    fold = Fold(document, evidence)
    for each in _documents(document):
        _take_all(fold, foreign.members(each))
    return fold.snapshot()


def _documents(document: Document) -> tuple[object, ...]:
    try:
        return document.yaml_documents
    except ParseError as error:
        filled, blanks = _BLANK.subn(r"((\1))", document.text)
        if not blanks:
            raise
        try:
            return load_all(filled)
        except ParseError:
            what = f"a template of a manifest, not a manifest ({error.what})"
            raise ParseError(what, where=error.where, next_step=_NEXT) from error


def _is_manifest(value: object) -> bool:
    apps = foreign.members(value).get("applications")
    if not isinstance(apps, list):
        return False
    return not apps or any("name" in each and not _TELLING.isdisjoint(each) for each in map(foreign.members, apps))


def _take_all(fold: Fold, manifest: Mapping[str, object]) -> None:
    apps = manifest.get("applications")
    if not isinstance(apps, list):
        raise ParseError("`applications` is not a list", where="applications", next_step=_NEXT)
    fold.note(cloudfoundry_apps.KIND)
    for index, each in enumerate(apps):
        app = foreign.members(each)
        if not foreign.text(app.get("name")):
            raise ParseError("an app without a name", where=f"applications/{index}", next_step=_NEXT)
        # NOTE: attributes beside `applications` are the old way to give all apps the same ones.
        common = {key: value for key, value in manifest.items() if key in _ATTRIBUTES}
        cloudfoundry_apps.take(fold, {**common, **app}, f"applications/{index}")
