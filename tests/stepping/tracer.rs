//! A traced process: stepped, run to a place, killed.

use std::io::{Error, ErrorKind};

use crate::kill::process::End;

/// Why a traced process stands still, or does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// After a step or at a breakpoint.
    Trap,
    /// Before it gets this signal.
    Signal(i32),
    Ended(End),
}

/// What a breakpoint is made of.
const INT3: u64 = 0xCC;

/// A child that has asked to be traced. No call here needs memory, so that the process that calls stays as it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Traced(pub(crate) i32);

/// To be called by the child.
pub(crate) fn trace_me() -> bool {
    // SAFETY: asks the kernel to let the parent trace this process; no pointers.
    unsafe { libc::ptrace(libc::PTRACE_TRACEME, 0, 0_usize, 0_usize) == 0 }
}

/// Stops the traced process here.
#[inline(always)]
pub(crate) fn stop_here() {
    // SAFETY: a trap, which the tracer sees; no registers or memory are changed.
    unsafe { std::arch::asm!("int3", options(nostack, preserves_flags)) };
}

impl Traced {
    fn request(self, what: libc::c_uint, addr: u64, data: usize) -> i64 {
        // SAFETY: the requests used here either take numbers only or, for GETREGS and SETREGS, a pointer to the registers,
        // which live in the caller. Other processes' memory is the only one that is written.
        unsafe { libc::ptrace(what, self.0, addr as usize, data) }
    }

    /// Waits for the next stop.
    pub(crate) fn wait(self) -> Stop {
        let mut status = 0;
        loop {
            // SAFETY: `status` is writable.
            let got = unsafe { libc::waitpid(self.0, &mut status, 0) };
            if got == self.0 {
                break;
            }
            let error = Error::last_os_error();
            assert_eq!(error.kind(), ErrorKind::Interrupted, "waitpid: {error}");
        }
        if libc::WIFSTOPPED(status) {
            match libc::WSTOPSIG(status) {
                libc::SIGTRAP => Stop::Trap,
                other => Stop::Signal(other),
            }
        } else if libc::WIFSIGNALED(status) {
            Stop::Ended(End::Signal(libc::WTERMSIG(status)))
        } else {
            Stop::Ended(End::Exit(libc::WEXITSTATUS(status)))
        }
    }

    /// One instruction.
    pub(crate) fn step(self) -> Stop {
        self.request(libc::PTRACE_SINGLESTEP, 0, 0);
        self.wait()
    }

    /// On to the next breakpoint, signal, or the end.
    pub(crate) fn run(self) -> Stop {
        self.request(libc::PTRACE_CONT, 0, 0);
        self.wait()
    }

    fn registers(self) -> libc::user_regs_struct {
        // SAFETY: plain numbers, for which zero is a value.
        let mut registers: libc::user_regs_struct = unsafe { std::mem::zeroed() };
        self.request(libc::PTRACE_GETREGS, 0, std::ptr::from_mut(&mut registers) as usize);
        registers
    }

    /// Address of the next instruction.
    pub(crate) fn place(self) -> u64 {
        self.registers().rip
    }

    /// Whether the next instruction is a breakpoint of the program's own.
    pub(crate) fn is_at_end(self) -> bool {
        self.request(libc::PTRACE_PEEKTEXT, self.place(), 0) as u64 & 0xFF == INT3
    }

    /// Runs to an instruction that it has not come to yet; false if it stops elsewhere.
    pub(crate) fn run_to(self, place: u64) -> bool {
        let text = self.request(libc::PTRACE_PEEKTEXT, place, 0) as u64;
        self.request(libc::PTRACE_POKETEXT, place, (text & !0xFF | INT3) as usize);
        let stop = self.run();
        if stop != Stop::Trap {
            return false;
        }
        self.request(libc::PTRACE_POKETEXT, place, text as usize);
        let mut registers = self.registers();
        if registers.rip != place + 1 {
            return false;
        }
        registers.rip = place;
        self.request(libc::PTRACE_SETREGS, 0, std::ptr::from_mut(&mut registers) as usize);
        true
    }

    /// SIGKILL, and waits for the end: whatever it has done is done, and its locks are gone.
    pub(crate) fn kill(self) -> End {
        // SAFETY: a child of this process that was not waited for yet.
        unsafe { libc::kill(self.0, libc::SIGKILL) };
        loop {
            if let Stop::Ended(end) = self.wait() {
                return end;
            }
        }
    }
}
