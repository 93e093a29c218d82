"""Tells policies which permissions boundary a call about a role is about.

The emulator keeps a role's boundary, tells it and applies it, but gives policies no `iam:PermissionsBoundary`: one that lets
somebody make roles only within a boundary would let them make none. Without effect while IAM is not enforced.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
"""

from require import require

_KEY = "iam:PermissionsBoundary"

# What a call asks for; any other call is about the boundary that the role has.
_ASKING = {"CreateRole", "PutRolePermissionsBoundary"}


def install() -> None:
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
        return {**known, _KEY: boundary} if boundary else known

    iam_actions.request_tag_context = context
