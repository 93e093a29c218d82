"""Tells policies what a call does and to what, where the emulator takes it for another.

Of most calls to Lambda it guesses the operation from a word of the path: reading an alias is listing aliases to it. Calls that
name what they are about in a field which it does not look for (most that are about tags, and those that make a function) are
about everything to it. Policies that name operations and resources allow neither, so that with them almost nothing could be
made. Without effect while IAM is not enforced.
"""

import json

from require import require

# Fields that hold an ARN, in the spelling of one service or another.
_ARNS = ("ResourceArn", "ResourceARN", "resourceArn", "SubscriptionArn", "CertificateArn")

# Operations that IAM has another name for.
_NAMES = {"Invoke": "InvokeFunction", "InvokeAsync": "InvokeFunction", "InvokeWithResponseStream": "InvokeFunction"}


def install() -> None:
    _lambda_operations()
    _resources()


def _lambda_operations() -> None:
    from ministack.core import iam_actions

    guess = require(iam_actions, "_lambda_action", "method", "path")
    # By AWS's own description of the service, which the emulator reads for others.
    iam_actions._BOTOCORE_SERVICE_MAP["lambda"] = ["lambda"]
    described = require(iam_actions, "_match_rest_action", "service", "method", "path", "query_params")

    def action(method, path):
        found = described("lambda", method, path, {})
        return _NAMES.get(found, found) or guess(method, path)

    iam_actions._lambda_action = action


def _resources() -> None:
    from ministack.core import iam_actions

    extract = require(
        iam_actions,
        "extract_resource_arn",
        *("service", "method", "path", "headers", "body", "query_params", "region", "account_id"),
    )

    def resource(service, method, path, headers, body, query_params, region, account_id):
        found = extract(service, method, path, headers, body, query_params, region, account_id)
        asked = _asked(body, query_params) if found == "*" or service == "events" else {}
        if service == "events" and asked.get("Rule"):
            bus = str(asked.get("EventBusName") or "default").split("/")[-1]
            return f"arn:aws:events:{region}:{account_id}:rule/{bus}/{asked['Rule']}"
        if found != "*":
            return found
        named = [str(asked[field]) for field in _ARNS if str(asked.get(field, "")).startswith("arn:")]
        if named:
            return named[0]
        if service == "lambda" and path.rstrip("/").endswith("/functions") and asked.get("FunctionName"):
            return f"arn:aws:lambda:{region}:{account_id}:function:{asked['FunctionName']}"
        if service == "lambda" and path.rstrip("/").endswith("/event-source-mappings"):
            return f"arn:aws:lambda:{region}:{account_id}:event-source-mapping:new"
        if service == "route53":
            # /2013-04-01/change/ID, /2013-04-01/healthcheck/ID, /2013-04-01/tags/healthcheck/ID
            *_, kind, name = ["", *path.strip("/").split("/")]
            return f"arn:aws:route53:::{kind}/{name}" if kind in ("change", "healthcheck") else found
        if service == "kms" and asked.get("AliasName"):
            return f"arn:aws:kms:{region}:{account_id}:{asked['AliasName']}"
        return found

    iam_actions.extract_resource_arn = resource


def _asked(body, query_params):
    """A call's fields, in whichever protocol it came."""
    fields = {key: value[0] if isinstance(value, list) and value else value for key, value in query_params.items()}
    try:
        content = json.loads(body or b"{}")
    except (ValueError, UnicodeDecodeError):
        content = {}
    return {**fields, **content} if isinstance(content, dict) else fields
