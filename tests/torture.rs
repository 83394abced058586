//! A short form of the example `torture`: processes that work on one heap and are killed all the time lose nothing, break
//! nothing and leak nothing. Options are those of the example.
//!
//! A test of its own kind, without the usual harness: it starts itself again as its workers.

#[path = "../examples/torture/main.rs"]
mod torture;

fn main() -> std::process::ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.iter().any(|arg| arg == "--list") {
        println!("nothing_is_lost_broken_or_leaked_by_kills: test");
        return std::process::ExitCode::SUCCESS;
    }
    // What the usual harness would be told, of tests that are left out.
    if args.iter().any(|arg| arg == "--skip") {
        println!("left out");
        return std::process::ExitCode::SUCCESS;
    }
    torture::run(5)
}
