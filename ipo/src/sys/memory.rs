//! How much memory the machine has left.

/// Bytes that the kernel could still give to programs, by its own estimate, swap included; `None` if it does not say.
pub(crate) fn available() -> Option<u64> {
    std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| available_of(&text))
}

fn available_of(text: &str) -> Option<u64> {
    let bytes = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        line.trim().strip_suffix(" kB")?.parse::<u64>().ok()?.checked_mul(1024)
    };
    Some(bytes("MemAvailable")?.saturating_add(bytes("SwapFree").unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_kernel_says_is_understood() {
        let text = "MemTotal:       24670972 kB\nMemAvailable:   20000000 kB\nSwapFree:           1000 kB\n";
        assert_eq!(available_of(text), Some(20_001_000 * 1024));
        assert_eq!(available_of("MemAvailable: 3 kB\n"), Some(3072));
        assert_eq!(available_of("MemFree: 3 kB\n"), None);
        assert_eq!(available_of("MemAvailable: many kB\n"), None);
        assert!(available().is_none_or(|bytes| bytes > 1 << 20));
    }
}
