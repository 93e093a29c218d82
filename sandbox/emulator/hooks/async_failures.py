"""Sends failed asynchronous invocations where their alias says.

The emulator looks at the settings of the unpublished code only, so a function that is invoked through an alias would never
reach the destination of that alias; and what it sends there has neither the request's id nor a time, which Lambda's has.
"""

import json
import uuid
from datetime import datetime, timezone

from require import require


def install():
    # https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    from ministack.services import lambda_svc

    invoke = require(lambda_svc, "invoke_async_with_retry", "func", "event")
    require(lambda_svc, "_route_async_failure", "target_arn", "func_name", "event", "result")

    def invoke_as_alias_says(func, event):
        return invoke(_with_settings_of_alias(lambda_svc, func), event)

    lambda_svc.invoke_async_with_retry = invoke_as_alias_says
    lambda_svc.json = _CompleteEnvelopes()


def _with_settings_of_alias(lambda_svc, func):
    config = func.get("config") or func
    owner = lambda_svc._functions.get(config.get("FunctionName"), {})
    for name, alias in owner.get("aliases", {}).items():
        settings = owner.get("event_invoke_configs", {}).get(name)
        if settings and alias.get("FunctionVersion") == config.get("Version"):
            return {**func, "event_invoke_config": settings}
    return func


class _CompleteEnvelopes:
    """The module json, but for what Lambda writes of a failed invocation."""

    def __getattr__(self, name):
        return getattr(json, name)

    def dumps(self, value, *rest, **named):
        if isinstance(value, dict) and {"requestContext", "requestPayload", "responsePayload"} <= value.keys():
            moment = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            value = {
                "version": "1.0",
                "timestamp": moment,
                **value,
                "requestContext": {"requestId": str(uuid.uuid4()), **value["requestContext"]},
            }
        return json.dumps(value, *rest, **named)
