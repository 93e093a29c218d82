"""Tells how deployments of an ECS service end, and lets one fail.

The provider waits for the deployment of a service that it began. The emulator has deployments and a circuit breaker, but
lists none of them as service deployments, and tells times in whole seconds: every now and then the provider took a
deployment for a new one and waited for it until its time was over.

No container runs here, so every image would be healthy at once. The digest of zeros alone names one that never becomes
so: with it a deployment can be seen to fail and to be rolled back.
"""

from datetime import datetime

from require import require

UNHEALTHY = "@sha256:" + "0" * 64
ROLLED_BACK = "Service deployment rolled back because the circuit breaker threshold was exceeded."


def install():
    from ministack.services import ecs

    require(ecs, "_ts_to_epoch", "value")
    make = require(ecs, "_make_deployment", "task_definition", "desired_count")
    complete = require(ecs, "_complete_service_deployment", "cluster_name", "svc_key")
    fail_task = require(ecs, "_record_service_task_failure", "task")
    # What the emulator no longer lists, by the ARN of the service deployment.
    ended = {}

    def is_unhealthy(task_definition):
        definition = ecs._task_defs.get(ecs._resolve_td_key(task_definition)) or {}
        return any(each.get("image", "").endswith(UNHEALTHY) for each in definition.get("containerDefinitions", []))

    def make_whole(task_definition, desired_count, *others, **named):
        deployment = make(task_definition, desired_count, *others, **named)
        if desired_count > 0 and is_unhealthy(task_definition):
            deployment.update({"rolloutState": "IN_PROGRESS", "rolloutStateReason": "ECS deployment in progress."})
        return deployment

    def complete_healthy(cluster_name, svc_key, *others, **named):
        service = ecs._services.get(svc_key)
        primary = ecs._primary_deployment(service) if service else None
        if not primary or not is_unhealthy(primary["taskDefinition"]):
            complete(cluster_name, svc_key, *others, **named)

    def fail(service, deployment):
        """Lets the deployment's tasks fail until the emulator's circuit breaker ends it; it rolls back by itself."""
        task = next((each for each in list(ecs._tasks.values()) if ecs._deployment_for_task(service, each) is deployment), None)
        for _ in range(ecs._circuit_breaker_threshold(service) if task else 0):
            fail_task(task)

    def brief(service, deployment):
        cluster = service["clusterArn"].split("/")[-1]
        prefix = service["serviceArn"].split(":service/")[0]
        place = f"{cluster}/{service['serviceName']}/{deployment['id'].split('/')[-1]}"
        return {
            "serviceDeploymentArn": f"{prefix}:service-deployment/{place}",
            "serviceArn": service["serviceArn"],
            "clusterArn": service["clusterArn"],
            "targetServiceRevisionArn": f"{prefix}:service-revision/{place}",
            "createdAt": deployment["createdAt"],
            "startedAt": deployment["createdAt"],
            "updatedAt": deployment["updatedAt"],
            **state_of(service, deployment),
        }

    def state_of(service, deployment):
        state = deployment.get("rolloutState")
        if state != "FAILED":
            return {"status": "SUCCESSFUL" if state == "COMPLETED" else "IN_PROGRESS"}
        if deployment["status"] == "PRIMARY":
            # There is nothing to go back to.
            return {"status": "ROLLBACK_FAILED", "statusReason": deployment["rolloutStateReason"]}
        back = ecs._primary_deployment(service).get("rolloutState") == "COMPLETED"
        return {"status": "ROLLBACK_SUCCESSFUL" if back else "ROLLBACK_IN_PROGRESS", "statusReason": ROLLED_BACK}

    def service_of(cluster, service):
        name, own_cluster = ecs._resolve_service_ref(service) or (None, None)
        return ecs._services.get(f"{own_cluster or ecs._resolve_cluster_name(cluster)}/{name}")

    def list_deployments(data):
        service = service_of(data.get("cluster", "default"), data.get("service", ""))
        if not service:
            return ecs.error_response_json("ServiceNotFoundException", "Service not found.", 400)
        known = [each for each in ended.values() if each["serviceArn"] == service["serviceArn"]]
        found = [brief(service, each) for each in service["deployments"]] + known
        after = (data.get("createdAt") or {}).get("after", 0)
        wanted = data.get("status")
        return ecs.json_response(
            {
                "serviceDeployments": [
                    each
                    for each in found
                    if ecs._ts_to_epoch(each["createdAt"]) > after and (not wanted or each["status"] in wanted)
                ]
            }
        )

    def describe_deployments(data):
        found, failures = [], []
        for arn in data.get("serviceDeploymentArns", []):
            answer = ended.get(arn) or described(arn)
            found.append(answer) if answer else failures.append({"arn": arn, "reason": "MISSING"})
        return ecs.json_response({"serviceDeployments": found, "failures": failures})

    def described(arn):
        cluster, name, identifier = (arn.split("/") + ["", ""])[1:4]
        service = ecs._services.get(f"{cluster}/{name}")
        deployments = service["deployments"] if service else []
        deployment = next((each for each in deployments if each["id"].split("/")[-1] == identifier), None)
        if not deployment:
            return None
        if deployment["rolloutState"] == "IN_PROGRESS" and is_unhealthy(deployment["taskDefinition"]):
            fail(service, deployment)
        answer = brief(service, deployment)
        if answer["status"] == "ROLLBACK_SUCCESSFUL":
            # As on AWS, a deployment without tasks is no longer one of the service.
            ended[arn] = answer
            service["deployments"] = [each for each in service["deployments"] if each is not deployment]
        return answer

    ecs._ts_to_epoch = epoch
    ecs._make_deployment = make_whole
    ecs._complete_service_deployment = complete_healthy
    ecs._ACTION_MAP.update(
        {"ListServiceDeployments": list_deployments, "DescribeServiceDeployments": describe_deployments}
    )


def epoch(value):
    """Seconds with their fraction, as ECS tells times."""
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp()
    except ValueError:
        return value
