"""Has the mapping templates of REST APIs run by the sandbox's template engine.

The emulator ignores the templates of Lambda integrations, and knows only part of the template language for SQS and MOCK
ones. Its key check, authorizers, validators and throttles stay as they are: only the last step, the integration, is
handed to the shim over loopback, with everything that API Gateway's `$context` needs.
"""

import asyncio
import base64
import contextvars
import json
import re
import urllib.error
import urllib.request

from require import require

_STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.([A-Za-z0-9_]+)\}")
_request = contextvars.ContextVar("sandbox_request")
# Longer than any integration may take (29 s), so that the shim's own answer wins.
_TIMEOUT_SECONDS = 35


def install(url):
    """Replaces the integrations of apigateway_v1 with calls to the shim at `url`."""
    from ministack.services import apigateway_v1 as gateway

    execute = require(gateway, "_execute_in_scope", "request", "api_id", "stage_name", "method", "path", "headers", "body",
                      "query_params", "owner_account_id", "owner_region")
    common = ("integration", "api_id", "stage_name", "stage", "resource", "request_path", "method", "headers", "body",
              "query_params", "path_params")
    proxy = require(gateway, "_invoke_lambda_proxy_v1", *common)
    require(gateway, "_invoke_lambda_custom_v1", *common)
    require(gateway, "_invoke_sqs_v1", *common)
    require(gateway, "_invoke_mock_v1", "integration")
    require(gateway, "_check_passthrough_behavior", "integration", "headers")
    gateway_error = require(gateway, "_gw_error", "response_type", "message")

    async def remembering_execute(request, api_id, stage_name, method, path, headers, body, query_params, account, region):
        token = _request.set({"request": request, "apiId": api_id, "accountId": account, "region": region, "path": path,
                              "method": method, "headers": headers, "query": query_params, "body": body})
        try:
            response = await execute(request, api_id, stage_name, method, path, headers, body, query_params, account, region)
            # The emulator's MOCK function is not asynchronous, so its caller hands the unfinished call back.
            return await response if asyncio.iscoroutine(response) else response
        finally:
            _request.reset(token)

    async def mapped(integration, *positional, authorizer_context=None, caller_identity=None, **_rest):
        known = _request.get()
        request = known["request"]
        resource = positional[3] if positional else None
        message = {
            "integration": integration,
            "apiId": known["apiId"],
            "accountId": known["accountId"],
            "region": known["region"],
            "stage": request["stage_name"],
            "stageVariables": (request["stage"] or {}).get("variables") or {},
            "requestId": request["request_id"],
            "resourceId": (resource or {}).get("id", ""),
            "resourcePath": request["resource_path"],
            "httpMethod": known["method"],
            "path": known["path"],
            "headers": known["headers"],
            "query": known["query"] or {},
            "pathParameters": request["path_params"] or {},
            "body": base64.b64encode(known["body"] or b"").decode(),
            "authorizer": authorizer_context or {},
            "identity": caller_identity or {},
        }
        try:
            answer = await asyncio.to_thread(_post, url, message)
        except (OSError, ValueError) as error:
            gateway.logger.error("The sandbox's mapping shim did not answer: %s", error)
            return gateway_error("INTEGRATION_FAILURE", "Internal server error")
        if "gatewayResponse" in answer:
            return gateway_error(answer["gatewayResponse"]["type"], answer["gatewayResponse"]["message"])
        return answer["status"], answer["headers"], base64.b64decode(answer["body"])

    async def proxied(integration, api_id, stage_name, stage, *positional, **named):
        variables = stage.get("variables") or {}
        uri = _STAGE_VARIABLE.sub(lambda found: variables.get(found.group(1), ""), integration.get("uri", ""))
        return await proxy({**integration, "uri": uri}, api_id, stage_name, stage, *positional, **named)

    gateway._execute_in_scope = remembering_execute
    gateway._invoke_lambda_proxy_v1 = proxied
    gateway._invoke_lambda_custom_v1 = mapped
    gateway._invoke_sqs_v1 = mapped
    gateway._invoke_mock_v1 = lambda integration: mapped(integration)
    # The shim chooses the template, so it also decides about a content type without one.
    gateway._check_passthrough_behavior = lambda integration, headers: None


def _post(url, message):
    request = urllib.request.Request(
        url, data=json.dumps(message).encode(), method="POST", headers={"Content-Type": "application/json"})
    # No proxy of the environment: the shim is on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=_TIMEOUT_SECONDS) as response:
        return json.loads(response.read())
