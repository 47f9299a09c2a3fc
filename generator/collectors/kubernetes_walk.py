"""Looking through an object, or a member of one, text by text."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from generator.collectors.kubernetes_redaction import MARK, RedactionRules

_DEEPEST = 100
_COMMANDS = frozenset({"command", "args"})
_MANAGED = ("manager", "operation", "apiVersion", "time", "subresource")
Json = Any
"""A value of JSON; nothing is known of it before it is looked at."""


class RemovedSecret(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was cut out or replaced."""

    rule: str
    field: str
    """The member it stood in."""
    name: str = ""
    """Which of them: the variable, the key, the annotation."""
    everywhere: bool = False
    """Cut out of every object alike, so that places say nothing."""


class Walk:
    """Replaces what the rules call secret. Values are never kept, only what was found where."""

    def __init__(self, rules: RedactionRules) -> None:
        self._rules = rules

    def member(self, name: str, value: Json, command: Sequence[str] = ()) -> tuple[Json, tuple[RemovedSecret, ...]]:
        """One member of a container: `env`, `args`, a probe. Arguments are read behind the clients that its command names."""
        secrets: list[RemovedSecret] = []
        if name == "args" and isinstance(value, list):
            return self._words(value, secrets, field=name, command=command), tuple(secrets)
        return self._value(name, value, secrets, field=name, depth=0), tuple(secrets)

    def whole(self, value: Json, *, configuration: bool) -> tuple[Json, tuple[RemovedSecret, ...]]:
        """A whole object; `configuration` for a ConfigMap, whose values are looked at by the name of their key."""
        secrets: list[RemovedSecret] = []
        if not configuration:
            return self._value("", value, secrets, field="", depth=0), tuple(secrets)
        data = {key: self._data(key, value[key], secrets) for key in ("data", "binaryData") if key in value}
        rest = {key: each for key, each in value.items() if key not in data}
        return {**self._value("", rest, secrets, field="", depth=0), **data}, tuple(secrets)

    def annotations(self, value: Json) -> tuple[Json, tuple[RemovedSecret, ...]]:
        """Annotations without those that hold whole objects, and without secret values."""
        secrets: list[RemovedSecret] = []
        return self._annotations(value, secrets, "metadata.annotations"), tuple(secrets)

    def _value(self, key: str, value: Json, secrets: list[RemovedSecret], *, field: str, depth: int) -> Json:
        if depth > _DEEPEST:
            secrets.append(RemovedSecret(rule="nested too deeply to be looked through", field=field))
            return MARK
        if isinstance(value, dict):
            return self._object(value, secrets, field=field, depth=depth)
        if isinstance(value, list):
            return self._list(key, value, secrets, field=field, depth=depth)
        return self._text(key, value, secrets, field=field) if isinstance(value, str) else value

    def _object(self, value: dict[str, Json], secrets: list[RemovedSecret], *, field: str, depth: int) -> Json:
        """A variable, header or parameter has its name beside its value."""
        named = value.get("name") if isinstance(value.get("value"), str) else None
        if not isinstance(named, str):
            return {key: self._entry(key, each, secrets, field=field, depth=depth) for key, each in value.items()}
        return {
            key: self._replacement(self._rules.named, named, each, secrets, field=field)
            if key == "value"
            else self._entry(key, each, secrets, field=field, depth=depth)
            for key, each in value.items()
        }

    def _entry(self, key: str, value: Json, secrets: list[RemovedSecret], *, field: str, depth: int) -> Json:
        inside = f"{field}.{key}" if field else key
        if key == "managedFields" and isinstance(value, list):
            secrets.append(RemovedSecret(rule="managed fields", field=f"{inside}[].fieldsV1", everywhere=True))
            return [{name: each[name] for name in _MANAGED if name in each} for each in value if isinstance(each, dict)]
        if key == "annotations" and isinstance(value, dict):
            return self._annotations(value, secrets, inside)
        return self._value(key, value, secrets, field=inside, depth=depth + 1)

    def _list(self, key: str, value: list[Json], secrets: list[RemovedSecret], *, field: str, depth: int) -> Json:
        if key not in _COMMANDS or not any(isinstance(each, str) for each in value):
            return [self._value(key, each, secrets, field=f"{field}[]", depth=depth + 1) for each in value]
        return self._words(value, secrets, field=field)

    def _words(self, value: list[Json], secrets: list[RemovedSecret], *, field: str, command: Sequence[str] = ()) -> Json:
        words = []
        for position, (word, rule) in enumerate(self._rules.arguments(value, command)):
            if rule is not None:
                secrets.append(RemovedSecret(rule=rule, field=field, name=f"word {position + 1}"))
            words.append(word)
        return words

    def _text(self, key: str, value: str, secrets: list[RemovedSecret], *, field: str) -> str:
        if len(value) > self._rules.largest:
            secrets.append(RemovedSecret(rule="long text", field=field))
            return f"[{len(value)} characters left out]"
        return self._replacement(self._rules.named, key, value, secrets, field=field)

    def _annotations(self, value: dict[str, Json], secrets: list[RemovedSecret], field: str) -> Json:
        kept = {}
        for name, each in value.items():
            if name in self._rules.dropped_annotations:
                secrets.append(
                    RemovedSecret(rule="annotation that holds a whole object", field=f"{field}[{name}]", everywhere=True)
                )
            else:
                text = isinstance(each, str)
                kept[name] = self._replacement(_by_text(self._rules), name, each, secrets, field=field) if text else each
        return kept

    def _data(self, key: str, value: Json, secrets: list[RemovedSecret]) -> Json:
        """`data` and `binaryData` of a ConfigMap."""
        if not isinstance(value, dict):
            return self._value(key, value, secrets, field=key, depth=0)
        if key == "data":
            return {name: self._configured(name, each, secrets) for name, each in value.items()}
        secrets.extend(RemovedSecret(rule="binary value", field=key, name=name) for name in value)
        return {name: f"[{len(str(each))} characters of base64 left out]" for name, each in value.items()}

    def _configured(self, name: str, value: Json, secrets: list[RemovedSecret]) -> Json:
        if not isinstance(value, str):
            return self._value(name, value, secrets, field="data", depth=0)
        if len(value.encode("utf-8", "surrogatepass")) > self._rules.largest:
            secrets.append(RemovedSecret(rule="long text", field="data", name=name))
            return f"[{len(value)} characters left out]"
        return self._replacement(self._rules.named, name, value, secrets, field="data")

    @staticmethod
    def _replacement(
        rule_of: Callable[[str, str], tuple[str, str | None]],
        name: str,
        value: str,
        secrets: list[RemovedSecret],
        *,
        field: str,
    ) -> str:
        replacement, rule = rule_of(name, value)
        if rule is not None:
            secrets.append(RemovedSecret(rule=rule, field=field, name=name))
        return replacement


def _by_text(rules: RedactionRules) -> Callable[[str, str], tuple[str, str | None]]:
    """Names of annotations mention secrets often and hold one rarely (`vault…/agent-inject-secret-db: path`)."""
    return lambda _name, value: rules.text(value)
