"""Gives a role only to those whom its trust policy lets assume it, and only if there is such a role.

The emulator asks neither unless it checks every call, which it then does more strictly than the rest of a sandbox needs.
What happens in one account by another account's leave shall be seen here, though.
"""

import json
from urllib.parse import parse_qs

from require import require


def install():
    from ministack.services import sts

    handle = require(sts, "handle_request", "method", "path", "headers", "body", "query_params")

    async def handle_with_trust(method, path, headers, body, query_params):
        asked = _asked(headers, body, query_params)
        if asked.get("Action") == "AssumeRole" and asked.get("RoleArn", "").count(":") == 5:
            denied = _denied(sts, asked, headers, query_params)
            if denied:
                return sts._error(403, "AccessDenied", denied, ns="sts")
        return await handle(method, path, headers, body, query_params)

    sts.handle_request = handle_with_trust


def _asked(headers, body, query_params):
    """The call's parameters, in whichever protocol it came."""
    text = (body or b"").decode("utf-8", errors="replace")
    target = headers.get("x-amz-target", "")
    if "amz-json" in headers.get("content-type", "") and target.startswith("AWSSecurityTokenService"):
        return {**json.loads(text or "{}"), "Action": target.split(".")[-1]}
    return {key: value[0] for key, value in {**query_params, **parse_qs(text)}.items()}


def _denied(sts, asked, headers, query_params):
    """AWS's words of refusal; None where the role may be assumed. It does not say whether there is such a role."""
    from ministack.core.iam_evaluator import EvalContext, evaluate_trust_policy
    from ministack.services import iam

    arn = asked["RoleArn"]
    caller = sts._caller_identity(headers, query_params)
    if not isinstance(caller, dict):
        return None
    role = iam._roles.get_scoped(arn.split(":")[4], None, arn.split("/")[-1])
    context = EvalContext(
        principal_arn=caller["userArn"],
        principal_type=caller["principalType"],
        principal_account=caller["accountId"],
        action="sts:AssumeRole",
        resource_arn=arn,
        region=sts.get_region(),
        service_context={
            "sts:externalid": asked.get("ExternalId"),
            "sts:rolesessionname": asked.get("RoleSessionName"),
        },
    )
    if role and evaluate_trust_policy(role.get("AssumeRolePolicyDocument", "{}"), caller["userArn"], context):
        return None
    return f"User: {caller['userArn']} is not authorized to perform: sts:AssumeRole on resource: {arn}"
