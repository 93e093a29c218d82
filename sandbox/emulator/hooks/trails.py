"""Gives trails what is watched for in them (insight selectors), and keeps their tags and where CloudTrail sends them on to."""

from require import require


def install():
    from ministack.services import cloudtrail

    create = require(cloudtrail, "_create_trail", "body")
    find = require(cloudtrail, "_find_mutable_trail", "raw")
    selectors = {}

    def create_whole(body):
        answer = create(body)
        if answer[0] == 200:
            trail = find(body["Name"].strip())[2]
            trail.update({field: body[field] for field in ("CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn") if field in body})
            selectors.pop(trail["TrailARN"], None)
            cloudtrail._trail_tags[trail["TrailARN"]] = {tag["Key"]: tag["Value"] for tag in body.get("TagsList") or []}
        return answer

    def put_insight_selectors(body):
        trail, error = find(body.get("TrailName", ""))[2:]
        if error:
            return error
        wanted = body.get("InsightSelectors") or []
        selectors[trail["TrailARN"]] = wanted
        trail["HasInsightSelectors"] = bool(wanted)
        return cloudtrail._ok({"TrailARN": trail["TrailARN"], "InsightSelectors": wanted})

    def get_insight_selectors(body):
        trail, error = find(body.get("TrailName", ""))[2:]
        if error:
            return error
        wanted = selectors.get(trail["TrailARN"])
        if not wanted:
            return cloudtrail._err("InsightNotEnabledException", "The trail has no insight selectors.")
        return cloudtrail._ok({"TrailARN": trail["TrailARN"], "InsightSelectors": wanted})

    cloudtrail._DISPATCH.update(
        {
            "CreateTrail": create_whole,
            "PutInsightSelectors": put_insight_selectors,
            "GetInsightSelectors": get_insight_selectors,
        }
    )
