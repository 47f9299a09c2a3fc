"""A tool being called, whichever way: a command line, a container image that is the tool, or a published action.

All three come down to a program, operands and named options, so one table of tools serves every CI system.
"""

import re
import shlex
from collections.abc import Mapping

import msgspec

_FALSE = frozenset(("", "0", "false", "no", "off"))
_IDLE = frozenset(("version", "help", "completion", "login", "logout"))
_IDLE_OPTIONS = frozenset((("version", ""), ("help", ""), ("h", "")))
_PREFIXES: Mapping[str, frozenset[str]] = {
    "sudo": frozenset(("-u", "-g", "-h", "-p", "--user", "--group")),
    "env": frozenset(("-u", "-C", "-S")),
    "time": frozenset(("-f", "-o")),
    "command": frozenset(),
    "exec": frozenset(),
    "nice": frozenset(("-n",)),
    "nohup": frozenset(),
    "stdbuf": frozenset(),
    "timeout": frozenset(("-k", "-s", "--signal", "--kill-after")),
    "xargs": frozenset(("-n", "-I", "-P", "-L", "-d", "-a", "-s")),
    "retry": frozenset(("-t", "-d", "--times", "--delay", "--tries")),
    "npx": frozenset(("-p", "--package")),
    "pnpx": frozenset(),
    "bunx": frozenset(),
    "uvx": frozenset(("--from", "--with")),
    "dotenv": frozenset(("-e", "-f")),
}
"""Programs that run the command behind them, with those of their options that take a value."""
_RUNNERS = (
    ("poetry", "run"),
    ("pipx", "run"),
    ("uv", "run"),
    ("bundle", "exec"),
    ("pnpm", "exec"),
    ("python", "-m"),
    ("python3", "-m"),
)
_ENGINES = frozenset(("docker", "podman", "nerdctl"))
_BARE_ENGINE_FLAGS = frozenset(
    "--rm -i -t -it -ti -d --privileged --init --tty --interactive --detach --read-only --quiet -q".split()
)
IMAGES: Mapping[str, str] = {
    "aquasec/trivy": "trivy",
    "aquasecurity/trivy": "trivy",
    "anchore/grype": "grype",
    "anchore/syft": "syft",
    "hadolint/hadolint": "hadolint",
    "zricethezav/gitleaks": "gitleaks",
    "gitleaks/gitleaks": "gitleaks",
    "trufflesecurity/trufflehog": "trufflehog",
    "gitguardian/ggshield": "ggshield",
    "bridgecrew/checkov": "checkov",
    "checkmarx/kics": "kics",
    "snyk/snyk": "snyk",
    "kaniko-project/executor": "executor",
    "zegl/kube-score": "kube-score",
    "stackrox/kube-linter": "kube-linter",
    "kubesec/kubesec": "kubesec",
    "kubescape/kubescape": "kubescape",
    "kubescape/kubescape-cli": "kubescape",
    "fairwinds/polaris": "polaris",
    "tenable/terrascan": "terrascan",
    "openpolicyagent/conftest": "conftest",
    "projectsigstore/cosign": "cosign",
    "sigstore/cosign/cosign": "cosign",
    "bitnami/cosign": "cosign",
    "bitnami/kubectl": "kubectl",
    "rancher/kubectl": "kubectl",
    "alpine/helm": "helm",
    "alpine/k8s": "kubectl",
    "goreleaser/goreleaser": "goreleaser",
    "sysdiglabs/sysdig-cli-scanner": "sysdig-cli-scanner",
    "anchore/engine-cli": "anchore-cli",
    "cloud-builders/docker": "docker",
    "cloud-builders/gcloud": "gcloud",
    "cloud-builders/kubectl": "kubectl",
    "cloud-builders/git": "git",
    "google.com/cloudsdktool/cloud-sdk": "gcloud",
    "google.com/cloudsdktool/google-cloud-cli": "gcloud",
    "cloudsdktool/cloud-sdk": "gcloud",
    "k8s-skaffold/skaffold": "skaffold",
    "k8s-skaffold/pack": "pack",
    "buildah/stable": "buildah",
    "containers/buildah": "buildah",
    "go-containerregistry/crane": "crane",
    "hashicorp/terraform": "terraform",
    "zricethezav/gitleaks-action": "gitleaks",
    "dxa4481/trufflehog": "trufflehog",
    "trufflehog/trufflehog3": "trufflehog",
}
"""Container images whose entry point is a tool, without registry host, tag and digest."""


_DOWNLOADED_AS: Mapping[str, str] = {
    **dict.fromkeys(("snyk-linux", "snyk-alpine", "snyk-macos", "snyk-win"), "snyk"),
    **dict.fromkeys(("kaniko", "kaniko-executor"), "executor"),
}
"""Names under which publishers offer a program for download."""


class Operand(msgspec.Struct, frozen=True):
    """A word that is not an option. `uncertain` where it may be the value of the option before it."""

    text: str
    uncertain: bool = False


class ProgramCall(msgspec.Struct, frozen=True, kw_only=True):
    """One call of one program."""

    program: str
    """Base name: `trivy`."""
    path: str = ""
    """As written, where that says more: `./scripts/scan.sh`."""
    operands: tuple[Operand, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    """Name without dashes, `_` written `-`; value empty where none was given."""
    environment: Mapping[str, str]
    defaulted: frozenset[str] = frozenset()
    """Options that are not written: defaults of the action that makes the call."""

    def values(self, name: str) -> tuple[str, ...]:
        """Values of an option in order; of an environment variable for `$NAME`; of the operands for an empty name."""
        if not name:
            return tuple(operand.text for operand in self.targets())
        if name.startswith("$"):
            value = self.environment.get(name[1:])
            return () if value is None else (value,)
        return tuple(value for key, value in self.options if key == name)

    def targets(self) -> tuple[Operand, ...]:
        """Operands that certainly are operands; all of them where none certainly is."""
        certain = tuple(operand for operand in self.operands if not operand.uncertain)
        return certain or self.operands

    def after(self, subcommand: tuple[str, ...]) -> tuple[Operand, ...] | None:
        """The operands behind a subcommand (`("image", "build")`); None where it is another subcommand."""
        reached = 0
        for index, operand in enumerate(self.operands):
            if reached == len(subcommand):
                return self.operands[index:]
            if operand.text == subcommand[reached]:
                reached += 1
            elif not operand.uncertain:
                return None
        return () if reached == len(subcommand) else None

    @property
    def is_idle(self) -> bool:
        """Only asks for help, a version or a login."""
        first = self.operands[0].text if self.operands else ""
        return first in _IDLE or any(option in _IDLE_OPTIONS for option in self.options)


def is_false(value: str) -> bool:
    """Is a switch with this value off?"""
    return value.strip().lower() in _FALSE


def option_name(written: str) -> str:
    """`--exit-code`, `exit_code` and the action's input `exit-code` are one name."""
    name = written.lstrip("-").replace("_", "-")
    return name if len(name) == 1 else name.lower()


def from_words(words: tuple[str, ...], environment: Mapping[str, str]) -> ProgramCall | None:
    """The tool that a command line calls, seen through `sudo`, `env`, `xargs`, `docker run IMAGE` and the like."""
    words, environment = _unwrapped(words, environment)
    if not words:
        return None
    program = _base_name(words[0])
    arguments = words[1:]
    if program in _ENGINES and arguments[:1] == ("run",):
        inside = _inside_container(arguments[1:])
        if inside is not None:
            program, arguments = inside
            return _invocation(program, program, arguments, environment)
    return _invocation(program, words[0], arguments, environment)


def from_image(image: str, arguments: str, environment: Mapping[str, str]) -> ProgramCall | None:
    """The tool that a container image is."""
    return from_image_words(image, split_words(arguments), environment)


def from_image_words(image: str, arguments: tuple[str, ...], environment: Mapping[str, str]) -> ProgramCall | None:
    """The same, with the arguments already apart."""
    program = program_of_image(image)
    return _invocation(program, program, arguments, environment) if program else None


def program_of_image(image: str) -> str | None:
    """The program that a container image is made for; known by its name without registry, tag and digest."""
    name = _image_name(image)
    return IMAGES.get(name) or next((IMAGES[known] for known in IMAGES if name.endswith(f"/{known}")), None)


def split_words(text: str) -> tuple[str, ...]:
    """Words of an argument string; as they stand where the quotes do not match."""
    try:
        return tuple(shlex.split(text))
    except ValueError:
        return tuple(text.split())


def parse_options(arguments: tuple[str, ...]) -> tuple[tuple[Operand, ...], tuple[tuple[str, str], ...]]:
    """Operands and options of a command line, without knowing which options take a value."""
    operands: list[Operand] = []
    options: list[tuple[str, str]] = []
    before = ""
    for index, word in enumerate(arguments):
        if not word.startswith("-") or word == "-":
            operands.append(Operand(word, uncertain=bool(before)))
            before = ""
            continue
        name, equals, value = word.partition("=")
        following = arguments[index + 1] if index + 1 < len(arguments) else "-"
        if not equals and not following.startswith("-"):
            value = following
        options.append((option_name(name), value))
        before = "" if equals else name
    return tuple(operands), tuple(options)


def _invocation(program: str, path: str, arguments: tuple[str, ...], environment: Mapping[str, str]) -> ProgramCall:
    if arguments[:1] == (program,):
        arguments = arguments[1:]
    operands, options = parse_options(arguments)
    return ProgramCall(program=program, path=path, operands=operands, options=options, environment=environment)


def _unwrapped(words: tuple[str, ...], environment: Mapping[str, str]) -> tuple[tuple[str, ...], Mapping[str, str]]:
    given: dict[str, str] = {}
    while words:
        name = _base_name(words[0])
        variable, equals, value = words[0].partition("=")
        if equals and variable.isidentifier():
            given[variable] = value
            words = words[1:]
        elif name in _PREFIXES:
            words = _without_options(words[1:], _PREFIXES[name])
            words = words[1:] if name in ("timeout", "retry") and words[:1] and words[0][:1].isdigit() else words
        elif (name, *words[1:2]) in _RUNNERS:
            words = words[2:]
        elif name == "go" and words[1:2] == ("run",) and len(words) > 2:
            module = words[2].partition("@")[0]
            return (re.sub(r"/v\d+$", "", module), *words[3:]), {**environment, **given}
        else:
            break
    return words, {**environment, **given} if given else environment


def _without_options(words: tuple[str, ...], with_value: frozenset[str]) -> tuple[str, ...]:
    while words and words[0].startswith("-"):
        words = words[2:] if words[0] in with_value else words[1:]
    return words


def _inside_container(arguments: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    """Program and arguments of `docker run … IMAGE …`, where the image is a known tool or an entry point is named."""
    entry = ""
    while arguments and arguments[0].startswith("-"):
        flag, equals, value = arguments[0].partition("=")
        takes = not equals and flag not in _BARE_ENGINE_FLAGS
        if flag == "--entrypoint":
            entry = value or arguments[1:2][0] if equals or len(arguments) > 1 else ""
        arguments = arguments[2:] if takes else arguments[1:]
    if not arguments:
        return None
    program = IMAGES.get(_image_name(arguments[0])) or _base_name(entry)
    return (program, arguments[1:]) if program else None


def _image_name(reference: str) -> str:
    """`ghcr.io/aquasecurity/trivy:0.50@sha256:…` → `aquasecurity/trivy`."""
    name = reference.removeprefix("docker://").partition("@")[0]
    head, slash, rest = name.partition("/")
    if slash and ("." in head or ":" in head):
        name = rest
    folder, slash, last = name.rpartition("/")
    name = f"{folder}{slash}{last.partition(':')[0]}"
    return name.removeprefix("library/")


def _base_name(word: str) -> str:
    name = word.rpartition("/")[2].removesuffix(".exe")
    return _DOWNLOADED_AS.get(name, name)
