//! What a function touches outside itself: the actions that its role allows, and the variables without which it does not
//! start.

/// What an operation touches outside itself: its IAM statements, and nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Touch {
    /// Reads items of the table.
    TableRead,
    /// Writes items of the table.
    TableWrite,
    /// Signs with the key that authenticates us to the identity provider.
    AssertionSign,
    /// Reads a user of the user pool, and takes the mark of a complete enrolment away (the token trigger only).
    UserMark,
    /// Asks for shards of alarms to be collected.
    CollectSend,
    /// Queues alarms until they are due.
    NotifySend,
    /// Queues doses that somebody wants to know about.
    FollowUpSend,
    /// Publishes to the topic that fans alarms out.
    TopicPublish,
    /// Publishes to people's devices.
    PushPublish,
    /// Signs for browsers' push services, so that they take messages.
    WebPush,
    /// Makes, changes and removes the push services' endpoints of people's devices.
    PushRegister,
    /// Looks up where an account's e-mail goes.
    AddressRead,
    /// Ends all sign-ins of an account at the user pool: none of its refresh tokens makes a token any more.
    SignOut,
    /// Sends e-mail.
    MailSend,
}

/// What the table's reader and writer need in IAM, by [`Touch`].
pub const fn iam_actions(touch: Touch) -> &'static [&'static str] {
    match touch {
        Touch::TableRead => &["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"],
        Touch::TableWrite => {
            &["dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
        }
        Touch::AssertionSign | Touch::WebPush => &["kms:GetPublicKey", "kms:Sign"],
        Touch::UserMark => &["cognito-idp:AdminGetUser", "cognito-idp:AdminRemoveUserFromGroup"],
        Touch::CollectSend | Touch::NotifySend | Touch::FollowUpSend => &["sqs:SendMessage"],
        Touch::TopicPublish | Touch::PushPublish => &["sns:Publish"],
        Touch::PushRegister => &[
            "sns:CreatePlatformEndpoint",
            "sns:DeleteEndpoint",
            "sns:GetEndpointAttributes",
            "sns:SetEndpointAttributes",
        ],
        Touch::AddressRead => &["cognito-idp:AdminGetUser"],
        Touch::SignOut => &["cognito-idp:AdminUserGlobalSignOut"],
        Touch::MailSend => &["ses:SendEmail"],
    }
}

/// The variables of the environment without which a function that touches these cannot work. It does not start where one is
/// missing or empty. `PUSH_APPLICATIONS` is not among them: a city may begin without an app.
pub fn variables(touches: impl IntoIterator<Item = Touch>) -> impl Iterator<Item = &'static str> {
    touches
        .into_iter()
        .flat_map(|touch| match touch {
            Touch::TableRead | Touch::TableWrite => &["TABLE_NAME"][..],
            Touch::AssertionSign => &[
                "ASSERTION_KEY_ARN",
                "IDENTITY_AUTHORIZATION_ENDPOINT",
                "IDENTITY_CLIENT_ID",
                "IDENTITY_ISSUER",
                "IDENTITY_JWKS_URI",
                "IDENTITY_NAMES_ISSUER",
                "IDENTITY_REDIRECT_URI",
                "IDENTITY_TOKEN_ENDPOINT",
                "IDENTITY_USERINFO_ENDPOINT",
            ],
            Touch::CollectSend => &["ALARM_COLLECT_QUEUE_URL"],
            Touch::NotifySend => &["ALARM_NOTIFY_QUEUE_URL"],
            Touch::FollowUpSend => &["ALARM_FOLLOW_UP_QUEUE_URL"],
            Touch::TopicPublish => &["ALARM_PUBLISH_RATE", "ALARM_TOPIC_ARN"],
            Touch::AddressRead | Touch::SignOut => &["USER_POOL_ID"],
            Touch::MailSend => &["MAIL_CONFIGURATION_SET", "MAIL_FROM"],
            Touch::WebPush => &["WEB_PUSH_CONTACT", "WEB_PUSH_KEY_ARN", "WEB_PUSH_SERVICES"],
            Touch::PushRegister => &["WEB_PUSH_SERVICES"],
            Touch::PushPublish | Touch::UserMark => &[],
        })
        .copied()
}

/// The variables that every function with a route needs beside those of what it touches.
pub const WITH_ROUTE: &[&str] =
    &["MUNICIPALITY_CODE", "MUNICIPALITY_PREFIXES", "RESIDENTS_CLIENT_ID", "STAFF_CLIENT_ID"];
