//! Names that are looked up and lead to the public network alone: neither to this machine nor into a network beside it. What is
//! connected to is the address that was looked at, so that a name cannot lead elsewhere in between.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, ToSocketAddrs};

use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns, ResolveDnsError};

/// The system's own names, without those that lead elsewhere than to the public network.
#[derive(Debug, Clone, Copy)]
pub(super) struct PublicNames;

impl ResolveDns for PublicNames {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        let name = name.to_owned();
        DnsFuture::new(async move {
            let looked_up = tokio::task::spawn_blocking(move || (name.as_str(), 0).to_socket_addrs()).await;
            let found = looked_up.map_err(ResolveDnsError::new)?.map_err(ResolveDnsError::new)?;
            let public: Vec<IpAddr> = found.map(|address| address.ip()).filter(|address| is_public(*address)).collect();
            if public.is_empty() { Err(ResolveDnsError::new("no public address")) } else { Ok(public) }
        })
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// What the IANA's registry of special addresses leaves for the network of all.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let special =
        address.is_private() || address.is_loopback() || address.is_link_local() || address.is_documentation();
    let kept = match address.octets() {
        // "This network", multicast and all above it; shared by carriers; of protocols; of measurements.
        [0 | 224..=255, ..] | [100, 64..=127, ..] | [192, 0, 0, _] | [198, 18 | 19, ..] => true,
        _ => false,
    };
    !special && !kept
}

/// Global unicast, without the ranges in it that hold an IPv4 address or are for documents.
fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        [0x2001, 0..=0x01ff | 0x0db8, ..] | [0x2002, ..] | [0x3fff, 0..=0x0fff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests
    use super::*;

    #[test]
    fn an_address_of_the_public_network_is_told_from_every_other() {
        for public in
            ["8.8.8.8", "172.15.0.1", "172.32.0.1", "192.0.1.1", "100.63.0.1", "2404:6800:4004::1", "2600:1f18::1"]
        {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for other in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::7f00:1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
        ] {
            assert!(!is_public(other.parse().unwrap()), "{other}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_leads_nowhere() {
        assert!(PublicNames.resolve_dns("localhost").await.is_err());
    }
}
