"""Where cryptography works: the containers at a use, their images, and the settings that switch FIPS modes in them."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from generator.model.crypto import ShownMode
from generator.model.images import parse_reference
from generator.model.inventory import Container, Workload

_Id = tuple[str, str]
"""Cluster and key of a workload."""


class CryptoPlaces:
    """Looks workloads of the system up."""

    def __init__(self, workloads: Sequence[Workload]) -> None:
        self._workloads = {(each.cluster, each.key): each for each in workloads}

    def names(self, workload: _Id) -> tuple[str, ...]:
        """By which a workload is called: its own and those of its services, sorted."""
        known = self._workloads.get(workload)
        return tuple(sorted({known.name, *known.services})) if known else (workload[1].rpartition("/")[2],)

    def images(self, workloads: Iterable[_Id], only: Collection[str] = ()) -> tuple[str, ...]:
        """Asset ids of what runs in them, sorted; of containers with these names `only`, where any are given."""
        return tuple(sorted({_asset_id(container.image) for _, container in self._containers(workloads, only)}))

    def modes(self, workloads: Iterable[_Id], only: Collection[str] = ()) -> tuple[ShownMode, ...]:
        """What switches a FIPS mode in them, sorted by text."""
        shown = {
            ShownMode(text=f"{setting.text} in {workload.name}/{container.name}", on=setting.on, source=workload.sources[0])
            for workload, container in self._containers(workloads, only)
            for setting in container.fips
            if setting.on is not None and workload.sources
        }
        return tuple(sorted(shown, key=lambda mode: (mode.text, mode.source)))

    def _containers(self, workloads: Iterable[_Id], only: Collection[str]) -> Iterator[tuple[Workload, Container]]:
        for workload in (self._workloads[each] for each in sorted(set(workloads)) if each in self._workloads):
            for container in workload.containers:
                if not container.init and (not only or container.name in only):
                    yield workload, container


def _asset_id(image: str) -> str:
    reference = parse_reference(image)
    return reference.asset_id if reference else image
