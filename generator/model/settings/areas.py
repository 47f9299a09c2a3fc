"""Every area of settings. A record that is kept names its class alone, and is found among those that are imported."""

from types import ModuleType

from generator.model.settings import (
    access,
    admission,
    builds,
    change,
    cloud_stores,
    cloud_ways,
    control_plane,
    entry,
    isolation,
    mesh,
    network,
    permits,
    rest,
    routes,
    secrets,
    sensors,
)

AREAS: tuple[ModuleType, ...] = (
    access,
    admission,
    builds,
    change,
    cloud_stores,
    cloud_ways,
    control_plane,
    entry,
    isolation,
    mesh,
    network,
    permits,
    rest,
    routes,
    secrets,
    sensors,
)
