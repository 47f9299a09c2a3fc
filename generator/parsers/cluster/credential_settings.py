"""Where credentials come from, how they reach containers, and certificates. Names only: no value is read.

See `generator.model.settings.secrets`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from generator.model.settings.secrets import Certificate, SecretSource, SecretUse
from generator.parsers.cluster import foreign, plain_credentials
from generator.parsers.cluster.plain_objects import plain
from generator.parsers.cluster.setting_subject import SettingSubject
from generator.parsers.cluster.templates import TemplateContainer, template

_STORE_DRIVER = "secrets-store.csi.k8s.io"


def read_external(subject: SettingSubject) -> SecretSource:
    """An ExternalSecret or ClusterExternalSecret."""
    external = plain(subject)
    store = external.in_spec("secretStoreRef") or external.in_spec("externalSecretSpec", "secretStoreRef")
    store_members = foreign.members(store)
    named = (
        f"{foreign.text(store_members.get('kind')) or 'SecretStore'} {foreign.text(store_members.get('name'))}"
        if store_members
        else ""
    )
    return SecretSource(product="External Secrets", store=named, ready=external.ready())


def read_sealed(subject: SettingSubject) -> SecretSource:
    """A SealedSecret: encrypted for the controller of the cluster."""
    status, _ = plain(subject).conditions().get("Synced", ("", ""))
    return SecretSource(product="Sealed Secrets", ready={"True": True, "False": False}.get(status))


def read_provider_class(subject: SettingSubject) -> SecretSource:
    """A SecretProviderClass."""
    return SecretSource(product="Secrets Store CSI driver", store=foreign.text(plain(subject).in_spec("provider")))


def read_use(subject: SettingSubject) -> SecretUse:
    """A workload's pod template."""
    made_from = template(subject)
    from_secret, literal = set[str](), set[str]()
    for container in made_from.containers():
        name = foreign.text(container.name)
        from_secret |= {f"{name}: {each}" for each in _from_secrets(container)}
        literal |= {f"{name}: {each}" for each in _literals(container)}
    files = any(each.secret is not None or (each.csi and each.csi.driver == _STORE_DRIVER) for each in made_from.volumes())
    return SecretUse(variables=tuple(sorted(from_secret)), literal=tuple(sorted(literal)), files=files)


def read_certificate(subject: SettingSubject) -> Certificate:
    """A Certificate of cert-manager."""
    certificate = plain(subject)
    key = foreign.members(certificate.in_spec("privateKey"))
    words = (foreign.text(key.get("algorithm")), foreign.text(key.get("size")))
    return Certificate(
        names=tuple(sorted(foreign.text(each) for each in foreign.entries(certificate.in_spec("dnsNames")))),
        ready=certificate.ready(),
        not_after=_moment(certificate.in_status("notAfter")),
        renews=_moment(certificate.in_status("renewalTime")),
        algorithm=" ".join(word for word in words if word),
    )


def _from_secrets(container: TemplateContainer) -> Iterator[str]:
    for each in container.env or ():
        if each.value_from and each.value_from.secret_key_ref:
            yield foreign.text(each.name)
    for source in container.env_from or ():
        if source.secret_ref:
            yield f"all of Secret {foreign.text(source.secret_ref.name)}"


def _literals(container: TemplateContainer) -> Iterator[str]:
    values = ((foreign.text(each.name), foreign.text(each.value)) for each in container.env or ())
    yield from plain_credentials.in_environment(values)
    yield from plain_credentials.in_arguments(container.words())


def _moment(value: object) -> datetime | None:
    """YAML may have made a time of it already."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value if isinstance(value, datetime) else None
        return moment if moment is None else moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
