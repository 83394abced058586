//! What the kernel says that a process takes.

/// Kilobytes by name, from `/proc/self/status` and `/proc/self/smaps_rollup`.
pub struct Status(String);

impl Status {
    pub fn now() -> Status {
        let read = |path| std::fs::read_to_string(path).unwrap_or_default();
        Status(read("/proc/self/status") + &read("/proc/self/smaps_rollup"))
    }

    /// Bytes of the line that begins like that.
    fn bytes(&self, line: &str) -> u64 {
        let line = self.0.lines().find_map(|l| l.strip_prefix(line)?.strip_prefix(':'));
        let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.unwrap_or_default() << 10
    }

    /// Memory that is mapped and there, anyone's.
    pub fn resident(&self) -> u64 {
        self.bytes("VmRSS")
    }

    /// Memory of this process alone that is no file's: what its own allocator and stack take.
    pub fn private(&self) -> u64 {
        self.bytes("RssAnon")
    }

    pub fn page_tables(&self) -> u64 {
        self.bytes("VmPTE")
    }
}
