"""Virtual machines of Amazon EC2: `aws ec2 describe-instances`.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html. An instance is called by its id, which it always has
and which AWS's own scanners say; its DNS names and addresses join it with a cluster's node. A terminated one is gone. User data
is never decoded.
"""

from typing import Final

import msgspec

from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile
from generator.parsers.cloud.aws_names import AwsLocation, addresses, names, region_of
from generator.parsers.cloud.gathering import CloudGathering
from generator.parsers.cloud.replies import CloudOperation, is_reply
from generator.parsers.cloud.settings import settings, spelled, tags
from generator.parsers.document import Document

_QUESTIONS: Final = (CloudOperation(operation="ec2 describe-instances", key="Reservations", mark="Instances"),)
_GONE = {"terminated", "shutting-down"}


class _Ec2Tag(msgspec.Struct, rename="pascal", gc=False):
    key: str = ""
    value: str = ""


class _Association(msgspec.Struct, rename="pascal", gc=False):
    public_ip: str | None = None
    public_dns_name: str | None = None


class _Private(msgspec.Struct, rename="pascal"):
    private_ip_address: str | None = None
    association: _Association | None = None


class _Ipv6(msgspec.Struct, rename="pascal", gc=False):
    ipv6_address: str | None = None


class _Interface(msgspec.Struct, rename="pascal"):
    private_dns_name: str | None = None
    private_ip_addresses: tuple[_Private, ...] | None = None
    ipv6_addresses: tuple[_Ipv6, ...] | None = None

    @property
    def associations(self) -> tuple[_Association, ...]:
        """Public addresses."""
        return tuple(each.association for each in self.private_ip_addresses or () if each.association)


class _InstanceState(msgspec.Struct, rename="pascal", gc=False):
    name: str | None = None


class _Placement(msgspec.Struct, rename="pascal", gc=False):
    availability_zone: str | None = None


class _Ec2MetadataOptions(msgspec.Struct, rename="pascal", gc=False):
    http_tokens: str | None = None
    http_endpoint: str | None = None


class _Ec2Instance(msgspec.Struct, rename="pascal"):
    instance_id: str
    image_id: str | None = None
    instance_type: str | None = None
    private_dns_name: str | None = None
    public_dns_name: str | None = None
    private_ip_address: str | None = None
    public_ip_address: str | None = None
    ipv6_address: str | None = None
    platform: str | None = None
    platform_details: str | None = None
    state: _InstanceState | None = None
    placement: _Placement | None = None
    metadata_options: _Ec2MetadataOptions | None = None
    network_interfaces: tuple[_Interface, ...] | None = None
    tags: tuple[_Ec2Tag, ...] | None = None

    @property
    def interfaces(self) -> tuple[_Interface, ...]:
        """None where it no longer has one."""
        return self.network_interfaces or ()

    @property
    def status(self) -> str:
        """`running`, `stopped`."""
        return (self.state.name if self.state else None) or ""


class _Reservation(msgspec.Struct, rename="pascal"):
    owner_id: str | None = None
    instances: tuple[_Ec2Instance, ...] | None = None


class _Ec2Reply(msgspec.Struct, rename="pascal"):
    reservations: tuple[_Reservation, ...]


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return is_reply(document, _QUESTIONS)


def parse(document: Document, evidence: EvidenceFile) -> CloudSnapshot:
    """See `Parser.parse`."""
    gathering = CloudGathering(document, evidence, _QUESTIONS)
    for reply in gathering.answered():
        for at, reservation in enumerate(gathering.read(reply, _Ec2Reply).reservations):
            for index, instance in enumerate(reservation.instances or ()):
                place = f"{reply.place}/Reservations/{at}/Instances/{index}"
                if instance.status not in _GONE:
                    gathering.add(_machine(gathering, instance, reservation.owner_id, place))
    return gathering.snapshot()


def _machine(gathering: CloudGathering, instance: _Ec2Instance, owner: str | None, place: str) -> CloudResource:
    zone = instance.placement.availability_zone if instance.placement else None
    here = AwsLocation(owner or gathering.folder.account, region_of(zone) or gathering.folder.region)
    gathering.seen(AwsLocation(owner or "", region_of(zone)))
    arn = here.arn("ec2", f"instance/{instance.instance_id}")
    return CloudResource(
        kind=ResourceKind.VIRTUAL_MACHINE,
        identifier=str(arn or instance.instance_id),
        name=instance.instance_id,
        addresses=_addresses(instance),
        host_names=_host_names(instance),
        public=_is_public(instance),
        product=f"Amazon EC2 {instance.instance_type}" if instance.instance_type else "Amazon EC2",
        os_name=instance.platform_details or instance.platform,
        location=zone,
        tags=tags((each.key, each.value) for each in instance.tags or ()),
        settings=settings(
            (
                ("machine image", instance.image_id),
                ("instance metadata", _metadata(instance.metadata_options)),
                ("state", instance.status if instance.status != "running" else None),
            )
        ),
        source=gathering.source(place),
    )


def _addresses(instance: _Ec2Instance) -> tuple[str, ...]:
    private = [
        private_ip_address.private_ip_address
        for interface in instance.interfaces
        for private_ip_address in interface.private_ip_addresses or ()
    ]
    public = [association.public_ip for interface in instance.interfaces for association in interface.associations]
    own = (instance.private_ip_address, instance.public_ip_address)
    return addresses((*own, *private, *public, *_ipv6(instance)))


def _ipv6(instance: _Ec2Instance) -> tuple[str, ...]:
    return addresses(
        (
            instance.ipv6_address,
            *(
                ipv6_address.ipv6_address
                for interface in instance.interfaces
                for ipv6_address in interface.ipv6_addresses or ()
            ),
        )
    )


def _host_names(instance: _Ec2Instance) -> tuple[str, ...]:
    inside = [interface.private_dns_name for interface in instance.interfaces]
    outside = [association.public_dns_name for interface in instance.interfaces for association in interface.associations]
    return names((instance.private_dns_name, instance.public_dns_name, *inside, *outside))


def _is_public(instance: _Ec2Instance) -> bool:
    """It has an address that the internet routes to; all IPv6 addresses of AWS are such. A firewall may still be before it."""
    return bool(
        instance.public_ip_address or _ipv6(instance) or any(interface.associations for interface in instance.interfaces)
    )


def _metadata(options: _Ec2MetadataOptions | None) -> str | None:
    if options is None:
        return None
    if options.http_endpoint == "disabled":
        return "off"
    return f"token {spelled(options.http_tokens)}" if options.http_tokens else None
