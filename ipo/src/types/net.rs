//! `std::net`: addresses of hosts and sockets. IPv4 addresses lie in the first four octets.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use super::over::{record, record_key, value_of};
use crate::types::Value;

/// The bytes that say which kind of address it is.
const V4: u8 = 4;
const V6: u8 = 6;

record!(
    Ipv4Addr as Ipv4Slot,
    "Ipv4Addr" { octets: [u8; 4] },
    store: |ip| Ipv4Slot { octets: ip.octets() },
    load: |slot| Some(slot.octets.into()),
    value: |ip| Some(ip.into()), |value| match value {
        Value::Ip(IpAddr::V4(ip)) => Some(*ip),
        _ => None,
    }
);
record!(
    Ipv6Addr as Ipv6Slot,
    "Ipv6Addr" { octets: [u8; 16] },
    store: |ip| Ipv6Slot { octets: ip.octets() },
    load: |slot| Some(slot.octets.into()),
    value: |ip| Some(ip.into()), |value| match value {
        Value::Ip(IpAddr::V6(ip)) => Some(*ip),
        _ => None,
    }
);

fn octets(ip: IpAddr) -> ([u8; 16], u8) {
    match ip {
        IpAddr::V4(ip) => {
            let mut octets = [0; 16];
            octets[..4].copy_from_slice(&ip.octets());
            (octets, V4)
        }
        IpAddr::V6(ip) => (ip.octets(), V6),
    }
}

fn address([a, b, c, d, rest @ ..]: [u8; 16], version: u8) -> Option<IpAddr> {
    match version {
        V4 if rest == [0; 12] => Some(Ipv4Addr::new(a, b, c, d).into()),
        V6 => {
            let mut octets = [a, b, c, d, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            octets[4..].copy_from_slice(&rest);
            Some(IpAddr::V6(octets.into()))
        }
        _ => None,
    }
}

record!(
    IpAddr as IpSlot,
    "IpAddr" { octets: [u8; 16], version: u8 },
    store: |ip| {
        let (octets, version) = octets(ip);
        IpSlot { octets, version }
    },
    load: |slot| address(slot.octets, slot.version),
    value: |ip| Some(Value::Ip(ip)), |value| match value {
        Value::Ip(ip) => Some(*ip),
        _ => None,
    }
);
record!(
    SocketAddrV4 as SocketV4Slot,
    "SocketAddrV4" { octets: [u8; 4], port: u16 },
    store: |address| SocketV4Slot { octets: address.ip().octets(), port: address.port() },
    load: |slot| Some(SocketAddrV4::new(slot.octets.into(), slot.port)),
    value: |address| Some(address.into()), |value| match value {
        Value::Socket(SocketAddr::V4(address)) => Some(*address),
        _ => None,
    }
);
record!(
    SocketAddrV6 as SocketV6Slot,
    "SocketAddrV6" { octets: [u8; 16], flow: u32, scope: u32, port: u16; fill: u16 },
    store: |address| SocketV6Slot {
        octets: address.ip().octets(),
        flow: address.flowinfo(),
        scope: address.scope_id(),
        port: address.port(),
        fill: 0,
    },
    load: |slot| Some(SocketAddrV6::new(slot.octets.into(), slot.port, slot.flow, slot.scope)),
    value: |address| Some(address.into()), |value| match value {
        Value::Socket(SocketAddr::V6(address)) => Some(*address),
        _ => None,
    }
);
record!(
    SocketAddr as SocketSlot,
    "SocketAddr" { octets: [u8; 16], flow: u32, scope: u32, port: u16, version: u8; fill: u8 },
    store: |address| {
        let (octets, version) = octets(address.ip());
        let (flow, scope) = match address {
            SocketAddr::V4(_) => (0, 0),
            SocketAddr::V6(address) => (address.flowinfo(), address.scope_id()),
        };
        SocketSlot { octets, flow, scope, port: address.port(), version, fill: 0 }
    },
    load: |slot| match address(slot.octets, slot.version)? {
        IpAddr::V4(ip) if slot.flow | slot.scope == 0 => Some(SocketAddrV4::new(ip, slot.port).into()),
        IpAddr::V4(_) => None,
        IpAddr::V6(ip) => Some(SocketAddrV6::new(ip, slot.port, slot.flow, slot.scope).into()),
    },
    value: |address| Some(Value::Socket(address)), |value| match value {
        Value::Socket(address) => Some(*address),
        _ => None,
    }
);
record_key!(Ipv4Addr, Ipv6Addr, IpAddr, SocketAddrV4, SocketAddrV6, SocketAddr);
value_of!(Ipv4Addr, |ip| Value::Ip(ip.into()));
value_of!(Ipv6Addr, |ip| Value::Ip(ip.into()));
value_of!(IpAddr, Value::Ip);
value_of!(SocketAddrV4, |address| Value::Socket(address.into()));
value_of!(SocketAddrV6, |address| Value::Socket(address.into()));
value_of!(SocketAddr, Value::Socket);
