//! ipc-channel: long messages as bytes, and as memory of its own that is handed over.

use std::hint::spin_loop;

use ipc_channel::TryRecvError;
use ipc_channel::ipc::{
    self, IpcBytesReceiver, IpcBytesSender, IpcOneShotServer, IpcReceiver, IpcSender, IpcSharedMemory,
};

use super::{End, Link, Opened, frame, read, same};
use crate::Failure;

pub const BYTES: Link = Link {
    key: "ipc-channel bytes",
    name: || concat!("ipc-channel ", env!("VERSION_IPC_CHANNEL")).into(),
    note: "",
    messages: |work| match work {
        "round-trip" => Some(2_000),
        "copy" => Some(200),
        _ => None,
    },
    first: |work| match work {
        "round-trip" => accept(|(there, back): (IpcSender<u64>, IpcReceiver<u64>)| {
            Box::new(move |messages| {
                for n in 0..messages {
                    there.send(n)?;
                    same(n, poll(|| back.try_recv())?)?;
                }
                Ok(())
            })
        }),
        _ => accept(|there: IpcBytesSender| {
            let sent = frame();
            Box::new(move |messages| {
                (0..messages).try_for_each(|_| there.send(&sent))?;
                Ok(())
            })
        }),
    },
    second: |work, word| match work {
        "round-trip" => {
            let (to_us, there): (IpcSender<u64>, IpcReceiver<u64>) = ipc::channel()?;
            let (back, from_us): (IpcSender<u64>, IpcReceiver<u64>) = ipc::channel()?;
            IpcSender::connect(word.to_owned())?.send((to_us, from_us))?;
            Ok(Box::new(move |messages| (0..messages).try_for_each(|_| Ok(back.send(poll(|| there.try_recv())?)?))))
        }
        _ => {
            let (to_us, there): (IpcBytesSender, IpcBytesReceiver) = ipc::bytes_channel()?;
            IpcSender::connect(word.to_owned())?.send(to_us)?;
            Ok(Box::new(move |messages| (0..messages).try_for_each(|_| read(&poll(|| there.try_recv())?))))
        }
    },
};

pub const MEMORY: Link = Link {
    key: "ipc-channel memory",
    name: || concat!("ipc-channel ", env!("VERSION_IPC_CHANNEL"), ", shared memory").into(),
    note: "each message in memory of its own",
    messages: |work| (work == "copy").then_some(200),
    first: |_| {
        accept(|there: IpcSender<IpcSharedMemory>| {
            let sent = frame();
            Box::new(move |messages| {
                (0..messages).try_for_each(|_| Ok(there.send(IpcSharedMemory::from_bytes(&sent))?))
            })
        })
    },
    second: |_, word| {
        let (to_us, there): (IpcSender<IpcSharedMemory>, IpcReceiver<IpcSharedMemory>) = ipc::channel()?;
        IpcSender::connect(word.to_owned())?.send(to_us)?;
        Ok(Box::new(move |messages| (0..messages).try_for_each(|_| read(&poll(|| there.try_recv())?))))
    },
};

/// The second process makes the channels and sends our ends of them.
fn accept<T>(end: impl FnOnce(T) -> End + 'static) -> Result<Opened, Failure>
where
    T: for<'de> serde::Deserialize<'de> + serde::Serialize + 'static,
{
    let (server, word) = IpcOneShotServer::<T>::new()?;
    Ok(Opened { word, end: Box::new(move || Ok(end(server.accept()?.1))) })
}

fn poll<R>(mut attempt: impl FnMut() -> Result<R, TryRecvError>) -> Result<R, Failure> {
    loop {
        match attempt() {
            Err(TryRecvError::Empty) => spin_loop(),
            done => return Ok(done?),
        }
    }
}
