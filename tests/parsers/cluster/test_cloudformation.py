"""Templates of CloudFormation: functions, nested stacks and what is hostile about them."""

import json

import pytest
from growth import ended_after

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot, ServiceObject, WorkloadSpec
from generator.parsers.cluster import aws_cloudformation_template
from generator.parsers.cluster.cloudformation_stack import Stack
from generator.parsers.document import Document
from generator.parsers.evidence_files import EvidenceFiles

_HEAD = "AWSTemplateFormatVersion: 2010-09-09\n"


def _evidence(path: str) -> EvidenceFile:
    return EvidenceFile(path=path, sha256="0" * 64, size=1, media_type="text/plain")


def _read(files: dict[str, str], path: str = "main.yaml") -> ClusterSnapshot:
    listed = EvidenceFiles(tuple(files), lambda name: (_evidence(name), files[name].encode()))
    document = Document(path, files[path].encode(), listed)
    assert aws_cloudformation_template.recognizes(document)
    return aws_cloudformation_template.parse(document, _evidence(path))


def _workloads(snapshot: ClusterSnapshot) -> dict[str, WorkloadSpec]:
    return {each.name: each for each in snapshot.objects if isinstance(each, WorkloadSpec)}


def _services(snapshot: ClusterSnapshot) -> dict[str, str | None]:
    return {each.name: each.product for each in snapshot.objects if isinstance(each, ServiceObject)}


_STACK = Stack(
    {
        "Parameters": {
            "Stage": {"Default": "prod"},
            "Open": {"Type": "String"},
            "Secret": {"Default": "s", "NoEcho": True},
            "Key": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/path"},
        },
        "Mappings": {"M": {"prod": {"size": 2}}},
        "Conditions": {
            "Prod": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
            "NotProd": {"Fn::Not": [{"Condition": "Prod"}]},
            "Unknown": {"Fn::Equals": [{"Ref": "Open"}, "x"]},
            "Either": {"Fn::Or": [{"Condition": "Unknown"}, {"Condition": "Prod"}]},
            "Both": {"Fn::And": [{"Condition": "Unknown"}, {"Condition": "NotProd"}]},
            "Neither": {"Fn::And": [{"Condition": "Unknown"}, {"Condition": "Prod"}]},
            "Itself": {"Condition": "Itself"},
        },
        "Resources": {"Db": {"Type": "AWS::RDS::DBInstance"}},
    }
)


@pytest.mark.parametrize(
    ("value", "evaluated"),
    [
        ({"Ref": "Stage"}, "prod"),
        ({"Ref": "Open"}, "${Open}"),
        ({"Ref": "Secret"}, "${Secret}"),
        ({"Ref": "Key"}, "${Key}"),
        ({"Ref": "Db"}, "Db"),
        ({"Ref": "AWS::Region"}, "${AWS::Region}"),
        ({"Fn::Sub": "a-${Stage}-${!Stage}-${Db.Endpoint.Address}-${AWS::Region}"}, "a-prod-${Stage}-Db-${AWS::Region}"),
        ({"Fn::Sub": ["${Here}", {"Here": {"Ref": "Stage"}}]}, "prod"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Stage"}, 3]]}, "a-prod-3"),
        ({"Fn::Join": "wrong"}, ""),
        ({"Fn::GetAtt": ["Db", "Endpoint.Address"]}, "Db"),
        ({"Fn::GetAtt": "Nothing.Arn"}, "${Nothing.Arn}"),
        ({"Fn::FindInMap": ["M", {"Ref": "Stage"}, "size"]}, 2),
        ({"Fn::FindInMap": ["M", "other", "size"]}, "${FindInMap}"),
        ({"Fn::Select": [1, {"Fn::Split": [",", "a,b"]}]}, "b"),
        ({"Fn::Select": [5, ["a"]]}, "${Select}"),
        ({"Fn::If": ["Prod", "yes", "no"]}, "yes"),
        ({"Fn::If": ["NotProd", "yes", "no"]}, "no"),
        ({"Fn::If": ["Unknown", "yes", "no"]}, "yes"),
        ({"Fn::If": ["Either", "yes", "no"]}, "yes"),
        ({"Fn::If": ["Both", "yes", "no"]}, "no"),
        ({"Fn::If": ["Neither", "yes", "no"]}, "yes"),
        ({"Fn::If": ["Itself", "yes", "no"]}, "yes"),
        ({"Fn::If": ["Prod"]}, None),
        ({"Fn::ImportValue": "shared-db"}, "${ImportValue}"),
        ({"Fn::Base64": {"Ref": "Stage"}}, "prod"),
        ({"a": {"Ref": "AWS::NoValue"}, "b": [{"Ref": "AWS::NoValue"}, True]}, {"b": [True]}),
    ],
    ids=json.dumps,
)
def test_functions_are_evaluated_as_far_as_the_template_says(value: object, evaluated: object) -> None:
    assert _STACK.value(value) == evaluated


def test_short_tags_mean_the_long_functions() -> None:
    snapshot = _read(
        {
            "main.yaml": _HEAD
            + "Resources:\n  Q: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Join ['-', [a, !Ref 'AWS::StackName']]}}\n"
        }
    )
    assert _services(snapshot) == {"a-((AWS.StackName))": "SQS queue"}


_IMPORTING = """
Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties: {FunctionName: fn, Environment: {Variables: {DB: !ImportValue NAME}}}
"""
_EXPORTING = """
Resources:
  Db: {Type: 'AWS::RDS::DBInstance', Properties: {Engine: postgres, DBInstanceIdentifier: orders-db}}
Outputs: {Host: {Value: !GetAtt Db.Endpoint.Address, Export: {Name: NAME}}}
"""


@pytest.mark.parametrize(
    ("imported", "exported", "peers"),
    [
        ("shop-db", "shop-db", ("orders-db",)),
        ("shop-data-db", "!Sub '${AWS::StackName}-db'", ("orders-db",)),
        ("!Sub '${AWS::StackName}-db'", "!Sub '${AWS::StackName}-db'", ("orders-db",)),
        ("shop-other", "!Sub '${AWS::StackName}-db'", ()),
        ("shop-db", "other-db", ()),
        ("anything", "!Ref AWS::StackName", ()),
        ("shop-db-of-shop", "!Sub '${AWS::StackName}-db-of-${AWS::StackName}'", ("orders-db",)),
        ("shop-db-of-carts", "!Sub '${AWS::StackName}-db-of-${AWS::StackName}'", ()),
        ("a" * 400 + ".a", f"!Sub '{'${AWS::StackName}a' * 27}'", ()),  # one stack: else there are countless ways to try
    ],
)
def test_an_import_is_what_a_template_beside_it_exports(imported: str, exported: str, peers: tuple[str, ...]) -> None:
    importing = _HEAD + _IMPORTING.replace("!ImportValue NAME", f"{{'Fn::ImportValue': {imported}}}")
    files = {"app.yaml": importing, "data.yaml": _HEAD + _EXPORTING.replace("Name: NAME", f"Name: {exported}")}
    with ended_after(60):
        assert _workloads(_read(files, "app.yaml"))["fn"].containers[0].peers == peers


def test_an_import_that_two_templates_export_differently_or_of_another_cloud_is_not_known() -> None:
    importing, exporting = _HEAD + _IMPORTING.replace("NAME", "shop-db"), _HEAD + _EXPORTING.replace("NAME", "shop-db")
    other = exporting.replace("orders-db", "carts-db")
    two = {"app.yaml": importing, "data.yaml": exporting, "more.yaml": other}
    assert _workloads(_read(two, "app.yaml"))["fn"].containers[0].peers == ()
    places = {f"evidence/cluster/{name}": text for name, text in (("prod/app.yaml", importing), ("test/data.yaml", exporting))}
    assert _workloads(_read(places, "evidence/cluster/prod/app.yaml"))["fn"].containers[0].peers == ()


def test_a_nested_template_is_read_with_what_it_is_given_and_once() -> None:
    files = {
        "stacks/main.yaml": _HEAD
        + """
Resources:
  Data:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ./parts/data.yaml, Parameters: {Stage: prod}}
  Fn:
    Type: AWS::Lambda::Function
    Properties: {FunctionName: fn, Environment: {Variables: {DB: !GetAtt Data.Outputs.Host}}}
""",
        "stacks/parts/data.yaml": _HEAD
        + """
Parameters: {Stage: {Type: String}}
Resources:
  Db: {Type: 'AWS::RDS::DBInstance', Properties: {Engine: postgres, DBInstanceIdentifier: !Sub 'db-${Stage}'}}
Outputs: {Host: {Value: !GetAtt Db.Endpoint.Address}}
""",
    }
    snapshot = _read(files, "stacks/main.yaml")
    assert _services(snapshot) == {"db-prod": "RDS postgres"}
    assert _workloads(snapshot)["fn"].containers[0].peers == ("db-prod",)
    assert [each.source.place for each in snapshot.objects if isinstance(each, ServiceObject)] == ["Data/Db"]
    assert _read(files, "stacks/parts/data.yaml").objects == ()


@pytest.mark.parametrize("url", ["https://bucket.example.com/a.yaml", "../../etc/passwd", "missing.yaml", "/etc/passwd"])
def test_a_nested_template_that_was_not_collected_is_said_and_not_opened(url: str) -> None:
    text = f"{_HEAD}Resources:\n  Data: {{Type: 'AWS::CloudFormation::Stack', Properties: {{TemplateURL: '{url}'}}}}\n"
    assert _read({"main.yaml": text}).not_read == ("AWS::CloudFormation::Stack.Data",)


def test_a_template_that_nests_itself_ends() -> None:
    text = f"{_HEAD}Resources:\n  Me: {{Type: 'AWS::CloudFormation::Stack', Properties: {{TemplateURL: main.yaml}}}}\n"
    assert _read({"main.yaml": text}).not_read == (f"AWS::CloudFormation::Stack.{'Me/' * 5}Me",)


def test_names_that_refer_to_one_another_end() -> None:
    text = (
        f"{_HEAD}Resources:\n"
        "  A: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Ref B}}\n"
        "  B: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Ref A}}\n"
    )
    assert set(_services(_read({"main.yaml": text}))) <= {"A", "B"}


def test_a_secret_default_is_never_read() -> None:
    text = f"""{_HEAD}
Parameters: {{Token: {{Type: String, NoEcho: true, Default: hunter2.example.com}}}}
Resources:
  Fn: {{Type: 'AWS::Lambda::Function', Properties: {{FunctionName: fn, Environment: {{Variables: {{T: !Ref Token}}}}}}}}
"""
    assert "hunter2" not in repr(_read({"main.yaml": text}))


def test_a_service_is_one_with_its_definition_by_the_family_too() -> None:
    text = f"""{_HEAD}
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties: {{Family: web, ContainerDefinitions: [{{Name: web, Image: 'example/web:1'}}]}}
  Service:
    Type: AWS::ECS::Service
    Properties: {{ServiceName: shop-web, TaskDefinition: 'web:4', SchedulingStrategy: DAEMON}}
"""
    snapshot = _read({"main.yaml": text})
    (service,) = _workloads(snapshot).values()
    assert (service.name, service.replicas, service.containers[0].image) == ("shop-web", None, "example/web:1")


def test_a_template_without_resources_says_so() -> None:
    with pytest.raises(ParseError, match="without resources"):
        _read({"main.yaml": f"{_HEAD}Resources:\n"})


@pytest.mark.parametrize(
    ("declared", "image"),
    [("Default: ''", "${ImageURI}"), ("Type: String", "${ImageURI}"), ("Default: 'example/web:1'", "example/web:1")],
)
def test_a_container_stays_whose_image_is_given_when_the_stack_is_deployed(declared: str, image: str) -> None:
    text = f"""{_HEAD}
Parameters: {{ImageURI: {{{declared}}}}}
Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties: {{Family: web, ContainerDefinitions: [{{Name: web, Image: {{Ref: ImageURI}}}}]}}
"""
    snapshot = _read({"main.yaml": text})
    assert [each.image for each in _workloads(snapshot)["web"].containers] == [image]
    assert snapshot.not_read == ()
