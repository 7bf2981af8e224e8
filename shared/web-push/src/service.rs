//! Which push services are asked. Whoever registers a browser says where its messages go; without this list that would be a way to
//! have us ask any server, and those inside our own network.

/// The origins of the push services that are known: data of the deployment, not of the program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Services(Vec<Service>);

/// What a list of services says that cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Service {
    /// One origin.
    Origin(String),
    /// Every name below this one, which begins with a dot.
    Below(String),
}

const HTTPS: &str = "https://";

/// Where the only services are that may be asked without TLS: on this very machine, where one stands in for them.
const THIS_MACHINE: &str = "http://127.0.0.1:";

impl Services {
    /// From origins separated by `|`: `https://push.example`, or `https://*.push.example` for all names below it.
    ///
    /// # Errors
    ///
    /// [`Malformed`] where one is anything else: a function that should ask few servers does not start asking more of them.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        text.split('|').filter(|one| !one.is_empty()).map(service).collect::<Option<_>>().map(Self).ok_or(Malformed)
    }

    /// The origin of an address, where it is one of a known service: what the address is asked as, and the audience of who asks.
    pub fn origin<'a>(&self, address: &'a str) -> Option<&'a str> {
        let is_written_plainly =
            address.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\#\"<>^`{|}".contains(&byte));
        let (scheme, rest) = address.split_once("://").filter(|_| is_written_plainly)?;
        let (authority, _) = rest.split_once('/')?;
        let origin = address.get(..scheme.len() + "://".len() + authority.len())?;
        self.0.iter().any(|service| service.is(origin)).then_some(origin)
    }
}

impl Service {
    fn is(&self, origin: &str) -> bool {
        match self {
            Self::Origin(own) => own == origin,
            Self::Below(parent) => {
                let name = origin.strip_prefix(HTTPS).and_then(|host| host.strip_suffix(parent.as_str()));
                name.is_some_and(is_host)
            }
        }
    }
}

fn service(text: &str) -> Option<Service> {
    if let Some(port) = text.strip_prefix(THIS_MACHINE) {
        return port.parse::<u16>().is_ok().then(|| Service::Origin(text.to_owned()));
    }
    let host = text.strip_prefix(HTTPS)?;
    match host.strip_prefix('*') {
        // One label alone would be a whole country.
        Some(parent) => {
            let known = parent.strip_prefix('.').filter(|name| is_host(name) && name.contains('.'))?;
            Some(Service::Below(format!(".{known}")))
        }
        None => (is_host(host) && host.contains('.') && !is_number(host)).then(|| Service::Origin(text.to_owned())),
    }
}

/// Labels of small letters, digits and hyphens: no port, no user, no address in brackets.
fn is_host(name: &str) -> bool {
    let label = |label: &str| {
        let plain = label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        plain && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    name.len() <= 253 && name.split('.').all(label)
}

/// Whether a name ends as an IPv4 address does, in a number.
fn is_number(name: &str) -> bool {
    name.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    const LISTED: &str = "https://fcm.googleapis.com|https://*.push.apple.com|http://127.0.0.1:5304";

    #[test]
    fn an_address_of_a_listed_service_is_asked_as_its_origin() {
        let services = Services::parse(LISTED).unwrap();
        for (address, origin) in [
            ("https://fcm.googleapis.com/fcm/send/abc:APA91b-_x?y=1", "https://fcm.googleapis.com"),
            ("https://web.push.apple.com/QGx", "https://web.push.apple.com"),
            ("https://a.b.push.apple.com/", "https://a.b.push.apple.com"),
            ("http://127.0.0.1:5304/push/1", "http://127.0.0.1:5304"),
        ] {
            assert_eq!(services.origin(address), Some(origin), "{address}");
        }
    }

    #[test]
    fn no_other_server_is_asked_however_its_address_is_written() {
        let services = Services::parse(LISTED).unwrap();
        for address in [
            "",
            "https://",
            "https://fcm.googleapis.com",
            "http://fcm.googleapis.com/x",
            "HTTPS://fcm.googleapis.com/x",
            "ftp://fcm.googleapis.com/x",
            "//fcm.googleapis.com/x",
            "https:/fcm.googleapis.com/x",
            "https://FCM.googleapis.com/x",
            "https://fcm.googleapis.com./x",
            "https://fcm.googleapis.com:443/x",
            "https://fcm.googleapis.com:8443/x",
            "https://fcm.googleapis.com@evil.example/x",
            "https://evil.example@fcm.googleapis.com/x",
            "https://fcm.googleapis.com.evil.example/x",
            "https://evil.example/https://fcm.googleapis.com/x",
            "https://evil.example\\.push.apple.com/x",
            "https://evil.example?.push.apple.com/x",
            "https://evil.example#.push.apple.com/x",
            "https://evil.example%2f.push.apple.com/x",
            "https://evil.example\u{3002}push.apple.com/x",
            "https://push.apple.com/x",
            "https://.push.apple.com/x",
            "https://a..push.apple.com/x",
            "https://evilpush.apple.com/x",
            "https://fcm.googleapis.com/a b",
            "https://fcm.googleapis.com/a\r\nHost: evil.example",
            "https://fcm.googleapis.com/\u{202E}",
            "https://127.0.0.1/x",
            "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next",
            "http://127.0.0.1:53040/x",
            "http://127.0.0.1:5304@evil.example/x",
            "http://169.254.169.254/latest/meta-data",
            "https://[::1]/x",
            "https://localhost/x",
            "https://2130706433/x",
        ] {
            assert_eq!(services.origin(address), None, "{address}");
        }
        assert_eq!(Services::default().origin("https://fcm.googleapis.com/x"), None);
    }

    #[test]
    fn a_list_that_says_anything_but_origins_is_no_list() {
        assert_eq!(Services::parse("").unwrap(), Services::default());
        for wrong in [
            "fcm.googleapis.com",
            "http://fcm.googleapis.com",
            "https://fcm.googleapis.com/",
            "https://fcm.googleapis.com:443",
            "https://*",
            "https://*.com",
            "https://*.*.com",
            "https://*apple.com",
            "https://a.*.com",
            "https://localhost",
            "https://10.0.0.1",
            "https://[::1]",
            "http://localhost:5304",
            "http://127.0.0.1:",
            "http://127.0.0.1:5304/",
            "http://127.0.0.1:70000",
            "https://fcm.googleapis.com|",
        ] {
            let read = Services::parse(wrong);
            let trailing = wrong.ends_with('|');
            assert_eq!(read.is_ok(), trailing, "{wrong}");
        }
    }
}
