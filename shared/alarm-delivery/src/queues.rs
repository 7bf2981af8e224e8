//! The engine's queues on SQS.

use alarm_engine::message::{CollectMessage, FollowUpMessage, NotifyMessage};
use alarm_engine::port::{Delayed, Failure, Queues};
use platform::effects::Services;
use platform::queue::{Letter, Queue};

use crate::failure;

/// The three queues of the city's settings.
pub struct AlarmQueues {
    collect: Queue,
    notify: Queue,
    follow_up: Queue,
}

impl AlarmQueues {
    /// Those of the settings. A function that may not send to one of them is refused when it tries.
    pub fn of(services: Services<'_>) -> Self {
        let settings = &services.app().settings.alarms;
        Self {
            collect: Queue::at(services, &settings.collect_queue),
            notify: Queue::at(services, &settings.notify_queue),
            follow_up: Queue::at(services, &settings.follow_up_queue),
        }
    }
}

async fn send(queue: &Queue, letters: Vec<Letter>) -> Result<(), Failure> {
    queue.send(&letters).await.map_err(|problem| failure(&problem))
}

impl Queues for AlarmQueues {
    async fn collect(&self, messages: &[CollectMessage]) -> Result<(), Failure> {
        let letters = messages.iter().map(|message| Letter::new(message, 0));
        send(&self.collect, letters.collect::<Result<_, _>>().map_err(|problem| failure(&problem))?).await
    }

    async fn notify(&self, messages: &[Delayed<NotifyMessage>]) -> Result<(), Failure> {
        let letters = messages.iter().map(|delayed| Letter::new(&delayed.message, delayed.seconds));
        send(&self.notify, letters.collect::<Result<_, _>>().map_err(|problem| failure(&problem))?).await
    }

    async fn follow_up(&self, message: &Delayed<FollowUpMessage>) -> Result<(), Failure> {
        let letter = Letter::new(&message.message, message.seconds).map_err(|problem| failure(&problem))?;
        send(&self.follow_up, vec![letter]).await
    }
}
