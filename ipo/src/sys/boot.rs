//! Which boot of the machine this is, and random bits.

use rustix::io::{Errno, Result};
use rustix::rand::{GetRandomFlags, getrandom};

/// The id that the kernel drew when it started: equal for as long as memory and page cache live.
pub(crate) fn boot_id() -> Result<[u8; 16]> {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map_err(|e| Errno::from_io_error(&e).unwrap_or(Errno::IO))?;
    parse_uuid(text.trim()).ok_or(Errno::ILSEQ)
}

/// The 16 bytes of a textual UUID, dashes anywhere.
fn parse_uuid(text: &str) -> Option<[u8; 16]> {
    let mut nibbles = text.chars().filter(|c| *c != '-').map(|c| c.to_digit(16));
    let mut id = [0u8; 16];
    for byte in &mut id {
        let high = nibbles.next()??;
        let low = nibbles.next()??;
        *byte = (high * 16 + low) as u8;
    }
    nibbles.next().is_none().then_some(id)
}

/// 64 bits from the kernel's generator.
pub(crate) fn random_u64() -> Result<u64> {
    let mut bytes = [0u8; 8];
    loop {
        // Up to 256 bytes come in one piece or, before the generator is seeded, not at all.
        match getrandom(&mut bytes, GetRandomFlags::empty()) {
            Ok(8) => return Ok(u64::from_ne_bytes(bytes)),
            Ok(_) | Err(Errno::INTR) => {}
            Err(errno) => return Err(errno),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_sixteen_bytes_and_nothing_else() {
        let id = parse_uuid("00112233-4455-6677-8899-aabbccddeeff").unwrap();
        assert_eq!(id[..3], [0x00, 0x11, 0x22]);
        assert_eq!(id[15], 0xff);
        assert_eq!(parse_uuid("00112233-4455-6677-8899-aabbccddee"), None);
        assert_eq!(parse_uuid("00112233-4455-6677-8899-aabbccddeeff00"), None);
        assert_eq!(parse_uuid("zz112233-4455-6677-8899-aabbccddeeff"), None);
    }

    #[test]
    fn the_boot_id_stays_and_random_numbers_differ() {
        assert_eq!(boot_id().unwrap(), boot_id().unwrap());
        assert_ne!(random_u64().unwrap(), random_u64().unwrap());
    }
}
