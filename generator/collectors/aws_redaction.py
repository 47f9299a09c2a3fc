"""What is taken out of replies of AWS before anything is written: values that hold secrets, never the names.

The rules follow the shapes in which the services repeat what people wrote into a task: ECS container definitions and overrides
(https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KeyValuePair.html), the same in Security Hub's resource details,
Lambda's variables there, log driver options. References to secrets (`valueFrom`, ARNs) are no secrets and stay.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from generator.collectors.base import CollectedRedaction
from generator.collectors.secret_text import REDACTED, command_without_secrets, is_secret, without_secrets

_VARIABLES = {"environment", "variables"}
_USER_DATA = {"userdata"}
_OPTIONS = {"options", "driveropts", "dockerlabels", "tags"}
_WORDS = {"command", "entrypoint"}


class Cleaner:
    """Copies a reply without its secrets, moments as ISO 8601 in UTC; counts what it took out."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    @property
    def redactions(self) -> tuple[CollectedRedaction, ...]:
        """What was taken out so far, by rule."""
        return tuple(
            CollectedRedaction(rule=rule, field=field, count=count)
            for (rule, field), count in sorted(self._counts.items())
            if count
        )

    def add(self, redactions: Sequence[CollectedRedaction]) -> None:
        """What another cleaner took out of a part."""
        for member in redactions:
            self._counts[member.rule, member.field] += member.count

    def clean(self, value: object) -> object:
        """The copy."""
        if isinstance(value, Mapping):
            return self._tag(value) or {str(key): self._member(str(key), member) for key, member in value.items()}
        if isinstance(value, datetime):
            return _utc(value)
        if isinstance(value, list | tuple):
            return [self.clean(member) for member in value]
        return value

    def _tag(self, value: Mapping[str, object]) -> dict[str, object] | None:
        """A tag that is named like a secret keeps its name; None for anything else."""
        name, tag_value = value.get("Key", value.get("key")), value.get("Value", value.get("value"))
        if (
            len(value) != 2
            or not isinstance(name, str)
            or not isinstance(tag_value, str)
            or not tag_value
            or not is_secret(name)
        ):
            return None
        return {key: self._cut("secret tag", key) if key.lower() == "value" else member for key, member in value.items()}

    def _member(self, key: str, value: object) -> object:
        name = key.lower()
        if name in _VARIABLES:
            return self._variables(key, value)
        if name in _USER_DATA and value:
            return self._cut("user data", key)
        if name in _OPTIONS and isinstance(value, Mapping):
            return {str(member): self._option(key, str(member), text) for member, text in value.items()}
        if name in _WORDS and isinstance(value, list | tuple):
            return self._words(key, value)
        return self.clean(value)

    def _variables(self, key: str, value: object) -> object:
        """Names with `REDACTED`: a list of name and value, or an object of them."""
        if isinstance(value, Mapping):
            inner = {str(name): member for name, member in value.items()}
            if any(isinstance(member, Mapping) for member in inner.values()):
                return {name: self._member(name, member) for name, member in inner.items()}
            return {name: self._cut("environment value", key) for name in inner}
        if isinstance(value, list | tuple):
            return [self._variable(key, member) for member in value]
        return value

    def _variable(self, key: str, value: object) -> object:
        if not isinstance(value, Mapping):
            return self._cut("environment value", key)
        return {
            str(name): self._cut("environment value", key) if str(name).lower() == "value" else self.clean(member)
            for name, member in value.items()
        }

    def _option(self, key: str, name: str, value: object) -> object:
        return self._cut("secret option", key) if is_secret(name) else self._text(key, value)

    def _words(self, key: str, words: Sequence[object]) -> list[str]:
        kept, cut = command_without_secrets(words)
        self._counts["secret argument", key] += cut
        return kept

    def _text(self, key: str, value: object) -> object:
        if not isinstance(value, str):
            return self.clean(value)
        cleaned = without_secrets(value)
        if cleaned != value:
            self._counts["secret argument", key] += 1
        return cleaned

    def _cut(self, rule: str, field: str) -> str:
        self._counts[rule, field] += 1
        return REDACTED


def _utc(moment: datetime) -> str:
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.isoformat().replace("+00:00", "Z")
