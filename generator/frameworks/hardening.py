"""Which benchmark fits which operating system, and who publishes hardened images: facts with their sources.

FedRAMP Rev5 baselines, CM-6(a) Requirement 1: DoD STIGs; where none is available CIS Level 2; where there is none of those
either a custom baseline. A row names a benchmark by its family and the releases it is written for; which version of it is
the newest changes too often for a table, and stands in the results.
"""

import re
from collections.abc import Iterable

import msgspec

from generator.model.hardening import BaseKind, BenchmarkKind

TABLE_OF = "2026-11-27"
"""The day on which the table was compared with what is published; a benchmark of after it is not in it."""

_STIGS = "DISA, STIGs Document Library (public.cyber.mil/stigs)"
_CIS = "Center for Internet Security, CIS Benchmarks list (cisecurity.org/cis-benchmarks)"
_VENDOR_GUIDE = "the vendor's own description of its images"


class PublishedBenchmark(msgspec.Struct, frozen=True, kw_only=True):
    """A benchmark for some releases of an operating system."""

    family: str
    releases: tuple[str, ...]
    """Beginnings of versions: `9` is also 9.4; for Windows the build of the release besides. Empty for every release."""
    kind: BenchmarkKind
    name: str
    source: str

    def fits(self, family: str, version: str) -> bool:
        """Is it for this system?"""
        return family == self.family and (not self.releases or any(_begins(version, release) for release in self.releases))


class HardenedSource(msgspec.Struct, frozen=True, kw_only=True):
    """A place whose images their publisher has hardened."""

    prefix: str
    """Of `registry/repository`."""
    kind: BaseKind
    title: str
    source: str


def _stig(family: str, name: str, *releases: str) -> PublishedBenchmark:
    return PublishedBenchmark(family=family, releases=releases, kind=BenchmarkKind.STIG, name=f"{name} STIG", source=_STIGS)


def _cis(family: str, name: str, *releases: str) -> PublishedBenchmark:
    return PublishedBenchmark(
        family=family, releases=releases, kind=BenchmarkKind.CIS, name=f"CIS {name} Benchmark", source=_CIS
    )


PUBLISHED: tuple[PublishedBenchmark, ...] = (
    *(_stig("rhel", f"Red Hat Enterprise Linux {release}", release) for release in ("7", "8", "9", "10")),
    *(_stig("ol", f"Oracle Linux {release}", release) for release in ("7", "8", "9")),
    _stig("almalinux", "CloudLinux AlmaLinux OS 9", "9"),
    *(_stig("ubuntu", f"Canonical Ubuntu {release} LTS", release) for release in ("16.04", "18.04", "20.04", "22.04", "24.04")),
    *(_stig("sles", f"SUSE Linux Enterprise Server {release}", release) for release in ("12", "15")),
    _stig("slem", "SUSE Linux Enterprise Micro (SLEM) 5", "5"),
    _stig("amazon", "Amazon Linux 2023", "2023"),
    _stig("windows", "Microsoft Windows Server 2016", "2016", "10.0.14393"),
    _stig("windows", "Microsoft Windows Server 2019", "2019", "10.0.17763"),
    _stig("windows", "Microsoft Windows Server 2022", "2022", "10.0.20348"),
    *(_cis("debian", f"Debian Linux {release}", release) for release in ("10", "11", "12", "13")),
    _cis("amazon", "Amazon Linux 2", "2"),
    *(_cis("almalinux", f"AlmaLinux OS {release}", release) for release in ("8",)),
    *(_cis("rocky", f"Rocky Linux {release}", release) for release in ("8", "9")),
    *(_cis("centos", f"CentOS Linux {release}", release) for release in ("7", "8")),
    _cis("azurelinux", "Azure Linux 3.0", "3"),
    _cis("bottlerocket", "Bottlerocket"),
)
"""In the order of CM-6(a): a STIG stands before a benchmark of CIS for the same system."""

_ALIASES = {
    "rhel": ("red hat enterprise linux", "redhat", "red hat", "rhel", "ubi"),
    "ol": ("oracle linux", "oraclelinux", "oracle", "ol"),
    "almalinux": ("almalinux", "alma"),
    "rocky": ("rocky linux", "rockylinux", "rocky"),
    "centos": ("centos linux", "centos"),
    "ubuntu": ("ubuntu",),
    "debian": ("debian gnu linux", "debian linux", "debian"),
    "sles": ("suse linux enterprise server", "sles", "sle"),
    "slem": ("suse linux enterprise micro", "suse linux micro", "sle micro", "sl micro", "slmicro", "slem"),
    "amazon": ("amazon linux", "amazonlinux", "amzn", "amazon", "al"),
    "alpine": ("alpine linux", "alpine"),
    "wolfi": ("wolfi", "chainguard"),
    "photon": ("vmware photon os", "photon os", "photon"),
    "azurelinux": ("azure linux", "azurelinux", "cbl mariner", "mariner"),
    "fedora": ("fedora linux", "fedora"),
    "bottlerocket": ("bottlerocket",),
    "opensuse": ("opensuse leap", "opensuse"),
    "windows": ("microsoft windows server", "microsoft windows", "windows server", "windows"),
}
"""How systems call themselves in `os-release`, and how scanners and benchmarks call them."""

HARDENED_SOURCES: tuple[HardenedSource, ...] = (
    HardenedSource(
        prefix="registry1.dso.mil/",
        kind=BaseKind.IRON_BANK,
        title="Iron Bank",
        source="Platform One, Iron Bank (docs-ironbank.dso.mil)",
    ),
    HardenedSource(prefix="cgr.dev/", kind=BaseKind.VENDOR, title="Chainguard Images", source=_VENDOR_GUIDE),
    HardenedSource(prefix="dhi.io/", kind=BaseKind.VENDOR, title="Docker Hardened Images", source=_VENDOR_GUIDE),
    HardenedSource(
        prefix="docker.io/bitnamisecure/", kind=BaseKind.VENDOR, title="Bitnami Secure Images", source=_VENDOR_GUIDE
    ),
    HardenedSource(prefix="docker.io/rapidfort/", kind=BaseKind.VENDOR, title="RapidFort curated images", source=_VENDOR_GUIDE),
    HardenedSource(prefix="gcr.io/distroless/", kind=BaseKind.MINIMAL, title="distroless", source=_VENDOR_GUIDE),
)

GENERAL_PURPOSE = (
    "docker.io/library/",
    "public.ecr.aws/amazonlinux/",
    "public.ecr.aws/docker/library/",
    "mcr.microsoft.com/",
    "registry.access.redhat.com/",
    "registry.redhat.io/",
    "quay.io/almalinuxorg/",
    "quay.io/centos/",
    "quay.io/rockylinux/",
    "registry.suse.com/",
    "container-registry.oracle.com/os/",
)
"""Where makers of distributions publish images for everybody's use, as they come."""
OFFICIAL = frozenset(
    "adminer aerospike almalinux alpine alt amazoncorretto amazonlinux api-firewall arangodb archlinux backdrop bash bonita "
    "buildpack-deps busybox caddy cassandra chronograf cirros clearlinux clefos clickhouse clojure composer convertigo "
    "couchbase couchdb crate dart debian docker drupal eclipse-mosquitto eclipse-temurin eggdrop elasticsearch elixir emqx "
    "erlang fedora flink fluentd friendica gazebo gcc geonetwork ghost golang gradle groovy haproxy haskell haxe hello-world "
    "hitch httpd hylang ibm-semeru-runtimes ibmjava influxdb irssi jetty jobber joomla jruby julia kapacitor kibana kong "
    "krakend lightstreamer liquibase logstash mageia mariadb matomo maven mediawiki memcached mongo mongo-express monica "
    "mysql nats nats-streaming neo4j neurodebian nextcloud nginx node notary odoo open-liberty openjdk oraclelinux orientdb "
    "percona perl photon php php-zendserver phpmyadmin plone postfixadmin postgres pypy python r-base rabbitmq rakudo-star "
    "redis redmine registry rethinkdb rocket.chat rockylinux ros ruby rust sapmachine satosa scratch silverpeas sl solr "
    "sonarqube spark spiped storm swift swipl teamspeak telegraf tomcat tomee traefik ubuntu unit varnish vault "
    "websphere-liberty wordpress xwiki yourls zookeeper znc".split()
)
"""Docker Official Images (https://github.com/docker-library/official-images, library/), also those that are deprecated. A name
without a registry that is none of these is not known to come from docker.io: it may have been built where it runs."""

IRON_BANK_LABEL = "mil.dso.ironbank."
"""Beginning of labels that Iron Bank's pipeline puts on its images."""
BASE_LABEL = "org.opencontainers.image.base.name"
"""OCI Image Format Specification, "Pre-Defined Annotation Keys"."""

_SPLIT = re.compile(r"[^a-z0-9]+")
_LEVEL_1 = frozenset({"l1", "level1"})
_LEVEL_2 = frozenset({"l2", "level2"})


def named(os_name: str) -> tuple[str, str] | None:
    """Family and version of a system as it is written: (`rhel`, `9.4`). None where the table knows no such family."""
    words = " ".join(part for part in _SPLIT.split(os_name.lower()) if part)
    for family, alias in _by_length():
        if words.startswith(alias) and not words[len(alias) :][:1].isalpha():
            match = re.search(r"\d+(?:\.\d+)*", os_name[len(alias) - alias.count(" ") :])
            return family, match[0] if match else ""
    return None


def published(family: str, version: str) -> PublishedBenchmark | None:
    """The first that fits: a STIG before CIS."""
    return next((benchmark for benchmark in PUBLISHED if benchmark.fits(family, version)), None)


def is_result_of(row: PublishedBenchmark, name: str) -> bool:
    """Does a file that names its benchmark so hold results of this one?

    Recognized by words: the family under one of its names, the release, and STIG or CIS. A profile of CIS
    Level 1 is another one.
    """
    words = [part for part in _SPLIT.split(name.lower()) if part]
    kind = "stig" if row.kind is BenchmarkKind.STIG else "cis"
    text = f" {' '.join(words)} "
    if kind not in words or (kind == "cis" and _LEVEL_1 & set(words) and not _LEVEL_2 & set(words)):
        return False
    releases = {" ".join(_SPLIT.split(release)) for release in row.releases}
    aliases = _ALIASES[row.family]
    joined = any(f" {alias}{release.replace(' ', '')} " in text for alias in aliases for release in releases)
    apart = any(f" {alias} " in text for alias in aliases) and (
        not releases or any(f" {release} " in text for release in releases)
    )
    return joined or apart


def _by_length() -> Iterable[tuple[str, str]]:
    """Longer names first: `oracle linux` is not `oracle` with the version `linux`."""
    pairs = [(family, alias) for family, aliases in _ALIASES.items() for alias in aliases]
    return sorted(pairs, key=lambda pair: -len(pair[1]))


def _begins(version: str, release: str) -> bool:
    return version == release or version.startswith(f"{release}.")
