"""Pod templates as the readers of operation look at them: narrow, since workloads come by the thousand."""

from collections.abc import Iterator, Mapping

import msgspec

from generator.parsers.cluster.foreign import entries, text
from generator.parsers.cluster.setting_subject import SettingSubject


class _ObjectReference(msgspec.Struct):
    name: object = None


class _KeyReference(msgspec.Struct):
    name: object = None
    key: object = None


class _ValueFrom(msgspec.Struct, rename="camel"):
    secret_key_ref: _ObjectReference | None = None
    config_map_key_ref: _KeyReference | None = None


class Variable(msgspec.Struct, rename="camel"):
    """An environment variable."""

    name: object = None
    value: object = None
    value_from: _ValueFrom | None = None


class EnvironmentSource(msgspec.Struct, rename="camel"):
    """Variables taken from an object as a whole."""

    secret_ref: _ObjectReference | None = None
    config_map_ref: _ObjectReference | None = None


class TemplateContainer(msgspec.Struct, rename="camel"):
    """A container of the template."""

    name: object = None
    image: object = None
    env: tuple[Variable, ...] | None = None
    env_from: tuple[EnvironmentSource, ...] | None = None
    command: object = None
    args: object = None

    def words(self) -> tuple[str, ...]:
        """Its command line."""
        return tuple(text(each) for listed in (self.command, self.args) for each in entries(listed))


class _Driver(msgspec.Struct):
    driver: object = None


class _SecretVolume(msgspec.Struct, rename="camel"):
    secret_name: object = None


class _ProjectedSource(msgspec.Struct):
    secret: _ObjectReference | None = None


class _Projected(msgspec.Struct):
    sources: tuple[_ProjectedSource, ...] | None = None


class TemplateVolume(msgspec.Struct):
    """A volume of the template, as far as it holds credentials."""

    secret: _SecretVolume | None = None
    csi: _Driver | None = None
    projected: _Projected | None = None

    def projected_secrets(self) -> Iterator[str]:
        """Names of Secrets among the sources of a projected volume."""
        for each in (self.projected.sources if self.projected else None) or ():
            if each.secret and isinstance(each.secret.name, str):
                yield each.secret.name


class _TemplatePodSpec(msgspec.Struct, rename="camel"):
    containers: tuple[TemplateContainer, ...] | None = None
    init_containers: tuple[TemplateContainer, ...] | None = None
    volumes: tuple[TemplateVolume, ...] | None = None


class _TemplateMetadata(msgspec.Struct):
    labels: dict[str, object] | None = None
    annotations: dict[str, object] | None = None


class Template(msgspec.Struct):
    """A pod template."""

    metadata: _TemplateMetadata | None = None
    spec: _TemplatePodSpec | None = None

    def labels_and_annotations(self) -> Mapping[str, object]:
        """Labels and annotations of the pods that are made from it; annotations win."""
        meta = self.metadata or _TemplateMetadata()
        return {**(meta.labels or {}), **(meta.annotations or {})}

    def containers(self) -> Iterator[TemplateContainer]:
        """Those that run, and those that prepare the pod."""
        spec = self.spec or _TemplatePodSpec()
        yield from (*(spec.containers or ()), *(spec.init_containers or ()))

    def volumes(self) -> tuple[TemplateVolume, ...]:
        """What it mounts."""
        return (self.spec.volumes if self.spec else None) or ()


class _TemplateJobSpec(msgspec.Struct):
    template: Template | None = None


class _CronJobTemplate(msgspec.Struct):
    spec: _TemplateJobSpec | None = None


class _WorkloadTemplateSpec(msgspec.Struct, rename="camel"):
    template: Template | None = None
    job_template: _CronJobTemplate | None = None


class _TemplateWorkload(msgspec.Struct):
    spec: _WorkloadTemplateSpec | None = None


def template(subject: SettingSubject) -> Template:
    """The template of a workload, which a CronJob holds inside the template of its Jobs."""
    spec = subject.typed(_TemplateWorkload).spec or _WorkloadTemplateSpec()
    nested = spec.job_template.spec.template if spec.job_template and spec.job_template.spec else None
    return spec.template or nested or Template()
