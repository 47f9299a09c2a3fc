"""An image's configuration without secrets: who it runs as, what it starts, its labels and how it was made.

https://github.com/opencontainers/image-spec/blob/main/config.md. Values of environment variables are cut, and so are build
arguments and `ENV` lines in the history, which repeat them.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from generator.collectors.registry_faults import RegistryError, RegistryFaultKind
from generator.collectors.secret_text import REDACTED, command_without_secrets, is_long, is_secret, without_secrets

_WORDS = ("Entrypoint", "Cmd", "Shell", "OnBuild")
_KEPT = ("User", "WorkingDir", "ExposedPorts", "Volumes", "StopSignal")
_TOP = ("architecture", "os", "os.version", "variant", "created")
_MOST_HISTORY = 500
_ASSIGNS = re.compile(r"^(?P<before>(?:/bin/sh -c #\(nop\)\s+)?(?:ENV|ARG)\s+)(?P<rest>.+)$", re.DOTALL)
_VALUE = re.compile(r"(?<![A-Za-z0-9_])(?P<name>[A-Za-z_][A-Za-z0-9_]{0,200})=(?:\"[^\"]*\"|'[^']*'|\S*)")
_LEGACY_VALUE = re.compile(r"^(?P<name>[A-Za-z_][A-Za-z0-9_]{0,200})\s+.*$", re.DOTALL)
_BUILD_ARGUMENTS = re.compile(r"\|\d+ (?P<values>.*?)(?P<shell> /bin/\S+ -| /usr/\S+ -|$)", re.DOTALL)


class CutValues:
    """How many values were taken out."""

    def __init__(self) -> None:
        self.variables = 0
        self.others = 0

    def words(self, words: Iterable[object]) -> list[str]:
        """A command line without secrets."""
        kept, cut = command_without_secrets(words)
        self.others += cut
        return kept

    def text(self, text: str) -> str:
        """A line without secrets."""
        cleaned = without_secrets(text)
        self.others += cleaned != text
        return cleaned


def configuration(raw: bytes, where: str, cut: CutValues) -> dict[str, Any]:
    """What is kept of a configuration.

    Raises:
        RegistryError: not a JSON object.
    """
    try:
        whole = msgspec.json.decode(raw, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RegistryError(
            RegistryFaultKind.MALFORMED, f"not a configuration ({type(error).__name__})", where=where
        ) from error
    kept = {key: whole[key] for key in _TOP if isinstance(whole.get(key), str)}
    inner = whole.get("config")
    if isinstance(inner, dict):
        kept["config"] = _inner(inner, cut)
    layers = whole.get("rootfs")
    if isinstance(layers, dict) and isinstance(layers.get("diff_ids"), list):
        kept["rootfs"] = {"type": "layers", "diff_ids": [diff_id for diff_id in layers["diff_ids"] if isinstance(diff_id, str)]}
    history = whole.get("history")
    if isinstance(history, list):
        kept["history"] = [_step(entry, cut) for entry in history[:_MOST_HISTORY] if isinstance(entry, dict)]
    return kept


def _inner(config: Mapping[str, Any], cut: CutValues) -> dict[str, Any]:
    kept: dict[str, Any] = {key: config[key] for key in _KEPT if config.get(key)}
    for key in _WORDS:
        if isinstance(config.get(key), list):
            kept[key] = cut.words(config[key])
    if isinstance(config.get("Env"), list):
        kept["Env"] = [_variable(str(variable), cut) for variable in config["Env"]]
    if isinstance(config.get("Labels"), dict):
        kept["Labels"] = {str(key): _label(str(key), str(variable), cut) for key, variable in config["Labels"].items()}
    health = config.get("Healthcheck")
    if isinstance(health, dict) and isinstance(health.get("Test"), list):
        kept["Healthcheck"] = {"Test": cut.words(health["Test"])}
    return kept


def _variable(text: str, cut: CutValues) -> str:
    cut.variables += 1
    return f"{text.partition('=')[0]}={REDACTED}"


def _label(key: str, value: str, cut: CutValues) -> str:
    if is_secret(key):
        cut.others += 1
        return REDACTED
    return cut.text(value)


def _step(entry: Mapping[str, Any], cut: CutValues) -> dict[str, Any]:
    kept = {key: entry[key] for key in ("created", "empty_layer") if isinstance(entry.get(key), str | bool)}
    if isinstance(entry.get("comment"), str):
        kept["comment"] = cut.text(entry["comment"])
    if isinstance(entry.get("created_by"), str):
        kept["created_by"] = made_by(entry["created_by"], cut)
    return kept


def made_by(line: str, cut: CutValues) -> str:
    """A line of the history without values of variables and build arguments."""
    if is_long(line):
        return cut.text(line)
    shown = _BUILD_ARGUMENTS.sub(lambda arguments: f"|{REDACTED}{arguments['shell']}", line)
    match = _ASSIGNS.match(shown)
    if match:
        shown = match["before"] + _values(match["rest"])
    cut.variables += shown != line
    return cut.text(shown)


def _values(text: str) -> str:
    """`A=1 B="2 3"` or the old `A 1` without what comes behind the names."""
    if "=" not in text:
        return _LEGACY_VALUE.sub(rf"\g<name> {REDACTED}", text)
    return " ".join(f"{match['name']}={REDACTED}" for match in _VALUE.finditer(text))
