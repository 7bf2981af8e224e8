//! What a function touches outside itself: parameters of its stack, variables of its environment, statements of its role.

use std::fmt::Write as _;

use platform::spec::{Touch, iam_actions};

/// A template parameter with its type line.
pub(crate) type Parameter = (&'static str, &'static str);

const TEXT: &str = "{ Type: String }";
/// The push services of browsers that are asked: Chrome and what is built on it, Firefox, Safari, Edge. A city leaves out or adds one by
/// the parameter; on one machine it is what stands in for them.
const SERVICES: &str = "{ Type: String, Default: \"https://fcm.googleapis.com|https://updates.push.services.mozilla.com|\
    https://*.push.services.mozilla.com|https://web.push.apple.com|https://*.push.apple.com|https://*.notify.windows.com\" }";
const MAY_BE_EMPTY: &str = "{ Type: String, Default: \"\" }";

/// One thing that can be touched, beside the table.
struct Door {
    touch: Touch,
    sid: &'static str,
    resource: &'static [&'static str],
    /// The service through which the data key is used, where what is touched is encrypted with it.
    key: Option<Service>,
    parameters: &'static [Parameter],
    variables: &'static [(&'static str, &'static str)],
}

/// Services that encrypt with the data key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Service {
    Sqs,
    Sns,
}

const DOORS: &[Door] = &[
    Door {
        touch: Touch::AssertionSign,
        sid: "SignAssertion",
        resource: &["!Ref AssertionKeyArn"],
        key: None,
        parameters: &[
            ("AssertionKeyArn", TEXT),
            ("IdentityAuthorizationEndpoint", TEXT),
            ("IdentityClientId", TEXT),
            ("IdentityIssuer", TEXT),
            ("IdentityJwksUri", TEXT),
            ("IdentityNamesIssuer", "{ Type: String, Default: 'false', AllowedValues: ['false', 'true'] }"),
            ("IdentityRedirectUri", TEXT),
            ("IdentityTokenEndpoint", TEXT),
            ("IdentityUserinfoEndpoint", TEXT),
        ],
        variables: &[
            ("ASSERTION_KEY_ARN", "AssertionKeyArn"),
            ("IDENTITY_AUTHORIZATION_ENDPOINT", "IdentityAuthorizationEndpoint"),
            ("IDENTITY_CLIENT_ID", "IdentityClientId"),
            ("IDENTITY_ISSUER", "IdentityIssuer"),
            ("IDENTITY_JWKS_URI", "IdentityJwksUri"),
            ("IDENTITY_NAMES_ISSUER", "IdentityNamesIssuer"),
            ("IDENTITY_REDIRECT_URI", "IdentityRedirectUri"),
            ("IDENTITY_TOKEN_ENDPOINT", "IdentityTokenEndpoint"),
            ("IDENTITY_USERINFO_ENDPOINT", "IdentityUserinfoEndpoint"),
        ],
    },
    Door {
        touch: Touch::CollectSend,
        sid: "SendCollect",
        resource: &["!Ref AlarmCollectQueueArn"],
        key: Some(Service::Sqs),
        parameters: &[("AlarmCollectQueueArn", TEXT), ("AlarmCollectQueueUrl", TEXT)],
        variables: &[("ALARM_COLLECT_QUEUE_URL", "AlarmCollectQueueUrl")],
    },
    Door {
        touch: Touch::NotifySend,
        sid: "SendNotify",
        resource: &["!Ref AlarmNotifyQueueArn"],
        key: Some(Service::Sqs),
        parameters: &[("AlarmNotifyQueueArn", TEXT), ("AlarmNotifyQueueUrl", TEXT)],
        variables: &[("ALARM_NOTIFY_QUEUE_URL", "AlarmNotifyQueueUrl")],
    },
    Door {
        touch: Touch::FollowUpSend,
        sid: "SendFollowUp",
        resource: &["!Ref AlarmFollowUpQueueArn"],
        key: Some(Service::Sqs),
        parameters: &[("AlarmFollowUpQueueArn", TEXT), ("AlarmFollowUpQueueUrl", TEXT)],
        variables: &[("ALARM_FOLLOW_UP_QUEUE_URL", "AlarmFollowUpQueueUrl")],
    },
    Door {
        touch: Touch::TopicPublish,
        sid: "PublishToTopic",
        resource: &["!Ref AlarmTopicArn"],
        key: Some(Service::Sns),
        parameters: &[("AlarmPublishRate", "{ Type: Number, Default: 30 }"), ("AlarmTopicArn", TEXT)],
        variables: &[("ALARM_PUBLISH_RATE", "AlarmPublishRate"), ("ALARM_TOPIC_ARN", "AlarmTopicArn")],
    },
    // Endpoints come and go with people's phones: all of this account's, which serves one city.
    Door {
        touch: Touch::PushPublish,
        sid: "PublishToDevices",
        resource: &["!Sub arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:endpoint/*"],
        key: None,
        parameters: &[("PushApplications", MAY_BE_EMPTY)],
        variables: &[("PUSH_APPLICATIONS", "PushApplications")],
    },
    Door {
        touch: Touch::PushRegister,
        sid: "RegisterDevices",
        resource: &[
            "!Sub arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:app/*",
            "!Sub arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:endpoint/*",
        ],
        key: None,
        parameters: &[("PushApplications", MAY_BE_EMPTY), ("WebPushServices", SERVICES)],
        variables: &[("PUSH_APPLICATIONS", "PushApplications"), ("WEB_PUSH_SERVICES", "WebPushServices")],
    },
    Door {
        touch: Touch::WebPush,
        sid: "SignForBrowsers",
        resource: &["!Ref WebPushKeyArn"],
        key: None,
        parameters: &[("WebOrigin", TEXT), ("WebPushKeyArn", TEXT), ("WebPushServices", SERVICES)],
        variables: &[
            ("WEB_PUSH_CONTACT", "WebOrigin"),
            ("WEB_PUSH_KEY_ARN", "WebPushKeyArn"),
            ("WEB_PUSH_SERVICES", "WebPushServices"),
        ],
    },
    Door {
        touch: Touch::AddressRead,
        sid: "LookUpAddress",
        resource: &["!Ref UserPoolArn"],
        key: None,
        parameters: &[("UserPoolArn", TEXT), ("UserPoolId", TEXT)],
        variables: &[("USER_POOL_ID", "UserPoolId")],
    },
    Door {
        touch: Touch::SignOut,
        sid: "SignOutEverywhere",
        resource: &["!Ref UserPoolArn"],
        key: None,
        parameters: &[("UserPoolArn", TEXT), ("UserPoolId", TEXT)],
        variables: &[("USER_POOL_ID", "UserPoolId")],
    },
    Door {
        touch: Touch::MailSend,
        sid: "SendMail",
        // Both: SES asks for the right to the identity and to the configuration set that a message is sent with, be it named or
        // the identity's default (Service Authorization Reference, Amazon SES, SendEmail).
        resource: &["!Ref MailIdentityArn", "!Ref MailConfigurationSetArn"],
        key: None,
        parameters: &[
            ("MailConfigurationSetArn", TEXT),
            ("MailConfigurationSetName", TEXT),
            ("MailFrom", TEXT),
            ("MailIdentityArn", TEXT),
        ],
        variables: &[("MAIL_CONFIGURATION_SET", "MailConfigurationSetName"), ("MAIL_FROM", "MailFrom")],
    },
];

fn touched(touches: &[Touch]) -> impl Iterator<Item = &'static Door> {
    DOORS.iter().filter(|door| touches.contains(&door.touch))
}

fn touches_table(touches: &[Touch]) -> bool {
    touches.contains(&Touch::TableRead) || touches.contains(&Touch::TableWrite)
}

/// The parameters of a stack whose functions touch these.
pub(crate) fn parameters(touches: &[Touch]) -> Vec<Parameter> {
    let table: &[Parameter] = if touches_table(touches) { &[("TableArn", TEXT), ("TableName", TEXT)] } else { &[] };
    table.iter().chain(touched(touches).flat_map(|door| door.parameters)).copied().collect()
}

/// The environment of a function that touches these.
pub(crate) fn variables(touches: &[Touch]) -> Vec<(&'static str, &'static str)> {
    let table: &[_] = if touches_table(touches) { &[("TABLE_NAME", "TableName")] } else { &[] };
    table.iter().chain(touched(touches).flat_map(|door| door.variables)).copied().collect()
}

/// The statements of a role that touches these and is called by this queue, and the key rights that go with them.
pub(crate) fn statements(body: &mut String, touches: &[Touch], source: Option<&str>) {
    table(body, touches);
    for door in touched(touches) {
        statement(body, door.sid, iam_actions(door.touch), &door.resource.join(", "));
    }
    if let Some(queue) = source {
        let actions = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];
        statement(body, "ReceiveMessages", &actions, &format!("!Ref {queue}QueueArn"));
    }
    let sends = |service| touched(touches).any(|door| door.key == Some(service));
    match (sends(Service::Sqs), source) {
        (true, _) => key(body, "QueueKey", &["kms:Decrypt", "kms:GenerateDataKey"], "sqs"),
        (false, Some(_)) => key(body, "QueueKey", &["kms:Decrypt"], "sqs"),
        (false, None) => {}
    }
    if sends(Service::Sns) {
        key(body, "TopicKey", &["kms:Decrypt", "kms:GenerateDataKey"], "sns");
    }
}

fn table(body: &mut String, touches: &[Touch]) {
    let actions: Vec<_> = [Touch::TableRead, Touch::TableWrite]
        .into_iter()
        .filter(|touch| touches.contains(touch))
        .flat_map(|touch| iam_actions(touch).iter().copied())
        .collect();
    if actions.is_empty() {
        return;
    }
    // Items: the table itself. Lists in order of time: its local index, which has an address of its own.
    statement(body, "Table", &actions, "!Ref TableArn");
    if touches.contains(&Touch::TableRead) {
        statement(body, "TimeIndex", &["dynamodb:Query"], "!Sub ${TableArn}/index/by_time");
    }
    let rights: &[&str] = if touches.contains(&Touch::TableWrite) {
        &[
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
        ]
    } else {
        &["kms:Decrypt", "kms:DescribeKey"]
    };
    key(body, "TableKey", rights, "dynamodb");
}

fn key(body: &mut String, sid: &str, actions: &[&str], service: &str) {
    statement(body, sid, actions, "!Ref DataKeyArn");
    let _ = write!(
        body,
        "                Condition:
                  StringEquals: {{ kms:ViaService: !Sub \"{service}.${{AWS::Region}}.amazonaws.com\" }}
"
    );
}

fn statement(body: &mut String, sid: &str, actions: &[&str], resource: &str) {
    // A list stands on lines of its own: `!Sub` has no place in a flow list that a reader would find.
    let resource = match resource.split(", ").collect::<Vec<_>>().as_slice() {
        [one] => format!(" {one}"),
        many => many.iter().fold(String::new(), |text, one| text + "\n                  - " + one),
    };
    let _ = write!(
        body,
        "              - Sid: {sid}
                Effect: Allow
                Action: [{}]
                Resource:{resource}
",
        actions.join(", ")
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_sets_every_variable_without_which_its_function_does_not_start() {
        for door in DOORS {
            let set: Vec<_> = variables(&[door.touch]).into_iter().map(|(name, _)| name).collect();
            for needed in platform::spec::variables([door.touch]) {
                assert!(set.contains(&needed), "{:?} needs {needed}", door.touch);
            }
        }
        assert_eq!(variables(&[Touch::TableRead]), [("TABLE_NAME", "TableName")]);
    }
}
