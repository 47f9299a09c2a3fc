"""What a drawn shape and a workload say of themselves, in words that can be compared.

Of a shape: its text, what stands in brackets, its id where a person wrote it, its technology, the boxes around it. Of a
workload: its own name and those of its services, containers, images and recommended labels (Kubernetes, "Recommended Labels").
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import msgspec
from msgspec.structs import replace

from generator.graph.drawn_shapes import DrawnShape
from generator.graph.match_vocabulary import FEW, GENERIC, NO_WORDS, SHARED, VAGUE, stem_of, tells_which
from generator.graph.name_words import is_readable, shared, unglued, words
from generator.graph.software_synonyms import (
    APPLICATIONS,
    MESSAGE_QUEUE,
    NO_SOFTWARE,
    RUNTIMES,
    SoftwareNamed,
    built_with,
    is_of_operations,
    is_product_word,
    is_software_word,
    kept_in,
    only_serves,
    phrases,
    software,
    technology,
)
from generator.model.diagram import DrawnForm
from generator.model.grouping import grouped
from generator.model.images import is_built_on_the_spot
from generator.model.inventory import KEPT_BY_CLOUD, MANAGED_KIND, PRODUCT, Container, Workload

_ASIDE = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]|\b(?:listening|running) on .*$", re.IGNORECASE)
_LIST = re.compile(r"\s[&+]\s|\s?/\s?|,\s|\sand\s")
"""Between the parts of a list: "Cache & message broker"."""
_NAMING_LABELS = (
    "app.kubernetes.io/name",
    "app.kubernetes.io/component",
    "app.kubernetes.io/part-of",
    "k8s-app",
    "app",
    "component",
    "name",
    "application",
)
_PLACES = ("app.kubernetes.io/part-of", "application", "com.docker.compose.project", "system")
_PLATFORM = re.compile(r"kube-(?:system|public|node-lease)$|openshift(?:-|$)")
COMPOSE = "ComposeService"
_CLOUD_FOUNDRY = "CloudFoundryApp"
_FUNCTION = "LambdaFunction"
_FUNCTIONS = frozenset({"lambda"})
_PROCESS_TYPES = frozenset({"web", "worker"})
"""Container names that Cloud Foundry gives each app: `web` says nothing of what it shows."""


class RunningName(msgspec.Struct, frozen=True):
    """One of the names of a workload."""

    shown: str
    words: tuple[str, ...]
    trust: float
    """1 for a name that people call it by; less for names that only hint, such as an image's."""


class RunningProfile(msgspec.Struct, frozen=True, kw_only=True):
    """A workload, in words."""

    key: str
    twins: tuple[str, ...]
    """Keys of workloads that differ only in what a template fills in: one thing, declared twice. Its own is among them."""
    names: tuple[RunningName, ...]
    software: SoftwareNamed
    image: str
    place: frozenset[str]
    """Words of its namespace, Compose project and the application that its labels name."""
    is_copy: bool
    """A Compose service beside the definitions of a platform: what a developer starts on a laptop."""
    is_own: bool
    """The team's own software, as far as its image tells."""
    is_kept: bool
    """A service that a platform keeps: nothing of it runs in a container of the system."""
    is_platform: bool
    """It is in a namespace of the platform's own, which drawings of a system seldom show."""
    runs_once: bool
    """A job, which prepares something and is gone."""
    is_function: bool
    """A function of a cloud."""
    is_of_operations: bool
    """A store of logs, backups or the state of tools."""
    ports: frozenset[int]
    """Those that its containers open."""

    @property
    def is_aside(self) -> bool:
        """Is it beside what people draw, and so found by its name only?"""
        return self.is_copy or self.is_platform or self.is_of_operations

    @property
    def name(self) -> str:
        """What the platform calls it."""
        return self.key.rpartition("/")[2]


class DrawnProfile(msgspec.Struct, frozen=True, kw_only=True):
    """A shape, in words."""

    shape: DrawnShape
    text: tuple[str, ...]
    """Of its text, or of its id where it has none."""
    aside: tuple[str, ...]
    """In brackets, and of the id: they may help, and need not be found again."""
    technology: frozenset[str]
    """Words in brackets and of its technology that may be the name of its software: no language, no protocol, no kind."""
    around: frozenset[str]
    """Of the boxes around it."""
    software: SoftwareNamed
    shown: str
    is_distinct: bool
    """Does its text say more than what kind of thing it is?"""
    is_filled: bool
    """A box with other shapes in it."""
    is_function: bool
    """It is drawn as a function of the team's own, such as a Lambda."""

    @property
    def is_store(self) -> bool:
        """Does it keep data?"""
        return bool(self.software.stores)


class Profiles:
    """All workloads and the shapes that are compared with them."""

    def __init__(self, workloads: Sequence[Workload], shapes: Sequence[DrawnShape], others: Sequence[DrawnShape] = ()) -> None:
        """`others`: shapes that are no component, and may be one all the same: boxes, and what is drawn as external."""
        self._spoken = frozenset(word for each in workloads for name in _names(each) for word in words(name)) | frozenset(
            word for shape in shapes for word in words(shape.node.label)
        )
        platforms = {each.kind for each in workloads} - {COMPOSE, MANAGED_KIND}
        twins = grouped((_twin(each), each.key) for each in workloads)
        self.running = {
            each.key: self._running(each, tuple(sorted(twins[_twin(each)])), copy=bool(platforms) and each.kind == COMPOSE)
            for each in workloads
        }
        self._set_aside = shared((self._split(phrases(shape.node.label)) for shape in shapes), SHARED)
        self.drawn = {shape.key: self._drawn(shape) for shape in (*shapes, *others)}
        self.components = tuple(shape.key for shape in shapes)

    def shapes_with(self, word: str) -> int:
        """How many shapes have the word, or its singular, in their text."""
        return sum(stem_of(word) in map(stem_of, drawn.text) for drawn in map(self.drawn.__getitem__, self.components))

    def own_words(self, key: str) -> frozenset[str]:
        """The words by which a workload is called."""
        profile = self.running[key]
        return frozenset(word for name in profile.names if name.trust == 1 for word in name.words)

    def _running(self, workload: Workload, twins: tuple[str, ...], *, copy: bool) -> RunningProfile:
        own = _main_containers(workload)
        labels = dict(workload.labels)
        images = [image_words(each.image) for each in own]
        product = labels.get(PRODUCT, "")
        names: dict[tuple[str, ...], RunningName] = {}
        for shown, trust in _weighed_names(workload):
            split = self._split(shown)
            if split and split not in names:
                names[split] = RunningName(shown, split, trust)
        said = _software_of([self._split(technology(product)), *(self._split(image) for image in images)])
        # NOTE: a function is the team's own code: `register-auth-client` is no identity provider.
        if not said.products and workload.kind != _FUNCTION:
            said = said.joined(_software_of([self._split(workload.name), *(self._split(each) for each in _services(workload))]))
        if len(own) > 1:
            said = said.joined(_software_of([self._split(each.name) for each in own]))
        return RunningProfile(
            key=workload.key,
            twins=twins,
            names=tuple(names.values()),
            software=said,
            image=next(iter(images), "") or product,
            place=frozenset(
                word for text in (workload.namespace, *(labels.get(each, "") for each in _PLACES)) for word in self._split(text)
            ),
            is_copy=copy,
            is_own=not said.products and workload.kind != MANAGED_KIND,
            is_kept=not workload.containers and (workload.kind == MANAGED_KIND or workload.namespace == KEPT_BY_CLOUD),
            is_platform=bool(_PLATFORM.match(workload.namespace)),
            runs_once=workload.kind == "Job",
            is_function=workload.kind == _FUNCTION,
            is_of_operations=bool(said.stores) and is_of_operations(self._split(workload.name)),
            ports=frozenset(port.number for each in workload.containers if not each.init for port in each.ports),
        )

    def _drawn(self, shape: DrawnShape) -> DrawnProfile:
        node = shape.node
        label = phrases(node.label)
        text = self._split(_ASIDE.sub(" ", label)) or self._split(label)
        asides = tuple(word for aside in _ASIDE.findall(label) for word in self._split(aside))
        own_id = node.id.removeprefix(f"{node.parent}.") if node.parent else node.id
        by_id = self._split(phrases(own_id)) if is_readable(own_id) else ()
        if not any(len(word) > 1 for word in text):
            text, by_id = by_id, ()
        built_in = self._split(technology(node.technology or ""))
        parts = _LIST.split(_ASIDE.sub(" ", label))
        said = _software_of([(*text, *asides), *map(self._split, parts)])
        built = built_with(built_in)
        said = (
            said.joined(built)
            if built.stores or not said.roles
            else said.joined(replace(built, roles=built.roles - APPLICATIONS))
        )
        if not said.products and not said.roles:
            said = said.joined(_software_of([by_id]))
        # NOTE: an outline tells where the text says nothing of data: no application keeps any.
        if node.form is not None and not said.products and not said.stores:
            said = SoftwareNamed(roles=kept_in(text) if node.form is DrawnForm.STORE else frozenset({MESSAGE_QUEUE}))
        return DrawnProfile(
            shape=shape,
            text=text,
            aside=(*asides, *(word for word in by_id if word not in text)),
            technology=frozenset(each for each in (*asides, *built_in) if len(each) >= FEW and tells_which(each)),
            around=frozenset(word for box in shape.boxes() for word in self._split(f"{box.label} {_readable(box.id)}")),
            software=said,
            is_distinct=any(
                len(word) > 1
                and word not in self._set_aside
                and word not in NO_WORDS | VAGUE | RUNTIMES
                and not is_software_word(word)
                and not is_software_word(stem_of(word))
                for word in text
            ),
            is_filled=shape.is_filled,
            is_function=bool(_FUNCTIONS.intersection((*text, *asides, *built_in))),
            shown=node.label if any(len(word) > 1 for word in words(node.label)) else node.id,
        )

    def _split(self, text: str) -> tuple[str, ...]:
        return tuple(part for word in self._rejoined(words(text)) for part in unglued(word, self._parts))

    @cached_property
    def _parts(self) -> frozenset[str]:
        return self._spoken | frozenset({"api", "db", "server", "service", "web", "ui", "app", "msg", "worker", "database"})

    def _rejoined(self, split: Sequence[str]) -> Iterator[str]:
        """`Open RMF` is openrmf where anything is called that."""
        place = 0
        while place < len(split):
            pair = "".join(split[place : place + 2])
            joined = pair in self._spoken or pair in ("frontend", "backend", "database")
            yield pair if joined else split[place]
            place += 2 if joined else 1


def image_words(reference: str) -> str:
    """The last part of an image's name, without version; nothing of what is built on the spot.

    With the part before it, where the last says nothing: `mssql/server`.
    """
    if is_built_on_the_spot(reference):
        return ""
    *before, last = reference.partition("@")[0].split("/")
    name = last.partition(":")[0]
    return f"{before[-1]} {name}" if before and name in GENERIC else name


def _maker(reference: str) -> str:
    """Who makes the image, where that is called like a product: `grafana/otel-lgtm` holds Grafana."""
    parts = reference.partition("@")[0].split("/")
    return next(iter(words(parts[-2])), "") if len(parts) > 1 else ""


def _readable(text: str) -> str:
    return text if is_readable(text) else ""


def _twin(workload: Workload) -> tuple[str, ...]:
    split = words(workload.name)
    return (workload.cluster, workload.namespace, workload.kind, *(split or (workload.name,)))


def _main_containers(workload: Workload) -> list[Container]:
    """Without those that only serve another one, such as the exporter beside a database."""
    own = [each for each in workload.containers if not each.init]
    main = [each for each in own if not only_serves((*words(each.name), *words(image_words(each.image))))]
    return main or own


def _services(workload: Workload) -> tuple[str, ...]:
    return () if workload.namespace == KEPT_BY_CLOUD else workload.services


def _names(workload: Workload) -> Iterator[str]:
    return (shown for shown, _ in _weighed_names(workload))


def _weighed_names(workload: Workload) -> Iterator[tuple[str, float]]:
    """Every name, and how far it is one that people would draw."""
    yield workload.name, 1.0
    for service in _services(workload):
        yield service, 1.0
    own = _main_containers(workload)
    process = workload.kind == _CLOUD_FOUNDRY
    for container in own:
        if not (process and container.name in _PROCESS_TYPES and len(own) == 1):
            yield container.name, 0.9 if len(own) == 1 else 0.8
        yield image_words(container.image), 0.8
        if is_product_word(maker := _maker(container.image)):
            yield f"{maker} {image_words(container.image)}", 0.5
    labels = dict(workload.labels)
    for label in _NAMING_LABELS:
        if label in labels and label not in _PLACES:
            yield labels[label], 0.8


def _software_of(texts: Iterable[Sequence[str]]) -> SoftwareNamed:
    said = NO_SOFTWARE
    for text in texts:
        said = said.joined(software(text))
    return said
