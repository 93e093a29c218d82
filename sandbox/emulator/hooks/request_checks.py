"""Checks requests to REST APIs as API Gateway does before it passes them on.

The emulator ignores the conditions of what an authorizer answers, so that a denial from a token's end on would deny everything at
once; and it takes a required query parameter for given that is there and blank, of which API Gateway says that it is missing.
"""

from require import require


def install() -> None:
    from ministack.services import apigateway_v1 as gateway

    _conditions(gateway)
    _blank_parameters(gateway)


def _conditions(gateway) -> None:
    from ministack.core import iam_evaluator

    evaluate = require(gateway, "_evaluate_policy", "policy_doc", "method_arn")
    met = require(iam_evaluator, "_conditions_met", "conditions", "ctx")

    def evaluated(policy_doc, method_arn):
        if not isinstance(policy_doc, dict):
            return evaluate(policy_doc, method_arn)
        region, account = method_arn.split(":")[3:5]
        context = iam_evaluator.EvalContext(
            principal_arn="", principal_type="", principal_account=account, action="execute-api:Invoke",
            resource_arn=method_arn, region=region)
        statements = policy_doc.get("Statement") or []
        held = [statement for statement in ([statements] if isinstance(statements, dict) else statements)
                if not isinstance(statement, dict) or met(statement.get("Condition") or {}, context)]
        return evaluate({**policy_doc, "Statement": held}, method_arn)

    gateway._evaluate_policy = evaluated


def _blank_parameters(gateway) -> None:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
    missing = require(gateway, "_missing_request_parameters", "method_obj", "request", "headers", "query_params")

    def missing_or_blank(method_obj, request, headers, query_params):
        given = {name: values for name, values in (query_params or {}).items() if any(values)}
        return missing(method_obj, request, headers, given)

    gateway._missing_request_parameters = missing_or_blank
