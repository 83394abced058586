//! Notes what machine the results are of.

use std::path::Path;
use std::process::Command;

use super::Failure;

/// Writes `benches/results/machine.tsv`.
pub fn note(root: &Path) -> Result<(), Failure> {
    let cpu = std::fs::read_to_string("/proc/cpuinfo")?;
    let of = |name: &str| cpu.lines().find(|line| line.starts_with(name)).and_then(|line| line.split(": ").nth(1));
    let family = ["cpu family", "model\t", "stepping"].map(|name| of(name).unwrap_or("?").trim());
    let cores = cpu.lines().filter(|line| line.starts_with("processor")).count();
    let first = |path: &str| std::fs::read_to_string(path).ok().and_then(|text| Some(text.lines().next()?.to_owned()));
    let memory = first("/proc/meminfo").and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    let governor = first("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    let hypervisor = cpu.lines().any(|line| line.starts_with("flags") && line.ends_with("hypervisor"))
        || cpu.contains(" hypervisor ");
    let rows = [
        (
            "Processor",
            format!(
                "{}, family {} model {} stepping {}",
                of("model name").unwrap_or("?"),
                family[0],
                family[1],
                family[2]
            ),
        ),
        ("Cores", format!("{cores}{}", if hypervisor { ", of a virtual machine" } else { "" })),
        ("Level 3 cache", first("/sys/devices/system/cpu/cpu0/cache/index3/size").unwrap_or("unknown".into())),
        ("Memory", memory.map_or("unknown".into(), |kib| format!("{:.0} GiB", kib as f64 / f64::from(1 << 20)))),
        ("Kernel", first("/proc/sys/kernel/osrelease").unwrap_or("unknown".into())),
        ("Governor of the clock", governor.unwrap_or("unknown: the system does not say".into())),
        (
            "Huge pages of shared memory",
            first("/sys/kernel/mm/transparent_hugepage/shmem_enabled").unwrap_or("unknown".into()),
        ),
        ("Rust", version("rustc")),
        ("Python", version("python3")),
    ];
    let lines = rows.map(|(name, value)| format!("machine\tmachine\t{name}\t\t\t\t\t{value}\n"));
    Ok(std::fs::write(root.join("benches/results/machine.tsv"), lines.concat())?)
}

fn version(program: &str) -> String {
    let output = Command::new(program).arg("--version").output();
    output.map_or("unknown".into(), |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
