//! What calls a job: a rule of the clock, or a queue.

use std::fmt::Write as _;

use platform::job::{JobEntry, Trigger};

use crate::door::Parameter;
use crate::pascal;

/// The queue that calls a job: the beginning of its parameters' names.
pub(crate) fn queue(trigger: Trigger) -> Option<&'static str> {
    match trigger {
        Trigger::Queue { name, .. } => Some(name),
        Trigger::UserPool | Trigger::EveryMinute => None,
    }
}

/// The parameters of a stack with such a job.
pub(crate) fn parameters(trigger: Trigger) -> Vec<Parameter> {
    match trigger {
        Trigger::Queue { name, at_once, most } => {
            // Names live as long as the program, which ends when the templates are written.
            let arn: &'static str = format!("{name}QueueArn").leak();
            let number: &'static str =
                format!("{{ Type: Number, Default: {most}, MinValue: 2, MaxValue: 1000 }}").leak();
            vec![(arn, "{ Type: String }"), (at_once, number)]
        }
        // Empty until the pool is there, which is made after the function: the stack is deployed once more then.
        Trigger::UserPool => CLIENTS.map(|(_, parameter)| (parameter, "{ Type: String, Default: \"\" }")).to_vec(),
        Trigger::EveryMinute => Vec::new(),
    }
}

/// Variable and parameter of each client of the pool. As parameters, because the pool answers questions about its clients only a
/// few times a second (`DescribeUserPoolClient`, category UserPoolClientRead of Cognito's quotas, not adjustable).
const CLIENTS: [(&str, &str); 2] = [("RESIDENTS_CLIENT_ID", "ResidentsClientId"), ("STAFF_CLIENT_ID", "StaffClientId")];

/// The environment of such a job, by variable and parameter.
pub(crate) fn variables(trigger: Trigger) -> Vec<(&'static str, &'static str)> {
    if trigger == Trigger::UserPool { CLIENTS.to_vec() } else { Vec::new() }
}

/// The resources that call it.
pub(crate) fn write(text: &mut String, job: &JobEntry) {
    let id = pascal(job.name);
    let _ = match job.trigger {
        Trigger::UserPool => Ok(()),
        Trigger::EveryMinute => write!(
            text,
            "  {id}EveryMinute:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 minute)
      Targets:
        - Id: {name}
          Arn: !GetAtt {id}Function.Arn
  {id}EveryMinutePermission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref {id}Function
      Action: lambda:InvokeFunction
      Principal: events.amazonaws.com
      SourceArn: !GetAtt {id}EveryMinute.Arn
",
            name = job.name
        ),
        Trigger::Queue { name, at_once, .. } => write!(
            text,
            "  {id}Source:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref {id}Function
      EventSourceArn: !Ref {name}QueueArn
      BatchSize: 1
      FunctionResponseTypes: [ReportBatchItemFailures]
      ScalingConfig: {{ MaximumConcurrency: !Ref {at_once} }}
"
        ),
    };
}
