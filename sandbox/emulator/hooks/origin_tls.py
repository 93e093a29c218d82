"""Lets CloudFront fetch from buckets over TLS, as it does on AWS.

The emulator judges the fetch by the viewer's connection, which is plain HTTP on this machine; a bucket that refuses
plain HTTP would then never be served.
"""

from require import require


def install():
    from ministack.core import iam_evaluator
    from ministack.services import s3

    fetch = require(s3, "serve_cloudfront_origin_fetch", "bucket_name", "key", "method", "headers")

    def fetch_over_tls(*args, **named):
        origin = iam_evaluator._request_origin.get()
        token = iam_evaluator._request_origin.set((origin[0], True, *origin[2:]))
        try:
            return fetch(*args, **named)
        finally:
            iam_evaluator._request_origin.reset(token)

    s3.serve_cloudfront_origin_fetch = fetch_over_tls
