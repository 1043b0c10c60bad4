//! Which addresses are anybody's, and which are somebody's own.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Whether an address is one of the public internet.
///
/// What is not: this machine, private and shared networks, link-local (cloud metadata among them), documentation,
/// benchmarking, multicast, reserved (IANA's special-purpose registries, RFC 6890 and its updates). An IPv6
/// address that carries an IPv4 one (mapped, compatible, NAT64, 6to4, Teredo) is judged by neither: the ranges
/// are refused whole, as no server of the fediverse is known by them, except mapped addresses, which are judged
/// as the IPv4 address that they are.
#[must_use]
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(mapped) => is_public_v4(mapped),
            None => is_public_v6(ip),
        },
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19)))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    // Only 2000::/3 is given out; all else is special or not in use.
    let global = (0x2000..0x4000).contains(&a);
    let special = match (a, b) {
        // 2001::/23: Teredo, benchmarking, ORCHID and other protocol assignments.
        (0x2001, b) if b < 0x200 => true,
        (0x2001, 0xdb8) => true,
        // 6to4 and documentation.
        (0x2002, _) | (0x3fff, _) => true,
        _ => false,
    };
    global && !special
}

/// Names that mean this machine or this network wherever they are asked for.
#[must_use]
pub fn is_local_name(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    host.is_empty()
        || host == "localhost"
        || [".localhost", ".local", ".internal", ".home.arpa", ".lan", ".intranet", ".localdomain"]
            .iter()
            .any(|end| host.ends_with(end))
}

/// The literal address of a URL's host, in whatever way it was written: the URL's parser has brought decimal,
/// hexadecimal, octal and short forms to the one form.
#[must_use]
pub fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(ip) => Some(ip.into()),
        Host::Ipv6(ip) => Some(ip.into()),
        Host::Domain(name) => name.trim_end_matches('.').parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(address: &str) -> bool {
        is_public(address.parse().expect("an address"))
    }

    #[test]
    fn only_public_addresses_are_public() {
        for private in [
            "0.0.0.0",
            "127.0.0.1",
            "127.9.9.9",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
        ] {
            assert!(!judged(private), "{private}");
        }
        for public in [
            "1.1.1.1",
            "93.184.216.34",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
        ] {
            assert!(judged(public), "{public}");
        }
    }

    #[test]
    fn every_way_to_write_an_address_is_the_same_address() {
        for written in [
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://[::ffff:7f00:1]/",
            "http://127.0.0.1./",
        ] {
            let url = Url::parse(written).expect("a URL");
            assert!(literal(&url).is_some_and(|ip| !is_public(ip)), "{written}");
        }
        assert!(is_local_name("LOCALHOST.") && is_local_name("a.localhost") && !is_local_name("example.org"));
    }
}
