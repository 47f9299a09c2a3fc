"""Pod templates as the readers of operation look at them: narrow, since workloads come by the thousand."""

from collections.abc import Iterator, Mapping

import msgspec

from generator.parsers.cluster.setting_subject import Subject


class _Reference(msgspec.Struct):
    name: object = None


class _ValueFrom(msgspec.Struct, rename="camel"):
    secret_key_ref: _Reference | None = None


class Variable(msgspec.Struct, rename="camel"):
    """An environment variable."""

    name: object = None
    value: object = None
    value_from: _ValueFrom | None = None


class EnvironmentSource(msgspec.Struct, rename="camel"):
    """Variables taken from an object as a whole."""

    secret_ref: _Reference | None = None


class TemplateContainer(msgspec.Struct, rename="camel"):
    """A container of the template."""

    name: object = None
    image: object = None
    env: tuple[Variable, ...] | None = None
    env_from: tuple[EnvironmentSource, ...] | None = None


class _Driver(msgspec.Struct):
    driver: object = None


class Volume(msgspec.Struct):
    """A volume of the template, as far as it holds credentials."""

    secret: object = None
    csi: _Driver | None = None


class _PodSpec(msgspec.Struct, rename="camel"):
    containers: tuple[TemplateContainer, ...] | None = None
    init_containers: tuple[TemplateContainer, ...] | None = None
    volumes: tuple[Volume, ...] | None = None


class _Metadata(msgspec.Struct):
    labels: dict[str, object] | None = None
    annotations: dict[str, object] | None = None


class Template(msgspec.Struct):
    """A pod template."""

    metadata: _Metadata | None = None
    spec: _PodSpec | None = None

    def said(self) -> Mapping[str, object]:
        """Labels and annotations of the pods that are made from it; annotations win."""
        meta = self.metadata or _Metadata()
        return {**(meta.labels or {}), **(meta.annotations or {})}

    def containers(self) -> Iterator[TemplateContainer]:
        """Those that run, and those that prepare the pod."""
        spec = self.spec or _PodSpec()
        yield from (*(spec.containers or ()), *(spec.init_containers or ()))

    def volumes(self) -> tuple[Volume, ...]:
        """What it mounts."""
        return (self.spec.volumes if self.spec else None) or ()


class _JobSpec(msgspec.Struct):
    template: Template | None = None


class _JobTemplate(msgspec.Struct):
    spec: _JobSpec | None = None


class _Spec(msgspec.Struct, rename="camel"):
    template: Template | None = None
    job_template: _JobTemplate | None = None


class _Workload(msgspec.Struct):
    spec: _Spec | None = None


def template(subject: Subject) -> Template:
    """The template of a workload, which a CronJob holds inside the template of its Jobs."""
    spec = subject.typed(_Workload).spec or _Spec()
    nested = spec.job_template.spec.template if spec.job_template and spec.job_template.spec else None
    return spec.template or nested or Template()
