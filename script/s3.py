"""A private S3 in memory, for tests: prints the environment that names it, and serves until its input ends.

Other keys than the one it prints are refused, as S3 refuses them.
"""

import json
import sys

import boto3
from moto import settings
from moto.server import ThreadedMotoServer

BUCKET = "lyceum-backups"
REGION = "eu-west-1"
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
endpoint = f"http://{host}:{port}"


def client(service):
    return boto3.client(
        service, endpoint_url=endpoint, region_name=REGION, aws_access_key_id="nobody", aws_secret_access_key="nothing"
    )


client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
people = client("iam")
people.create_user(UserName="lyceum")
people.put_user_policy(UserName="lyceum", PolicyName="store", PolicyDocument=json.dumps(POLICY))
key = people.create_access_key(UserName="lyceum")["AccessKey"]
# From here on every request must be signed with it.
settings.INITIAL_NO_AUTH_ACTION_COUNT = 0

for name, value in {
    "ENDPOINT": endpoint,
    "REGION": REGION,
    "BUCKET": BUCKET,
    "KEY": key["AccessKeyId"],
    "SECRET": key["SecretAccessKey"],
}.items():
    print(f"export TEST_S3_{name}={value}")
# What reads this knows by it that all of it came.
print("# ready", flush=True)
sys.stdin.read()
