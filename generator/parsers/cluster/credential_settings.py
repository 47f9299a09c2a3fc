"""Where credentials come from, how they reach containers, and certificates. Names only: no value is read.

See `generator.model.settings.secrets`.
"""

from collections.abc import Iterator, Mapping

import msgspec

from generator.model.settings.secrets import Certificate, HeldCredentials, MapKey, SecretSource, SecretUse, StoredSecret
from generator.parsers.cluster import foreign, plain_credentials
from generator.parsers.cluster.config_maps import named_data
from generator.parsers.cluster.containers import ContainerSpec, PodSpec
from generator.parsers.cluster.plain_objects import below, moment, plain
from generator.parsers.cluster.setting_subject import SettingSubject

_STORE_DRIVER = "secrets-store.csi.k8s.io"
_REDACTED = ("[redacted]", "REDACTED")
_ONCE = "CreatedOnce"


class _StoredSecretObject(msgspec.Struct):
    type: object = None


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
    spec = external.in_spec("externalSecretSpec") or external.spec
    return SecretSource(
        product="External Secrets",
        store=named,
        ready=external.ready(),
        creates=foreign.text(below(spec, "target", "name")) or external.name,
        refreshes=_refreshes(foreign.members(spec)),
    )


def read_sealed(subject: SettingSubject) -> SecretSource:
    """A SealedSecret: encrypted for the controller of the cluster."""
    sealed = plain(subject)
    status, _ = sealed.conditions().get("Synced", ("", ""))
    return SecretSource(
        product="Sealed Secrets",
        ready={"True": True, "False": False}.get(status),
        creates=foreign.text(sealed.in_spec("template", "metadata", "name")) or sealed.name,
    )


def read_provider_class(subject: SettingSubject) -> SecretSource:
    """A SecretProviderClass."""
    return SecretSource(product="Secrets Store CSI driver", store=foreign.text(plain(subject).in_spec("provider")))


def use_of(spec: PodSpec) -> SecretUse:
    """One pod, or the template that pods are made from: init and ephemeral containers too."""
    from_secret, literal, redacted, secrets, maps = set[str](), set[str](), set[str](), set[str](), set[str]()
    unclear, map_keys = set[str](), set[MapKey]()
    for container, _ in spec.all():
        name = container.name
        from_secret |= {f"{name}: {each}" for each in _from_secrets(container)}
        literal |= {f"{name}: {each}" for each in _literals(container)}
        unclear |= {f"{name}: {each}" for each in plain_credentials.unclear_in_arguments(container.words())}
        redacted |= {f"{name}: {variable}" for variable, value in container.values() if value.strip() in _REDACTED}
        secrets |= set(_referenced(container))
        map_keys |= set(_map_keys(container))
        maps |= {foreign.text(each.config_map_ref.name) for each in container.env_from or () if each.config_map_ref}
    volumes = spec.volumes or ()
    secrets |= {name for each in volumes for name in each.secrets}
    return SecretUse(
        variables=tuple(sorted(from_secret)),
        literal=tuple(sorted(literal)),
        files=any(each.secret_files or (each.csi and each.csi.driver == _STORE_DRIVER) for each in volumes),
        secrets=tuple(sorted(secrets - {""})),
        maps=tuple(sorted(maps - {""})),
        map_keys=tuple(sorted(map_keys)),
        redacted=tuple(sorted(redacted - literal)),
        unclear=tuple(sorted(unclear)),
    )


def read_held(subject: SettingSubject) -> HeldCredentials | None:
    """A ConfigMap; None where no text of it could be a credential."""
    _, data = named_data(subject)
    keys = tuple(sorted(plain_credentials.in_environment(data.items())))
    literal = tuple(sorted(key for key, value in data.items() if plain_credentials.could_be_one(value)))
    return HeldCredentials(keys=keys, literal=literal) if keys or literal else None


def _map_keys(container: ContainerSpec) -> Iterator[MapKey]:
    for each in container.env or ():
        taken = each.value_from.config_map_key_ref if each.value_from else None
        if taken is not None:
            yield MapKey(
                variable=f"{container.name}: {each.name}",
                map=foreign.text(taken.name),
                key=foreign.text(taken.key),
                is_named_so=plain_credentials.says_credential(each.name),
            )


def read_secret(subject: SettingSubject) -> StoredSecret:
    """A Secret. NOTE: the shape that it is read into has no member for its data."""
    owners = {each.kind for each in subject.head.meta.owner_references or ()}
    return StoredSecret(type=foreign.text(subject.typed(_StoredSecretObject).type), owners=tuple(sorted(owners - {""})))


def read_certificate(subject: SettingSubject) -> Certificate:
    """A Certificate of cert-manager."""
    certificate = plain(subject)
    key = foreign.members(certificate.in_spec("privateKey"))
    words = (foreign.text(key.get("algorithm")), foreign.text(key.get("size")))
    return Certificate(
        names=tuple(sorted(foreign.text(each) for each in foreign.entries(certificate.in_spec("dnsNames")))),
        ready=certificate.ready(),
        not_after=moment(certificate.in_status("notAfter")),
        renews=moment(certificate.in_status("renewalTime")),
        secret=foreign.text(certificate.in_spec("secretName")),
        algorithm=" ".join(word for word in words if word),
    )


def _from_secrets(container: ContainerSpec) -> Iterator[str]:
    for each in container.env or ():
        if each.value_from and each.value_from.secret_key_ref:
            yield each.name
    for source in container.env_from or ():
        if source.secret_ref:
            yield f"all of Secret {foreign.text(source.secret_ref.name)}"


def _literals(container: ContainerSpec) -> Iterator[str]:
    """NOTE: that a value is there is looked at, and whether it is a path or a placeholder; it is never kept."""
    yield from plain_credentials.in_environment(container.values())
    yield from plain_credentials.in_arguments(container.words())


def _referenced(container: ContainerSpec) -> Iterator[str]:
    for each in container.env or ():
        if each.value_from and each.value_from.secret_key_ref:
            yield foreign.text(each.value_from.secret_key_ref.name)
    for source in container.env_from or ():
        if source.secret_ref:
            yield foreign.text(source.secret_ref.name)


def _refreshes(spec: Mapping[str, object]) -> bool:
    """https://external-secrets.io/latest/api/externalsecret/: an interval of zero or `CreatedOnce` fetches once."""
    interval = foreign.text(spec.get("refreshInterval"))
    return foreign.text(spec.get("refreshPolicy")) not in (_ONCE, "OnChange") and interval.rstrip("smh") != "0"
