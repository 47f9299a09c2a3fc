"""Resources of CloudFormation, SAM and CDK: containers and functions that run, and services that the platform keeps.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html,
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-resources-and-properties.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.model.inventory import MANAGED_KIND, MANAGED_SERVICE, Container, ServiceObject
from generator.parsers.cluster import cloudformation_stores, cloudformation_ways, ecs_definition, foreign
from generator.parsers.cluster.cloudformation_stack import Stack, StackResource, Values, as_name
from generator.parsers.cluster.ecs_tasks import LABEL
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.terraform_links import host_of

_DIAGRAM_LABEL = "diagram-label"
_MANAGED: Mapping[str, tuple[str, str]] = {
    "AWS::RDS::DBInstance": ("DBInstanceIdentifier", "RDS"),
    "AWS::RDS::DBCluster": ("DBClusterIdentifier", "RDS Aurora"),
    "AWS::S3::Bucket": ("BucketName", "S3"),
    "AWS::ElastiCache::CacheCluster": ("ClusterName", "ElastiCache"),
    "AWS::ElastiCache::ReplicationGroup": ("ReplicationGroupId", "ElastiCache"),
    "AWS::ElastiCache::ServerlessCache": ("ServerlessCacheName", "ElastiCache"),
    "AWS::MemoryDB::Cluster": ("ClusterName", "MemoryDB"),
    "AWS::OpenSearchService::Domain": ("DomainName", "OpenSearch"),
    "AWS::Elasticsearch::Domain": ("DomainName", "Elasticsearch"),
    "AWS::DynamoDB::Table": ("TableName", "DynamoDB"),
    "AWS::DynamoDB::GlobalTable": ("TableName", "DynamoDB"),
    "AWS::Serverless::SimpleTable": ("TableName", "DynamoDB"),
    "AWS::SQS::Queue": ("QueueName", "SQS queue"),
    "AWS::SNS::Topic": ("TopicName", "SNS"),
    "AWS::Kinesis::Stream": ("Name", "Kinesis"),
    "AWS::Events::EventBus": ("Name", "EventBridge"),
    "AWS::MSK::Cluster": ("ClusterName", "MSK Kafka"),
    "AWS::AmazonMQ::Broker": ("BrokerName", "MQ broker"),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ("Name", "load balancer"),
    "AWS::ElasticLoadBalancing::LoadBalancer": ("LoadBalancerName", "load balancer"),
    "AWS::EFS::FileSystem": ("", "EFS"),
    "AWS::CloudFront::Distribution": ("", "CloudFront"),
    "AWS::DocDB::DBCluster": ("DBClusterIdentifier", "DocumentDB"),
    "AWS::Redshift::Cluster": ("ClusterIdentifier", "Redshift"),
    "AWS::Cognito::UserPool": ("UserPoolName", "Cognito"),
    "AWS::ApiGateway::RestApi": ("Name", "API Gateway"),
    "AWS::ApiGatewayV2::Api": ("Name", "API Gateway"),
    "AWS::Serverless::Api": ("Name", "API Gateway"),
    "AWS::Serverless::HttpApi": ("Name", "API Gateway"),
    "AWS::AppSync::GraphQLApi": ("Name", "AppSync"),
    "AWS::StepFunctions::StateMachine": ("StateMachineName", "Step Functions"),
    "AWS::Serverless::StateMachine": ("Name", "Step Functions"),
}
"""Type to (the property that names it, what it is in a reader's words)."""

_DEFINITION, _SERVICE = "AWS::ECS::TaskDefinition", "AWS::ECS::Service"
_FUNCTIONS = ("AWS::Lambda::Function", "AWS::Serverless::Function")
_APP_RUNNER = "AWS::AppRunner::Service"
_HANDED_BY = ("Queue", "Stream", "Topic", "Bucket", "Broker", "EventBusName")
_EVENT_LINKS: Mapping[str, tuple[str, str]] = {
    "AWS::Lambda::EventSourceMapping": ("FunctionName", "EventSourceArn"),
    "AWS::Lambda::EventInvokeConfig": ("FunctionName", "DestinationConfig"),
    "AWS::SNS::Subscription": ("Endpoint", "TopicArn"),
    "AWS::Events::Rule": ("Targets", "EventBusName"),
}
"""Type to (what refers to a function, what refers to that which hands it events or takes what it could not handle)."""
_NAMED: Mapping[str, str] = {
    _DEFINITION: "Family",
    _SERVICE: "ServiceName",
    _APP_RUNNER: "ServiceName",
    **dict.fromkeys(_FUNCTIONS, "FunctionName"),
    **{type_: key for type_, (key, _) in _MANAGED.items()},
}
NOT_READ = frozenset(
    {
        "AWS::AutoScaling::LaunchConfiguration",
        "AWS::Batch::JobDefinition",
        "AWS::EC2::Instance",
        "AWS::EC2::LaunchTemplate",
        "AWS::ElasticBeanstalk::Environment",
        "AWS::Lightsail::Container",
    }
)
"""What runs something of the system and is not read. Each is a gap."""


def named_by(resource: StackResource) -> str:
    """The property that holds a resource's name; empty where none does."""
    return _NAMED.get(resource.type, "")


@dataclass(slots=True)
class StackReading:
    """Takes the resources of one stack."""

    fold: Fold
    stack: Stack
    place: str = ""
    """Logical ids of the stacks that nest this one."""

    def take(self) -> None:
        """Everything that runs, and everything that containers use."""
        services = [each for each in self._made() if each.type == _SERVICE]
        definitions = {logical for each in services for logical in self._definition_of(each)}
        for resource in self._made():
            if resource.type == _SERVICE:
                self._service(resource)
            elif resource.type == _DEFINITION:
                self._definition(resource, alone=resource.logical not in definitions)
            elif resource.type in _FUNCTIONS:
                self._add(resource, "LambdaFunction", self._function(resource))
            elif resource.type == _APP_RUNNER:
                self._add(resource, "AppRunnerService", self._app_runner(resource))
            elif resource.type in _MANAGED and not self._is_member(resource):
                self._managed(resource)
            else:
                self.fold.note(resource.type or "Resource", count=1)
                if resource.type in NOT_READ:
                    self.fold.note_not_read(f"{resource.type}.{self._address(resource)}")
        cloudformation_ways.take(self.fold, self.stack, frozenset(_MANAGED), self.place)
        cloudformation_stores.take(self.fold, self.stack, self.place)

    def _made(self) -> Iterator[StackResource]:
        return (each for each in self.stack.resources.values() if self.stack.is_made(each))

    def _address(self, resource: StackResource) -> str:
        return f"{self.place}{resource.logical}"

    def _add(self, resource: StackResource, kind: str, *containers: Container | None) -> None:
        name, source = self.stack.name_of(resource.logical), self.fold.source(self._address(resource))
        self.fold.add_workload(kind, name, containers, source)

    def _service(self, resource: StackResource) -> None:
        source, values = self.fold.source(self._address(resource)), self._values(resource)
        name = self.stack.name_of(resource.logical)
        logical = next(self._definition_of(resource), "")
        containers = self._containers(self.stack.resources[logical]) if logical else ()
        labels = ((LABEL, name),)
        everywhere = foreign.text(values.get("SchedulingStrategy")) == "DAEMON"
        desired = foreign.number(values.get("DesiredCount"))
        replicas = None if everywhere else 1 if "DesiredCount" not in values else desired
        self.fold.add_workload("EcsService", name, containers, source, replicas=replicas, labels=labels)
        ports = tuple(sorted({port for each in containers for port in each.ports}))
        for host in sorted({name, *self._reached_by(values)}):
            self.fold.add("Service", ServiceObject(namespace="default", name=host, selector=labels, ports=ports, source=source))

    def _definition_of(self, service: StackResource) -> Iterator[str]:
        """By reference, else by the family that is named."""
        written = service.properties.get("TaskDefinition")
        logical = [name for name in self.stack.references(written) if self.stack.resources[name].type == _DEFINITION]
        if not logical:
            family = as_name(foreign.text(self.stack.value(written))).partition(":")[0]
            logical = [
                each.logical
                for each in self.stack.resources.values()
                if each.type == _DEFINITION and family and self.stack.name_of(each.logical) == family
            ]
        yield from logical[:1]

    def _definition(self, resource: StackResource, *, alone: bool) -> None:
        if not alone:
            self.fold.note("EcsTaskDefinition", count=1)
            return
        self._add(resource, "EcsTaskDefinition", *self._containers(resource))

    def _containers(self, definition: StackResource) -> tuple[Container, ...]:
        found: list[Container] = []
        for written in map(foreign.members, foreign.entries(definition.properties.get("ContainerDefinitions"))):
            values = foreign.members(self.stack.value(dict(written)))
            variables = [
                {"name": foreign.text(each.get("Name")), "value": foreign.text(each.get("Value"))}
                for each in map(foreign.members, foreign.entries(values.get("Environment")))
            ]
            listed = {
                "name": values.get("Name"),
                "image": self.stack.text_given(written.get("Image")),
                "environment": variables,
                "entryPoint": values.get("EntryPoint"),
                "command": values.get("Command"),
                "portMappings": [
                    {"containerPort": each.get("ContainerPort"), "protocol": each.get("Protocol"), "name": each.get("Name")}
                    for each in map(foreign.members, foreign.entries(values.get("PortMappings")))
                ],
            }
            found.extend(ecs_definition.containers([listed], peers=self._peers(written.get("Environment"))))
        if not found:
            self.fold.note_not_read(f"{_DEFINITION}.{self._address(definition)}")
        return tuple(found)

    def _function(self, resource: StackResource) -> Container | None:
        """NOTE: a function without an image is a package of code, as in `terraform_cloud`."""
        values = self._values(resource)
        code = foreign.members(values.get("Code"))
        image = foreign.text(values.get("ImageUri")) or foreign.text(code.get("ImageUri"))
        environment = foreign.members(foreign.members(values.get("Environment")).get("Variables"))
        shared = foreign.members(foreign.members(self.stack.template.get("Globals")).get("Function"))
        inherited = shared.get("Environment") if resource.type == _FUNCTIONS[1] else None
        common = foreign.members(foreign.members(self.stack.value(inherited)).get("Variables"))
        written = [resource.properties.get("Environment"), inherited, *self._events(resource)]
        return foreign.container(
            "function",
            image or f"package:{self.stack.name_of(resource.logical)}",
            environment={**common, **environment},
            peers=self._peers(written),
        )

    def _events(self, function: StackResource) -> Iterator[object]:
        """What hands it events: queues, streams, topics and buses, as SAM's events or as resources beside it."""
        for event in map(foreign.members, foreign.members(function.properties.get("Events")).values()):
            properties = foreign.members(event.get("Properties"))
            yield from (properties.get(key) for key in _HANDED_BY if key in properties)
        yield from (function.properties.get(key) for key in ("DeadLetterQueue", "DeadLetterConfig", "EventInvokeConfig"))
        for each in self.stack.resources.values():
            called, other = _EVENT_LINKS.get(each.type, ("", ""))
            if called and function.logical in self.stack.references(each.properties.get(called)):
                yield each.properties.get(other)

    def _app_runner(self, resource: StackResource) -> Container | None:
        values = self._values(resource)
        repository = foreign.members(foreign.members(values.get("SourceConfiguration")).get("ImageRepository"))
        configured = foreign.members(repository.get("ImageConfiguration"))
        return foreign.container(
            "service",
            foreign.text(repository.get("ImageIdentifier")),
            environment=[
                {"name": foreign.text(each.get("Name")), "value": foreign.text(each.get("Value"))}
                for each in map(foreign.members, foreign.entries(configured.get("RuntimeEnvironmentVariables")))
            ],
            ports=[foreign.port(configured.get("Port"))],
            peers=self._peers(resource.properties),
        )

    def _peers(self, written: object) -> Mapping[str, str]:
        """NOTE: what an environment refers to is called, whichever of its attributes the value is."""
        referred = (self.stack.resources[logical] for logical in self.stack.references(written))
        names = [self.stack.name_of(each.logical) for each in referred if each.type in _NAMED]
        names += self._outputs(written)
        return {host: "environment" for host in map(host_of, names) if host}

    def _outputs(self, written: object) -> Iterator[str]:
        """What other stacks give: `!GetAtt Data.Outputs.Host`, `!ImportValue data-host` are the name of the database there."""
        for given in _given_by_others(written, 0):
            value = foreign.text(self.stack.value(given))
            if value and "${" not in value:
                yield as_name(value)

    def _managed(self, resource: StackResource) -> None:
        values = self._values(resource)
        name, what = self.stack.name_of(resource.logical), _MANAGED[resource.type][1]
        engine = foreign.text(values.get("Engine"))
        tags = {foreign.text(each.get("Key")): foreign.text(each.get("Value")) for each in _tags(values)}
        host = host_of(name)
        service = ServiceObject(
            namespace="default",
            name=name,
            type=MANAGED_SERVICE,
            product=f"{what} {engine}" if engine and "${" not in engine else what,
            external_name=host if host and host != name else None,
            diagram_label=tags.get(_DIAGRAM_LABEL) or None,
            source=self.fold.source(self._address(resource)),
        )
        self.fold.add(MANAGED_KIND, service)

    @staticmethod
    def _is_member(resource: StackResource) -> bool:
        """An instance of a database cluster is a part of it."""
        return resource.type == "AWS::RDS::DBInstance" and "DBClusterIdentifier" in resource.properties

    def _values(self, resource: StackResource) -> Values:
        return foreign.members(self.stack.value(dict(resource.properties)))

    @staticmethod
    def _reached_by(values: Values) -> Iterator[str]:
        """Names of Service Connect."""
        connect = foreign.members(values.get("ServiceConnectConfiguration"))
        for service in map(foreign.members, foreign.entries(connect.get("Services"))):
            aliases = map(foreign.members, foreign.entries(service.get("ClientAliases")))
            names = [foreign.text(each.get("DnsName")) for each in aliases]
            yield from names or [foreign.text(service.get("DiscoveryName")) or foreign.text(service.get("PortName"))]


def _tags(values: Values) -> Iterator[Values]:
    """NOTE: a list of key and value, but a mapping in SAM and a few types."""
    tags = values.get("Tags")
    if isinstance(tags, dict):
        yield from ({"Key": key, "Value": value} for key, value in tags.items())
    yield from map(foreign.members, foreign.entries(tags))


def _given_by_others(value: object, depth: int) -> Iterator[Values]:
    """Functions that take a value of another stack."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _given_by_others(each, depth + 1)
    for key, each in foreign.members(value).items():
        if key == "Fn::ImportValue" or (key == "Fn::GetAtt" and ".Outputs." in _dotted(each)):
            yield {key: each}
        elif key != "Fn::GetAtt":
            yield from _given_by_others(each, depth + 1)


def _dotted(attribute: object) -> str:
    return ".".join(map(foreign.text, attribute)) if isinstance(attribute, list) else foreign.text(attribute)


_DEEPEST = 24
