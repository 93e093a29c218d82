"""Lets CloudFront fetch from a bucket as it does on AWS: over TLS, and told of a missing object where it may list.

The emulator judges the fetch by the viewer's connection, which is plain HTTP on this machine; a bucket that refuses
plain HTTP would then never be served. And it answers every missing object with 403; S3 says 404 to who may list.
"""

from require import require


def install():
    from ministack.core import iam_evaluator
    from ministack.services import s3

    fetch = require(s3, "serve_cloudfront_origin_fetch", "bucket_name", "key", "method", "headers", "source_arn")

    def fetch_over_tls(bucket_name, key, method, headers, source_arn="", *rest, **named):
        origin = iam_evaluator._request_origin.get()
        token = iam_evaluator._request_origin.set((origin[0], True, *origin[2:]))
        try:
            status, answer_headers, body = fetch(bucket_name, key, method, headers, source_arn, *rest, **named)
            bucket = s3._buckets.get(bucket_name)
            if status == 403 and bucket and key not in bucket["objects"] and _may_list(s3, bucket_name, source_arn):
                return s3._error("NoSuchKey", "The specified key does not exist.", 404, f"/{bucket_name}/{key}")
            return status, answer_headers, body
        finally:
            iam_evaluator._request_origin.reset(token)

    s3.serve_cloudfront_origin_fetch = fetch_over_tls


def _may_list(s3, bucket_name, source_arn):
    """Whether the bucket's policy lets the distribution list it."""
    from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy

    owner = s3._bucket_owner_account(bucket_name) or s3.get_account_id()
    policy = s3._bucket_policies.get_scoped(owner, None, bucket_name)
    if not policy or not source_arn:
        return False
    context = EvalContext(
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action="s3:ListBucket",
        resource_arn=f"arn:aws:s3:::{bucket_name}",
        region=s3.get_region(),
        service_context={"aws:sourcearn": source_arn},
    )
    return evaluate_resource_policy(policy, context, service="cloudfront.amazonaws.com").decision == "Allow"
