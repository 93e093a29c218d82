"""Tells policies of a call what they ask by conditions, where the emulator knows it and does not say.

A role's boundary is kept, told and applied, but no `iam:PermissionsBoundary` is given: a policy that lets somebody make roles
only within a boundary would let them make none. The key that an object is to be encrypted with is not given either: a bucket
that takes objects under its own key only would take none.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html

Without effect while IAM is not enforced.
"""

from require import require

# What a call asks for; any other call is about the boundary that the role has.
_ASKING = {"CreateRole", "PutRolePermissionsBoundary"}

_ENCRYPTION = (
    "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-server-side-encryption-customer-algorithm",
)


def install() -> None:
    _boundary()
    _encryption()


def _boundary() -> None:
    from ministack.core import iam_actions
    from ministack.services import iam

    param = require(iam_actions, "_query_param", "query_params", "key")
    tags = require(iam_actions, "request_tag_context", "service", "iam_action", "body", "params")

    def boundary_of(action, params):
        if action in _ASKING:
            return param(params, "PermissionsBoundary")
        return (iam._roles.get(param(params, "RoleName")) or {}).get("PermissionsBoundary")

    def context(service, iam_action, body, params):
        known = tags(service, iam_action, body, params)
        boundary = service == "iam" and boundary_of(iam_action.split(":", 1)[-1], params)
        return {**known, "iam:PermissionsBoundary": boundary} if boundary else known

    iam_actions.request_tag_context = context


def _encryption() -> None:
    from ministack.core import iam_actions

    known = require(iam_actions, "s3_service_context", "iam_action", "query_params", "path", "headers")

    def context(iam_action, query_params, path="", headers=None):
        found = known(iam_action, query_params, path, headers)
        if iam_action != "s3:PutObject":
            return found
        return {**found, **{f"s3:{name}": headers[name] for name in _ENCRYPTION if (headers or {}).get(name)}}

    iam_actions.s3_service_context = context
