"""Images that a call builds or pushes, by name as the file gives it."""

import re
from collections.abc import Iterable, Mapping

from generator.limits import VALUE_TEXT
from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.invocations import ProgramCall

_TAGS = ("t", "tag")
_BUILDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "docker": (("build", "buildx build", "image build", "buildx b"), _TAGS),
    "depot": (("build",), _TAGS),
    "podman": (("build", "image build"), _TAGS),
    "nerdctl": (("build",), _TAGS),
    "buildah": (("bud", "build", "build-using-dockerfile"), _TAGS),
    "img": (("build",), _TAGS),
    "executor": (("",), ("d", "destination")),
    "gcloud": (("builds submit",), _TAGS),
    "az": (("acr build",), ("t", "image")),
    "docker-metadata": (("",), ("images",)),
}
"""Program: subcommands, and the options that hold image names."""
_PUSHES: Mapping[str, tuple[tuple[str, ...], int]] = {
    "docker": (("push", "image push", "manifest push"), 0),
    "podman": (("push", "image push"), -1),
    "nerdctl": (("push",), 0),
    "buildah": (("push",), -1),
    "crane": (("push", "copy", "cp"), 1),
    "skopeo": (("copy",), 1),
    "pack": (("build",), 0),
}
"""Program: subcommands, and which operand is the image."""
_NAME = late_re(r"(?:^|,)\s*\"?name=([^,\"]+)")
_SPLIT = late_re(r"\n|,(?![^{]*})")
_LONGEST = 400


def images_of(call: ProgramCall) -> tuple[str, ...]:
    """Image names in the call, without transport prefix; what is no name (empty, with blanks) left out."""
    references = [*_built(call), *_pushed(call), *_ko(call), *_jib(call)]
    return tuple(name for each in references if (name := _cleaned(each)))


def is_push(call: ProgramCall) -> bool:
    """Does the call push an image to a registry?"""
    if any(True for _ in _pushed(call)):
        return call.program != "pack" or bool(call.values("publish"))
    builds = any(call.after(tuple(each.split())) is not None for each in _BUILDS.get(call.program, ((), ()))[0])
    pushed = any(value.strip().lower() not in ("false", "0") for value in call.values("push"))
    return builds and (pushed or any("push=true" in value or "type=registry" in value for value in call.values("output")))


def pushed_by(call: ProgramCall) -> tuple[str, ...] | None:
    """Names of the images that the call pushes to a registry, empty where it does not name them; None where it pushes none.

    Beside what `is_push` knows: programs that push unless they are asked not to.
    https://github.com/GoogleContainerTools/kaniko#--no-push, https://ko.build/reference/ko_build/,
    https://cloud.google.com/sdk/gcloud/reference/builds/submit, https://learn.microsoft.com/cli/azure/acr#az-acr-build
    """
    if call.is_idle:
        return None
    if is_push(call) or _pushes_anyway(call):
        copied = call.program in ("skopeo", "crane")
        names = tuple(_cleaned(each) for each in _pushed(call)) if copied else images_of(call)
        return tuple(name for name in names if name)
    named = next((each for each in _PUSHES_UNNAMED if call.program == each[0] and call.after(each[1]) is not None), None)
    return () if named is not None and (not named[2] or call.values(named[2])) else None


def given_by(call: ProgramCall) -> tuple[str, ...]:
    """Names of one and the same image: the tags of one build, or both names of `docker tag`."""
    if call.program in ("docker", "podman", "nerdctl", "buildah"):
        behind = next((each for words in (("tag",), ("image", "tag")) if (each := call.after(words)) is not None), None)
        if behind is not None:
            return tuple(_cleaned(each.text) for each in behind[:2])
    return tuple(name for each in _built(call) if (name := _cleaned(each)))


_PUSHES_UNNAMED: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("docker", ("compose", "push"), ""),
    ("docker-compose", ("push",), ""),
    ("docker", ("buildx", "bake"), "push"),
    ("depot", ("bake",), "push"),
    ("apko", ("publish",), ""),
    ("buildctl", ("build",), "push"),
)
"""Program, subcommand, and the option without which it pushes nothing; the images are named in another file."""


def _pushes_anyway(call: ProgramCall) -> bool:
    if call.program == "executor":
        return bool(call.values("destination") or call.values("d")) and not any(
            value.lower() != "false" for value in call.values("no-push")
        )
    if call.program == "ko":
        local = any(value.lower() != "false" for name in ("local", "L") for value in call.values(name))
        return any(True for _ in _ko(call)) and not local and call.environment.get("KO_DOCKER_REPO", "") != "ko.local"
    if call.program in ("gcloud", "az"):
        idle = any(value.lower() != "false" for value in call.values("no-push"))
        return any(True for _ in _built(call)) and not idle
    return any(True for _ in _jib(call)) and any("jib" in word and "docker" not in word.lower() for word in call.values(""))


def _built(call: ProgramCall) -> Iterable[str]:
    subcommands, options = _BUILDS.get(call.program, ((), ()))
    if not any(call.after(tuple(each.split())) is not None for each in subcommands):
        return
    for option in options:
        for value in _short(call.values(option)):
            yield from (_named(part) for part in _SPLIT.split(value))
    for output in _short((*call.values("output"), *call.values("outputs"))):
        yield from _NAME.findall(output)


def _short(values: Iterable[str]) -> Iterable[str]:
    return (value for value in values if len(value) <= VALUE_TEXT)


def _named(part: str) -> str:
    match = _NAME.search(part)
    return match.group(1) if match else part


def _pushed(call: ProgramCall) -> Iterable[str]:
    subcommands, position = _PUSHES.get(call.program, ((), 0))
    for each in subcommands:
        behind = call.after(tuple(each.split()))
        if behind is None:
            continue
        certain = [operand.text for operand in behind if not operand.uncertain] or [operand.text for operand in behind]
        if certain and -len(certain) <= position < len(certain):
            yield certain[position]
        return


def _ko(call: ProgramCall) -> Iterable[str]:
    """`KO_DOCKER_REPO` names the repository; `--base-import-paths` puts the last part of the import path behind it."""
    repository = call.environment.get("KO_DOCKER_REPO", "")
    behind = next((each for name in ("build", "publish") if (each := call.after((name,))) is not None), None)
    if call.program != "ko" or not repository or behind is None:
        return
    with_base = bool(call.values("base-import-paths")) or bool(call.values("B"))
    names = [operand.text.rstrip("/").rpartition("/")[2] for operand in behind]
    if with_base and names:
        yield from (f"{repository}/{name}" for name in names)
    else:
        yield repository


def _jib(call: ProgramCall) -> Iterable[str]:
    if call.program in ("mvn", "mvnw", "gradle", "gradlew"):
        for name, value in call.options:
            if name.lower() in ("djib.to.image", "dimage"):
                yield value


def _cleaned(name: str) -> str:
    name = name.strip().strip("\"'").removeprefix("docker://").removeprefix("--destination=")
    if not name or len(name) > _LONGEST or name.startswith("-"):
        return ""
    bare = re.sub(r"\$\{\{.*?\}\}|\$\(.*?\)", "", name)
    return "" if re.search(r"\s", bare) else name
