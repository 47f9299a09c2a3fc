"""Where credentials come from and how long certificates hold; names only, never a value.

https://kubernetes.io/docs/concepts/security/secrets-good-practices/, https://cert-manager.io/docs/usage/certificate/
"""

from datetime import datetime

import msgspec

from generator.model.settings.base import Settings


class SecretSource(Settings, frozen=True, kw_only=True):
    """An ExternalSecret, SealedSecret or SecretProviderClass: a credential that is kept elsewhere, or sealed."""

    product: str
    """`External Secrets`, `Sealed Secrets`, `Secrets Store CSI driver`."""
    store: str = ""
    """`SecretStore vault`, `aws`."""
    ready: bool | None = None
    """None where the status was not collected or the kind has none."""
    creates: str = ""
    """Name of the Secret that it fills."""
    refreshes: bool | None = None
    """The credential is fetched again from time to time; None where the object does not decide it."""


class MapKey(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A variable that a container takes from one key of a ConfigMap."""

    variable: str
    """`container: VARIABLE`"""
    map: str
    key: str
    is_named_so: bool
    """The variable's name says that it is a credential."""


class HeldCredentials(Settings, frozen=True, kw_only=True):
    """A ConfigMap, as far as credentials stand in it in clear text. Its texts are looked at and never kept.

    https://kubernetes.io/docs/concepts/configuration/configmap/: it "does not provide secrecy or encryption".
    """

    keys: tuple[str, ...] = ()
    """`POSTGRES_PASSWORD`, `DB_URL (password in a URL)`: by the name of the key or the form of its text, sorted."""
    literal: tuple[str, ...] = ()
    """Every key whose text would be a credential if the variable that takes it is called one, sorted."""


class SecretUse(Settings, frozen=True, kw_only=True):
    """A pod template, a Compose service or a Cloud Foundry app, as far as credentials reach it through the environment."""

    variables: tuple[str, ...] = ()
    """`container: VARIABLE` filled from a Secret or when it is deployed, `container: argument NAME`, sorted."""
    literal: tuple[str, ...] = ()
    """`container: VARIABLE` whose name says that it is a credential and whose value is in the file, `container: VARIABLE
    (password in a URL)`, `container: argument 3 (…)`, sorted."""
    files: bool = False
    """Mounts a Secret or a secrets store as files."""
    secrets: tuple[str, ...] = ()
    """Names of Secrets that reach it in any way, sorted; those for pulling images are not among them."""
    maps: tuple[str, ...] = ()
    """Names of ConfigMaps of which it takes every key as a variable, sorted."""
    map_keys: tuple["MapKey", ...] = ()
    """Variables that it takes from single keys of ConfigMaps, sorted."""
    redacted: tuple[str, ...] = ()
    """`container: VARIABLE` of which the collector kept no value, sorted."""
    filled: tuple[str, ...] = ()
    """`container: VARIABLE` whose value something fills in when it is deployed and whose name says nothing, sorted."""
    bound: tuple[str, ...] = ()
    """Service instances whose credentials the platform hands over in a variable, sorted: `VCAP_SERVICES` of Cloud Foundry."""
    unclear: tuple[str, ...] = ()
    """`container: argument NAME` whose value is a credential or the name of one, sorted."""
    unread: tuple[str, ...] = ()
    """Files of variables that it takes and that are not among the evidence, as they are written, sorted."""


class StoredSecret(Settings, frozen=True, kw_only=True):
    """A Secret by its name and type; its data is never read."""

    type: str = ""
    """`Opaque`, `kubernetes.io/tls`; empty where it was not collected."""
    owners: tuple[str, ...] = ()
    """Kinds of the objects that it belongs to, sorted."""


class Certificate(Settings, frozen=True, kw_only=True):
    """A Certificate of cert-manager."""

    names: tuple[str, ...] = ()
    ready: bool | None = None
    not_after: datetime | None = None
    renews: datetime | None = None
    secret: str = ""
    """Name of the Secret that holds it."""
    algorithm: str = ""
    """`RSA 2048`, `ECDSA 256`; empty means RSA 2048."""
