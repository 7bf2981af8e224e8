"""What wakes somebody up is really counted, and what is counted and paid for is looked at."""

import json
import re

from infra.deploy import plan, transform

TEMPLATE = transform.parse((plan.INFRA / "observability.yaml").read_text())
OWN = "HealthNotebook"
# What AWS publishes: its documents "Monitoring … metrics with CloudWatch" of each service.
OF_AWS = {
    "AWS/ApiGateway": {"4xx", "5xx", "Count", "IntegrationLatency", "Latency", "DataProcessed"},
    "AWS/DynamoDB": {"ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "ReadThrottleEvents", "WriteThrottleEvents"},
    "AWS/Lambda": {"ConcurrentExecutions", "Errors", "Invocations", "Throttles"},
    "AWS/SES": {"Bounce", "Reputation.BounceRate", "Reputation.ComplaintRate", "Send"},
    "AWS/SNS": {"NumberOfNotificationsDelivered", "NumberOfNotificationsFailed"},
    "AWS/SQS": {"ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"},
}


def alarms() -> dict[str, dict]:
    """Every alarm's properties."""
    return {n: r["Properties"] for n, r in TEMPLATE["Resources"].items() if r["Type"] == "AWS::CloudWatch::Alarm"}


def named() -> set[tuple[str, str]]:
    """Namespace and name of every metric of an alarm or of the dashboard."""
    found = set()
    for alarm in alarms().values():
        stats = [m["MetricStat"]["Metric"] for m in alarm.get("Metrics", []) if "MetricStat" in m] or [alarm]
        found |= {(metric["Namespace"], metric["MetricName"]) for metric in stats}
    for widget in dashboard():
        row: list = []
        for metric in widget["properties"].get("metrics", []):
            words = [word for word in metric if isinstance(word, str)]
            # "." is the word above, "..." all words above that are not written again.
            words = row[: len(row) - len(words) + 1] + words[1:] if words[0] == "..." else words
            row = [row[place] if word == "." else word for place, word in enumerate(words)]
            found.add((row[0], row[1]))
    return found


def dashboard() -> list[dict]:
    """The dashboard's widgets."""
    return json.loads(TEMPLATE["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])["widgets"]


def emitted() -> set[str]:
    """The names that the functions' code and the metric filters count."""
    found = {
        transformation["MetricName"]
        for resource in TEMPLATE["Resources"].values()
        if resource["Type"] == "AWS::Logs::MetricFilter"
        for transformation in resource["Properties"]["MetricTransformations"]
    }
    for folder in ("functions", "shared"):
        for path in (plan.ROOT / folder).rglob("*.rs"):
            text = path.read_text()
            if "log::metrics(" in text or path.name == "log.rs":
                # ("Name", number) of a list of numbers, and { "Name": "…" } of a line.
                found |= set(re.findall(r'\(\s*"([A-Z][a-z][A-Za-z]*)",', text)) | set(re.findall(r'"Name": "([A-Za-z]+)"', text))
    return found


def test_every_metric_that_is_named_is_counted_by_us_or_by_aws():
    for namespace, name in named():
        assert name in (emitted() if namespace == OWN else OF_AWS[namespace]), f"{namespace} {name}"


def test_every_metric_that_we_count_is_looked_at():
    assert emitted() == {name for namespace, name in named() if namespace == OWN}


def test_our_metrics_have_no_dimensions():
    text = (plan.ROOT / "shared" / "platform" / "src" / "log.rs").read_text()
    assert set(re.findall(r'"Dimensions": (.*?),', text)) == {"[[]]"}


def test_every_alarm_tells_somebody_and_stands_on_the_dashboard():
    shown = str(dashboard())
    for name, alarm in alarms().items():
        assert alarm["AlarmActions"] == [{"Ref": "Alarms"}], name
        assert f"${{{name}.Arn}}" in shown, name


def test_every_alarm_that_names_a_chapter_names_one_that_is_there():
    chapters = {line.lstrip("# ") for line in (plan.ROOT / "docs" / "respond.md").read_text().splitlines() if line.startswith("#")}
    for name, alarm in alarms().items():
        found = re.search(r'docs/respond\.md, "(.*?)"', alarm["AlarmDescription"])
        assert not found or found[1] in chapters, name


def test_every_queue_is_watched_for_its_age_and_for_what_failed():
    sqs = [alarm for alarm in alarms().values() if alarm.get("Namespace") == "AWS/SQS"]
    watched = {(alarm["MetricName"], alarm["Dimensions"][0]["Value"]["Ref"]) for alarm in sqs}
    for queue in ("AlarmCollect", "AlarmNotify", "AlarmFollowUp", "AlarmMail"):
        assert ("ApproximateAgeOfOldestMessage", f"{queue}QueueName") in watched
        assert ("ApproximateNumberOfMessagesVisible", f"{queue}FailedName") in watched
