"""Files that Compose files take in: `include`, `extends`, `env_file`, and configuration that is mounted into containers.

Only what was listed as evidence is opened, by its path from the Compose file. Of environment and configuration files hosts are
read, and of credentials the names. https://github.com/compose-spec/compose-spec/blob/main/spec.md
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

import msgspec

from generator.errors import ParseError
from generator.model.container_settings import ServedPort
from generator.model.evidence import EvidenceFile
from generator.model.inventory import CalledHost
from generator.parsers import evidence_files, yaml
from generator.parsers.cluster import calls, foreign, served_ports
from generator.parsers.environments import of_test_compose
from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.late_patterns import late_re

_LARGEST = 1 << 20
_LARGEST_CONFIGURATION = 64 << 10
_MOST_INCLUDED = 100
_MOST_MOUNTED = 20
_TEXTS = tuple(".conf .cfg .ini .json .properties .toml .yaml .yml .env .template .config Caddyfile".split())

_COMPOSE = late_re(rb"^(?P<key>services|include)[ \t]*:", re.MULTILINE)
_NAMED = late_re(rb"^(?:name|apiVersion|kind)[ \t]*:", re.MULTILINE)
_STARTED = late_re(r"(?:docker-|podman-|container-)?compose(?:\.override)?\.ya?ml|.*[._-]prod(?:uction)?[._-].*", re.IGNORECASE)
"""Names of files that are started, whoever extends their services; the first are those that Compose looks for."""
_NO_PROJECT = late_re(r"[^a-z0-9_-]")

Values = Mapping[str, object]


def companions(files: EvidenceFiles, path: str, name: str) -> str | None:
    """The evidence file at a path from a Compose file; None where there is none."""
    if not name or name.startswith(("/", "~")) or "$" in name:
        return None
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    return files.named("", wanted) if not wanted.startswith("..") else None


def read(files: EvidenceFiles, path: str) -> Values:
    """Another Compose file; nothing where it cannot be read, which its own reading says."""
    content = files.content(path, _LARGEST)
    try:
        documents = yaml.load_all(content.decode(errors="replace")) if content else ()
    except ParseError:
        return {}
    return foreign.members(documents[0]) if len(documents) == 1 else {}


def included(whole: Values) -> list[str]:
    """Files that the file takes in, each written as a path or with a list of them."""
    paths = []
    for entry in foreign.entries(whole.get("include")):
        path = foreign.members(entry).get("path", entry)
        paths += [foreign.text(part) for part in path] if isinstance(path, list) else [foreign.text(path)]
    return [path_text for path_text in paths if path_text]


def is_included(files: EvidenceFiles, path: str) -> bool:
    """Does another Compose file of the evidence take it in, so that its services are read there?"""
    return path in files.once("compose-included", "", lambda: _all_included(files))


def _all_included(files: EvidenceFiles) -> frozenset[str]:
    """Files that include each other are read by themselves."""
    takes: dict[str, set[str]] = {}
    for path, content in _written(files).items():
        if any(match["key"] == b"include" for match in _COMPOSE.finditer(content)):
            whole = read(files, path)
            if foreign.members(whole.get("services")) or "services" not in whole:
                takes[path] = {found for name in included(whole) if (found := companions(files, path, name)) and found != path}
    return evidence_files.taken_in(takes)


def extended(files: EvidenceFiles, path: str) -> frozenset[str]:
    """Services of a file that only gives them to others by `extends`, as far as these take them; empty for any other file.

    A file that Compose starts by its name, or whose name says production, is started by itself as well, and what a test takes
    over says nothing of what runs. https://docs.docker.com/compose/how-tos/multiple-compose-files/extends/
    """
    return files.once("compose-extended", "", lambda: _all_extended(files)).get(path, frozenset())


def _all_extended(files: EvidenceFiles) -> Mapping[str, frozenset[str]]:
    written = _written(files)
    above = _above(written)
    takes: dict[str, set[str]] = {}
    services: dict[str, set[str]] = {}
    for path, content in written.items():
        if b"extends" not in content or _is_of_test(path, above):
            continue
        for service in foreign.members(read(files, path).get("services")).values():
            extends = foreign.members(foreign.members(service).get("extends"))
            other = companions(files, path, foreign.text(extends.get("file")))
            if other and other != path and not _STARTED.fullmatch(posixpath.basename(other)):
                takes.setdefault(path, set()).add(other)
                services.setdefault(other, set()).add(foreign.text(extends.get("service")))
    return {path: frozenset(services[path]) for path in evidence_files.taken_in(takes)}


def project_of_folder(files: EvidenceFiles, path: str) -> str:
    """What Compose calls a project without a name: as its folder. Empty where no file beside or above is another one.

    https://docs.docker.com/compose/how-tos/project-name/. NOTE: the folder of the only project says how evidence
    was collected, and nothing of the system.
    """
    own = posixpath.dirname(path)
    others = files.once("compose-folders", "", lambda: _folders(files)) - {own}
    if not own or all(each.startswith(f"{own}/") for each in others):
        return ""
    return _NO_PROJECT.sub("", posixpath.basename(own).lower()).lstrip("_-")


def _folders(files: EvidenceFiles) -> frozenset[str]:
    """Those of Compose files that have no name, are part of no other, and are of no test."""
    written = _written(files)
    above = _above(written)
    return frozenset(
        posixpath.dirname(path)
        for path, content in written.items()
        if not _NAMED.search(content)
        and not is_included(files, path)
        and not extended(files, path)
        and not _is_of_test(path, above)
    )


def _above(paths: Collection[str]) -> str:
    return posixpath.commonpath(list(map(posixpath.dirname, paths))) if paths else ""


def _is_of_test(path: str, above: str) -> bool:
    return bool(of_test_compose(PurePosixPath("evidence", path.removeprefix(above).lstrip("/"))))


def _written(files: EvidenceFiles) -> Mapping[str, bytes]:
    """What may be a Compose file, by path."""
    return files.once("compose-written", "", lambda: dict(_candidates(files)))


def _candidates(files: EvidenceFiles) -> Iterator[tuple[str, bytes]]:
    for path in files.paths:
        content = files.content(path, _LARGEST) if path.endswith((".yml", ".yaml")) else None
        if content and _COMPOSE.search(content):
            yield path, content


def taken_in(files: EvidenceFiles, path: str, whole: Values) -> Iterator[tuple[str, str, Values | None]]:
    """(as written, path, content) of all files that are included, also by others; no content where one is missing."""
    left, seen = [(path, whole)], {path}
    while left and len(seen) < _MOST_INCLUDED:
        at, says = left.pop()
        for name in included(says):
            found = companions(files, at, name)
            if found is None:
                yield name, "", None
            elif found not in seen:
                seen.add(found)
                inner = read(files, found)
                left.append((found, inner))
                yield name, found, inner


def variables(files: EvidenceFiles, path: str, service: Values) -> dict[str, object]:
    """Variables of `env_file`, with those of `environment` over them.

    One without a value is passed on from where Compose is called (services, `environment`): `${NAME}`.
    """
    found: dict[str, object] = {}
    for taken in _variable_files(files, path, service):
        for line in taken.text.splitlines():
            key, sign, text = line.strip().removeprefix("export ").partition("=")
            if sign and not key.startswith("#"):
                found[key.strip()] = text.strip().strip("\"'")
    own = service.get("environment")
    written = dict(foreign.variables(own))
    passed = [name for name, value in written.items() if value is None]
    passed += [each for each in foreign.entries(own) if isinstance(each, str) and each and "=" not in each]
    return {**found, **written, **{name: f"${{{name}}}" for name in passed}}


class ActiveProfiles(msgspec.Struct, frozen=True):
    """Profiles that `COMPOSE_PROFILES` asks for; `*` for all of them."""

    names: frozenset[str]
    file: EvidenceFile


def profiles(files: EvidenceFiles, path: str) -> ActiveProfiles | None:
    """Of the `.env` beside a Compose file; None where it is not evidence, or does not say it.

    https://docs.docker.com/compose/how-tos/environment-variables/envvars/, `COMPOSE_PROFILES`.
    """
    for taken in _taken(files, path, ".env"):
        for line in taken.text.splitlines():
            name, _, value = line.strip().removeprefix("export ").partition("=")
            if name.strip() == "COMPOSE_PROFILES":
                names = (each.strip() for each in value.strip().strip("\"'").split(","))
                return ActiveProfiles(frozenset(filter(None, names)), files.open(taken.path)[0])
    return None


def unread_variables(files: EvidenceFiles, path: str, service: Values) -> Iterator[str]:
    """Names of the files of `env_file` that are not among the evidence, or cannot be read."""
    for name in _named_variable_files(service):
        if not any(_taken(files, path, name)):
            yield name


def configured_calls(files: EvidenceFiles, path: str, service: Values, whole: Values) -> Mapping[str, CalledHost]:
    """Hosts that mounted configuration names, each with the name of its file."""
    hosts: dict[str, CalledHost] = {}
    for taken in _configuration_files(files, path, service, whole):
        for each in calls.in_file(taken.text):
            hosts.setdefault(each.host, CalledHost(each.host, each.port, each.scheme, each.tls, posixpath.basename(taken.name)))
    return hosts


def configured_ports(files: EvidenceFiles, path: str, service: Values, whole: Values) -> Iterator[ServedPort]:
    """Ports that mounted configuration opens."""
    for taken in _configuration_files(files, path, service, whole):
        yield from served_ports.in_file(posixpath.basename(taken.name), taken.text)


def parts(files: EvidenceFiles, path: str, service: Values, whole: Values) -> Iterator[EvidenceFile]:
    """Evidence files that the two above read for a service."""
    for taken in (*_variable_files(files, path, service), *_configuration_files(files, path, service, whole)):
        yield files.open(taken.path)[0]


class _TakenFile(msgspec.Struct, frozen=True):
    name: str
    """As the Compose file writes it."""
    path: str
    text: str


def _variable_files(files: EvidenceFiles, path: str, service: Values) -> Iterator[_TakenFile]:
    for name in _named_variable_files(service):
        yield from _taken(files, path, name)


def _named_variable_files(service: Values) -> Iterator[str]:
    value = service.get("env_file")
    for each in value if isinstance(value, list) else [value]:
        if name := foreign.text(each.get("path") if isinstance(each, dict) else each):
            yield name


def _configuration_files(files: EvidenceFiles, path: str, service: Values, whole: Values) -> Iterator[_TakenFile]:
    for name in list(_mounted(service, whole))[:_MOST_MOUNTED]:
        if name.endswith(_TEXTS):
            yield from _taken(files, path, name)


def _taken(files: EvidenceFiles, path: str, name: str) -> Iterator[_TakenFile]:
    listed = companions(files, path, name)
    content = files.content(listed, _LARGEST_CONFIGURATION) if listed else None
    if listed and content is not None:
        yield _TakenFile(name, listed, content.decode(errors="replace"))


def _mounted(service: Values, whole: Values) -> Iterator[str]:
    for each in foreign.entries(service.get("volumes")):
        members = foreign.members(each)
        yield foreign.text(members.get("source")) if members else foreign.text(each).partition(":")[0]
    known = foreign.members(whole.get("configs"))
    for each in foreign.entries(service.get("configs")):
        name = foreign.text(foreign.members(each).get("source", each) if isinstance(each, dict) else each)
        yield foreign.text(foreign.members(known.get(name)).get("file"))


def aliases(name: str, service: Values) -> list[str]:
    """Further names that others reach a service by: of its container, its host, and in its networks."""
    networks = foreign.members(service.get("networks")).values()
    listed = [alias for each in networks for alias in foreign.entries(foreign.members(each).get("aliases"))]
    names = [foreign.text(each) for each in (service.get("container_name"), service.get("hostname"), *listed)]
    return sorted({each for each in names if each and each != name and "$" not in each})
