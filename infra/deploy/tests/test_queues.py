"""Rules of AWS for queues that call functions, which the stand-in does not show."""

from infra.deploy import plan, transform

TEMPLATES = {stack.name: transform.parse(stack.template.read_text()) for stack in plan.load("dev").stacks}
QUEUES = TEMPLATES["alarms"]["Resources"]
FIFTY = 50


def sources() -> list[tuple[str, dict, dict, dict]]:
    """Every event source: its name, its own properties, its function's and its queue's."""
    outputs = {name: output["Value"] for name, output in TEMPLATES["alarms"]["Outputs"].items()}
    found = []
    for template in TEMPLATES.values():
        for name, resource in template["Resources"].items():
            if resource["Type"] == "AWS::Lambda::EventSourceMapping":
                own = resource["Properties"]
                function = template["Resources"][own["FunctionName"]["Ref"]]["Properties"]
                queue = outputs[own["EventSourceArn"]["Ref"]]["Fn::GetAtt"][0]
                at_once = template["Parameters"][own["ScalingConfig"]["MaximumConcurrency"]["Ref"]]
                found.append((name, at_once, function, QUEUES[queue]["Properties"]))
    return found


def test_every_queue_of_the_alarms_calls_a_function():
    called = {id(queue) for _, _, _, queue in sources()}
    redriving = [q["Properties"] for q in QUEUES.values() if q["Type"] == "AWS::SQS::Queue" and "RedrivePolicy" in q["Properties"]]
    assert called == {id(queue) for queue in redriving}
    assert len(called) == 4


def test_a_message_is_hidden_for_six_runs_of_its_function():
    for name, _, function, queue in sources():
        assert queue["VisibilityTimeout"] >= 6 * function["Timeout"], name


def test_being_turned_away_does_not_use_up_a_messages_receives():
    for name, _, _, queue in sources():
        assert queue["RedrivePolicy"]["maxReceiveCount"] >= FIFTY, name


def test_a_message_is_kept_until_its_receives_are_used_up_and_longer_where_it_failed():
    for name, _, _, queue in sources():
        failed = QUEUES[queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]]["Properties"]
        assert queue["MessageRetentionPeriod"] > queue["VisibilityTimeout"] * queue["RedrivePolicy"]["maxReceiveCount"], name
        # The time of a dead letter counts from when it was first sent.
        assert failed["MessageRetentionPeriod"] >= queue["MessageRetentionPeriod"] + 7 * 86_400, name


def test_two_at_once_send_e_mail():
    at_once = {name: parameter["Default"] for name, parameter, _, _ in sources()}
    assert at_once["SendAlarmMailSource"] == 2


def test_what_the_topic_cannot_hand_over_waits_in_a_queue_that_it_may_send_to():
    subscriptions = [r["Properties"] for r in QUEUES.values() if r["Type"] == "AWS::SNS::Subscription"]
    policies = [r["Properties"] for r in QUEUES.values() if r["Type"] == "AWS::SQS::QueuePolicy"]
    for subscription in subscriptions:
        failed = subscription["RedrivePolicy"]["deadLetterTargetArn"]
        allowed = [
            statement["Resource"]
            for policy in policies
            for statement in policy["PolicyDocument"]["Statement"]
            if statement["Effect"] == "Allow" and statement["Principal"] == {"Service": "sns.amazonaws.com"}
        ]
        assert any(subscription["Endpoint"] in resources and failed in resources for resources in allowed)


def test_whoever_sends_e_mail_may_use_the_configuration_set_too():
    statements = [
        statement
        for resource in TEMPLATES["alarm-mail"]["Resources"].values()
        if resource["Type"] == "AWS::IAM::Role"
        for statement in resource["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
        if statement["Action"] == ["ses:SendEmail"]
    ]
    assert [statement["Resource"] for statement in statements] == [[{"Ref": "MailIdentityArn"}, {"Ref": "MailConfigurationSetArn"}]]
