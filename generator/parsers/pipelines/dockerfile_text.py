"""Dockerfiles (Containerfiles): the base image of the last stage, how it is pinned, and the user the image runs as.
https://docs.docker.com/reference/dockerfile/

The user that an image runs as where it is not stated is known only where the publisher documents it: Docker's own images of
operating systems and languages have no `USER`, Red Hat's universal base images neither, and distroless images tagged
`nonroot` run as 65532. Of everything else the file proves nothing.
"""

import re
from collections.abc import Iterator

from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.images import parse_reference
from generator.model.pipeline import CopiedStage, ImageRecipe, PipelineSnapshot
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.dockerfile_lines import instructions
from generator.parsers.pipelines.dockerfile_stages import (
    DockerfileStage,
    ancestry,
    contributing,
    read_stages,
    stage_named,
    user_of,
)

_HEAD = 65_536
_DIGEST = late_re(r"sha256:[0-9a-f]{64}")
_FROM = late_re(rb"^[ \t]*FROM[ \t\\`\r\n]", re.MULTILINE | re.IGNORECASE)
_FIRST = late_re(r"(FROM([ \t]+(--\S+[ \t]+)*\S+([ \t]+AS[ \t]+\S+)?)?|ARG[ \t]+[A-Za-z_]\w*(=.*)?)[ \t]*[\\`]?", re.IGNORECASE)
_ARGUMENT = late_re(r"\$\{?([A-Za-z_]\w*)")
_NOT_ROOT = frozenset({"nonroot", "nobody", "ContainerUser"})
"""Users that publishers document with a number of their own: distroless 65532, every Linux 65534, Windows' plain user."""
_ROOT = frozenset({"root", "ContainerAdministrator"})
"""The second is that of Windows images: it administers the container, as root does."""
_OFFICIAL = frozenset(
    "almalinux alpine amazoncorretto amazonlinux archlinux bash buildpack-deps busybox caddy centos clearlinux clojure "
    "composer dart debian docker eclipse-temurin elixir erlang fedora gcc golang gradle haskell hello-world httpd "
    "ibm-semeru-runtimes julia mageia maven mono nginx node openjdk opensuse oraclelinux perl photon php pypy python r-base "
    "rockylinux ruby rust sapmachine sl swift tomcat ubuntu".split()
)
_LIBRARY = late_re(r"(?:^|/)library/([^/]+)$")
_UBI = late_re(r"(?:^|/)ubi(?:\d+)?/ubi(?:\d+)?(?:-minimal|-micro|-init)?$|^ubi\d+(?:-minimal|-micro|-init)?$")
_RED_HAT = ("registry.access.redhat.com", "registry.redhat.io")


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`. By the first instruction: only `FROM` and `ARG` may come first."""
    if document.container is not FileContainer.TEXT or not _FROM.search(document.data):
        return False
    lines = (line.strip() for line in document.data[:_HEAD].decode(errors="replace").splitlines())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return _FIRST.fullmatch(first) is not None


def parse(document: Document, evidence: EvidenceFile) -> PipelineSnapshot:
    """See `Parser.parse`."""
    stages = read_stages(instructions(document.text))
    return PipelineSnapshot(
        evidence=evidence,
        system="Dockerfile",
        name=document.name.rpartition("/")[2],
        taken=evidence.collected,
        stages=(),
        recipe=_recipe(stages, evidence),
    )


def _recipe(stages: list[DockerfileStage], evidence: EvidenceFile) -> ImageRecipe:
    origin = stages[-1].origin()
    base, _, digest = (origin.base or "").partition("@")
    external = base not in ("", "scratch")
    reference = parse_reference(base) if external else None
    user, root, because = _runs_as(stages[-1])
    argument = _ARGUMENT.search(origin.written)
    named = (user or "").partition(":")[0]
    created = {name for stage in ancestry(stages[-1]) for name in stage.created}
    return ImageRecipe(
        final_base=base or None,
        registry=reference.registry if reference is not None else None,
        digest=digest or None,
        pinned=_DIGEST.fullmatch(digest) is not None if external else None,
        user=user,
        root=root,
        because=because,
        states_user=user_of(stages[-1]) is not None,
        named_user=bool(named) and root is False and not named.isdecimal() and named not in created | _NOT_ROOT,
        base_images=tuple(dict.fromkeys(stage.base or stage.written for stage in stages if stage.parent is None)),
        base_source=EvidenceSource(evidence.sha256, evidence.path, f"line {origin.line}"),
        base_argument=argument.group(1) if argument else "",
        copied_from=tuple(_copied(stages, evidence)),
        copied_stages=tuple(_copied_stages(stages, evidence)),
        targets=tuple(dict.fromkeys(stage.alias for stage in stages[:-1] if stage.alias)),
    )


def _copied(stages: list[DockerfileStage], evidence: EvidenceFile) -> Iterator[tuple[str, EvidenceSource]]:
    """Images outside of the file from which the final image takes files, also by way of other stages."""
    for stage in contributing(stages):
        for name, line in stage.copies:
            if stage_named(name, stages, stage) is None:
                yield name, EvidenceSource(evidence.sha256, evidence.path, f"line {line}")


def _copied_stages(stages: list[DockerfileStage], evidence: EvidenceFile) -> Iterator[CopiedStage]:
    own = list(ancestry(stages[-1]))
    for stage in contributing(stages):
        if stage.parent is None and not any(stage is each for each in own):
            argument = _ARGUMENT.search(stage.written)
            yield CopiedStage(
                name=stage.alias or str(next(at for at, each in enumerate(stages) if each is stage)),
                base=stage.base,
                argument=argument.group(1) if argument else "",
                source=EvidenceSource(evidence.sha256, evidence.path, f"line {stage.line}"),
            )


def _runs_as(stage: DockerfileStage) -> tuple[str | None, bool | None, str]:
    """User, whether that is root, and why."""
    stated_user = user_of(stage)
    if stated_user is not None:
        written, user, line = stated_user
        if not user:
            return None, None, f"USER {written} (line {line}) is a value that is not in this file"
        name = user.partition(":")[0]
        root = name in _ROOT or (name.isdecimal() and int(name[:20]) == 0)
        return user, root, f"USER {user} (line {line}) is {'root' if root else 'not root'}"
    origin = stage.origin()
    if origin.base is None:
        return None, None, f"no USER, and the base image {origin.written} (line {origin.line}) is not in this file"
    default = _root_by_default(origin.base)
    if default is None:
        return None, None, f"no USER, and what {origin.base} (line {origin.line}) runs as is not in this file"
    return (
        None,
        default,
        f"no USER, and {origin.base} (line {origin.line}) runs as {'root' if default else 'nonroot'} by default",
    )


def _root_by_default(base: str) -> bool | None:
    """Does the image run as root where nothing is said? `base` may have a tag and a digest."""
    if base == "scratch":
        return True
    reference = parse_reference(base)
    if reference is None:
        return None
    library = _LIBRARY.search(reference.repository)
    if library is not None and library.group(1) in _OFFICIAL:
        return True
    if reference.registry in _RED_HAT and _UBI.search(reference.repository):
        return True
    if "distroless/" in reference.repository and reference.tag is not None:
        return not reference.tag.endswith("nonroot")
    return None
