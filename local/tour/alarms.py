"""The part of the tour that waits: alarms with a short lead, heard at the topic as any subscriber of it would hear them."""

import json
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from .stack import Stack
from .stage import JST

PATIENCE = 45  # seconds after the minute that a notification may take before the tour gives up
LEAST_LEAD = 12  # seconds: an alarm is set no nearer to its minute


@dataclass
class Listener:
    """A queue of our own behind the topic."""

    stack: Stack

    def __post_init__(self) -> None:
        """Subscribes. SNS hands over what is published from here on."""
        self._sqs = self.stack.administrator.client("sqs")
        self._sns = self.stack.administrator.client("sns")
        self._queue = self._sqs.create_queue(QueueName=f"tour-{time.time_ns()}")["QueueUrl"]
        arn = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        topic = self.stack.outputs["AlarmTopicArn"]
        allowed = {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        self._sqs.set_queue_attributes(QueueUrl=self._queue, Attributes={"Policy": policy})
        self._subscription = self._sns.subscribe(
            TopicArn=topic,
            Protocol="sqs",
            Endpoint=arn,
            Attributes={"RawMessageDelivery": "true"},
            ReturnSubscriptionArn=True,
        )["SubscriptionArn"]

    def heard(self, resident_id: str, until: datetime, wanted: int) -> list[tuple[datetime, dict]]:
        """What came for a person, with the instant of each; ends when as many as wanted came, or at the given time."""
        found: list[tuple[datetime, dict]] = []
        while len(found) < wanted and datetime.now(JST) < until:
            answer = self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10, WaitTimeSeconds=1)
            for message in answer.get("Messages", []):
                self._sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
                reminder = json.loads(message["Body"])
                if reminder.get("resident_id") == resident_id:
                    found.append((datetime.now(JST), reminder))
        return found

    def close(self) -> None:
        """Takes subscription and queue away."""
        self._sns.unsubscribe(SubscriptionArn=self._subscription)
        self._sqs.delete_queue(QueueUrl=self._queue)


def stuck(stack: Stack) -> dict[str, int]:
    """Messages that the jobs do not get done, by queue: what is still there after a while, and what was given up."""
    sqs = stack.administrator.client("sqs")
    waiting = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    queues = {name: stack.outputs[f"Alarm{name}QueueUrl"] for name in ("Collect", "Notify", "FollowUp", "Mail")}
    queues |= {
        f"{name}Failed": sqs.get_queue_url(QueueName=stack.outputs[f"Alarm{name}FailedName"])["QueueUrl"] for name in list(queues)
    }
    found: dict[str, int] = {}
    for _ in range(20):
        counts = {
            name: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=waiting)["Attributes"] for name, url in queues.items()
        }
        found = {name: sum(int(count) for count in of.values()) for name, of in counts.items()}
        found = {name: count for name, count in found.items() if count}
        if not found:
            break
        time.sleep(1)
    return found


def next_minute(minutes: int = 1) -> datetime:
    """The next full minute that is not too near, or one some minutes later."""
    now = datetime.now(JST)
    due = now.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    return due + timedelta(minutes=1) if (due - now).total_seconds() < LEAST_LEAD else due


def alarm(due: datetime, label: str) -> dict:
    """An alarm that rings at this minute of the day, from today on."""
    return {
        "label": label,
        "times": [{"time": f"{due:%H:%M}"}],
        "rhythm": {"kind": "daily"},
        "from": f"{due:%Y-%m-%d}",
        "notification_text": "neutral",
    }


def let_half_an_hour_pass(stack: Stack, resident_id: str, alarm_id: str, due: datetime) -> datetime:
    """Makes an alarm and its dose forty minutes older than they are: what the table holds then, without waiting."""
    key = {"pk": f"RES#{resident_id}", "sk": f"ALARM#{alarm_id}"}
    item = stack.table.get_item(Key=key, ConsistentRead=True)["Item"]
    earlier = due - timedelta(minutes=40)
    since = datetime.fromisoformat(item["alarm"]["since"]) - timedelta(minutes=45)
    item["alarm"]["since"] = since.isoformat().replace("+00:00", "Z")
    item["alarm"]["setting"]["recurrence"]["times"] = [{"time": f"{earlier:%H:%M}"}]
    item["alarm"]["setting"]["recurrence"]["from"] = f"{earlier:%Y-%m-%d}"
    stack.table.put_item(Item=item)
    return earlier
