"""The account that other tests collect from starts empty, whatever ran before in the same process."""

from aws_moto import REGION, client, empty_account


def test_nothing_is_left_of_an_earlier_account() -> None:
    place = {"LocationConstraint": REGION}
    with empty_account() as endpoint:
        client("s3", endpoint).create_bucket(Bucket="left-behind", CreateBucketConfiguration=place)
        client("ec2", endpoint).run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)
    with empty_account() as endpoint:
        assert client("s3", endpoint).list_buckets()["Buckets"] == []
        assert client("ec2", endpoint).describe_instances()["Reservations"] == []
