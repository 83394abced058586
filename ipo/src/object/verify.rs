//! Walks everything that lies in a heap and reports what does not fit together.

mod arrays;
mod keys;
mod named;
mod order;
mod ordered;
mod queues;
mod tables;
mod topics;

use std::collections::HashMap;

use super::describe::{Described, Shape, number_len};
use super::directory::{Entry, Use};
use super::frozen::FROZEN;
use super::header::OBJECT_HEADER;
use super::messages::MESSAGE_HEADER;
use crate::Error;
use crate::alloc::{Allocator, BLOCK_HEADER, BlockKind, List, Space, Walk};
use crate::journal::IDLE;
use crate::sync::Ordering;
use crate::types::MOST_WITHOUT_BYTES;
use crate::types::sound::sound;

/// Something that does not fit together.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Where, as an offset in bytes from the heap's start; 0 where it concerns the whole.
    pub offset: u64,
    /// What.
    pub what: String,
}

/// What a verification found.
///
/// # Example
///
/// ```
/// use ipo::Heap;
///
/// # let name = &format!("doc-report-{}", std::process::id());
/// # drop(Heap::options().capacity(1 << 20).create(name)?);
/// // To look at a heap that may be damaged, attach without the check.
/// let heap = Heap::options().trust(true).attach(name)?;
/// let report = heap.read()?.verify();
/// for finding in &report.findings {
///     println!("{:#x}: {}", finding.offset, finding.what);
/// }
/// assert!(report.is_sound());
/// # Heap::remove(name)?;
/// # Ok::<(), ipo::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Blocks in use that were looked at.
    pub blocks: u64,
    /// Objects that were walked, by their schemas.
    pub objects: u64,
    /// Named roots.
    pub roots: u64,
    /// Everything wrong, at most 1,000 entries; empty for a sound heap.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing was found.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    pub(crate) fn add(&mut self, offset: u64, what: impl Into<String>) {
        if self.findings.len() < 1000 {
            self.findings.push(Finding { offset, what: what.into() });
        }
    }
}

/// A block in use, and who says that it is theirs.
struct Owned {
    kind: BlockKind,
    room: u64,
    owner: Option<u64>,
}

struct Verifier<'a> {
    space: &'a Space,
    report: Report,
    blocks: HashMap<u64, Owned>,
    schemas: HashMap<u64, Option<Described>>,
    /// Values of the object at hand that are still to be looked at. Not a recursion: boxes and lists may nest deeper than
    /// the stack is.
    todo: Vec<Task>,
    /// How many values may still be looked at: more than a sound heap has, so that the walk ends in any.
    left: u64,
}

/// `count` values of one type, one behind the other, in a block that is long enough.
struct Task {
    node: usize,
    at: u64,
    count: u64,
    depth: u32,
}

/// How deep values may nest within one block: more than any type does. Blocks may nest without a bound, as each is looked
/// at once.
const DEPTH: u32 = 1024;

/// How many values may lie in one byte: a struct, its field, a part of that field, and so on. And how many may have no bytes.
const VALUES_PER_BYTE: u64 = 64;
const VALUES: u64 = 1 << 20;

impl Space {
    /// Walks blocks, free lists, directory, and every object by its schema. Time and memory in proportion to the heap.
    pub(crate) fn verify(&self) -> Report {
        let mut verifier = Verifier {
            space: self,
            report: Report::default(),
            blocks: HashMap::new(),
            schemas: HashMap::new(),
            todo: Vec::new(),
            left: VALUES + VALUES_PER_BYTE * (self.limit() - self.arena()),
        };
        verifier.run();
        verifier.report
    }
}

impl<'a> Verifier<'a> {
    fn bytes(&self, at: u64, len: u64) -> Option<&'a [u8]> {
        let ptr = self.space.check(at, len, 1)?;
        // SAFETY: just checked; nobody changes the heap during this turn.
        Some(unsafe { std::slice::from_raw_parts(ptr.as_ptr(), len as usize) })
    }
}

impl Verifier<'_> {
    fn run(&mut self) {
        let words = &self.space.meta().journal.0;
        // Relaxed: inside a turn.
        if words.word.load(Ordering::Relaxed) & 3 != IDLE {
            self.report.add(0, "the journal is not idle");
        }
        if words.busy.load(Ordering::Relaxed) != 0 {
            self.report.add(0, "the allocator is in the middle of a call");
        }
        Allocator::new(self.space).audit(&mut |offset, what| self.report.add(offset, what));
        for found in Walk::new(self.space) {
            // A broken walk was reported by the audit.
            let Ok((at, block)) = found else { return };
            if block.is_used() {
                let Some(kind) = block.kind() else {
                    self.report.add(at, "a block of a kind that does not exist");
                    continue;
                };
                let room = block.size() - BLOCK_HEADER;
                self.blocks.insert(at + BLOCK_HEADER, Owned { kind, room, owner: None });
            }
        }
        self.report.blocks = self.blocks.len() as u64;
        self.directory();
        self.messages(self.space.messages(), 0);
        self.condemned();
        let mut objects: Vec<u64> = self
            .blocks
            .iter()
            .filter(|(_, b)| b.kind == BlockKind::Object && b.owner.is_none())
            .map(|(&at, _)| at)
            .collect();
        objects.sort_unstable();
        for at in objects {
            self.object(at);
        }
        let mut lost: Vec<(u64, BlockKind)> = self
            .blocks
            .iter()
            .filter(|(_, b)| b.owner.is_none() && b.kind != BlockKind::Object)
            .map(|(&at, b)| (at, b.kind))
            .collect();
        lost.sort_unstable_by_key(|&(at, _)| at);
        for (at, kind) in lost {
            self.report.add(at, format!("a leaked block ({kind:?}): in use, and nobody's"));
        }
    }

    /// Notes that the value at `owner` owns the block with that payload; false if that cannot be.
    fn own(&mut self, payload: u64, room: u64, kind: BlockKind, owner: u64) -> bool {
        let what = match self.blocks.get_mut(&payload) {
            None => "points to no block in use".to_owned(),
            Some(block) if block.kind != kind => format!("owns a block of kind {:?}", block.kind),
            Some(block) if block.room < room => format!("needs {room} bytes of a block of {}", block.room),
            Some(Owned { owner: Some(other), .. }) => format!("owns the block {payload:#x} that {other:#x} owns too"),
            Some(block) => {
                block.owner = Some(owner);
                return true;
            }
        };
        self.report.add(owner, what);
        false
    }

    fn directory(&mut self) {
        let space = self.space;
        for (table, len) in space.chain_tables() {
            self.own(table, len, BlockKind::System, table);
        }
        let mut found = 0;
        for chain in space.chains() {
            for entry in chain {
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(error) => {
                        self.report.add(0, error.to_string());
                        break;
                    }
                };
                let len = 48 + (entry.key.len() + entry.data.len()) as u64;
                // What somebody owns already may lead anywhere, also back to the chain's beginning.
                if !self.own(entry.at, len, BlockKind::System, entry.at) {
                    break;
                }
                found += 1;
                self.entry(&entry);
            }
        }
        let counted = space.counted_names();
        if counted != found {
            self.report.add(0, format!("the directory counts {counted} names and has {found}"));
        }
    }

    fn entry(&mut self, entry: &Entry<'_>) {
        let all = [Use::Root, Use::Schema, Use::Queue, Use::Latest, Use::Lock, Use::Topic];
        let Some(kind) = all.into_iter().find(|&kind| kind as u64 == entry.kind) else {
            return self.report.add(entry.at, "a directory entry of a kind that does not exist");
        };
        match self.space.look_up(kind, entry.key) {
            Ok(Some(found)) if found.at == entry.at => {}
            _ => self.report.add(entry.at, "a directory entry that a look-up does not find"),
        }
        match kind {
            Use::Root => {
                self.report.roots += 1;
                if std::str::from_utf8(entry.key).is_err() {
                    self.report.add(entry.at, "a root's name is not UTF-8");
                }
                self.root(entry.at, entry.value, entry.extra);
            }
            Use::Schema => match Described::decode(entry.data, entry.at) {
                Err(error) => self.report.add(entry.at, error.to_string()),
                Ok(schema) if entry.key != schema.deep.to_le_bytes() => {
                    self.report.add(entry.at, "a type's description that its hash is not of");
                }
                Ok(_) => {}
            },
            Use::Queue => self.queue(entry.value),
            Use::Topic => self.topic(entry.value),
            Use::Latest => self.latest(entry),
            Use::Lock => self.lock(entry),
        }
    }

    /// A root's handle and type. Its object may be gone: a removed object's names stay.
    fn root(&mut self, at: u64, handle: u64, deep: u64) {
        if !matches!(self.space.look_up(Use::Schema, &deep.to_le_bytes()), Ok(Some(_))) {
            return self.report.add(at, "a root of a type that the heap does not know");
        }
        let payload = self.space.arena() + self.space.anchor().place(handle);
        let is_object = self.blocks.get(&payload).is_some_and(|block| block.kind == BlockKind::Object);
        if is_object && self.word(payload) == handle {
            let seal = self.word(payload + 8);
            let found = seal ^ handle ^ self.space.secret();
            // No seal: removed, while somebody still read it.
            if seal != 0 && found != deep && found != deep ^ FROZEN {
                self.report.add(at, "a root of another type than its object");
            }
        }
    }

    /// The messages of a list, and that it is one.
    fn messages(&mut self, list: &List, of: u64) {
        // Relaxed: inside a turn.
        let (mut at, last) = (list.first.load(Ordering::Relaxed), list.last.load(Ordering::Relaxed));
        let (mut count, mut previous) = (0, 0);
        while at != 0 {
            // Each block has one owner: the walk ends.
            if !self.own(at, MESSAGE_HEADER, BlockKind::Message, at) {
                return;
            }
            let Ok(message) = self.space.message(at) else { return };
            if message.previous != previous {
                self.report.add(at, "a message whose link back names another than the one before it");
            }
            self.typed(message.deep, at, MESSAGE_HEADER);
            count += 1;
            (previous, at) = (at, message.next);
        }
        if previous != last {
            self.report.add(previous, "the last message of a queue is another");
        }
        let noted = list.len();
        if noted != count {
            self.report.add(of, format!("messages: {noted} are noted, {count} counted"));
        }
    }

    fn word(&self, at: u64) -> u64 {
        // SAFETY: the callers pass aligned words inside of blocks from the walk. Relaxed: inside a turn.
        unsafe { self.space.word(at) }.load(Ordering::Relaxed)
    }

    fn object(&mut self, payload: u64) {
        self.report.objects += 1;
        let (name, tag) = (self.word(payload), self.word(payload + 8));
        if self.space.anchor().place(name) != payload - self.space.arena() {
            return self.report.add(payload, "an object that its own handle does not name");
        }
        let found = tag ^ name ^ self.space.secret();
        let frozen = self.size_of(found).is_none() && self.size_of(found ^ FROZEN).is_some();
        self.typed(if frozen { found ^ FROZEN } else { found }, payload, OBJECT_HEADER);
    }

    /// The value of the type `deep` that lies `header` bytes into the block with that payload.
    fn typed(&mut self, deep: u64, payload: u64, header: u64) {
        let space = self.space;
        let schema = self.schemas.entry(deep).or_insert_with(|| space.described(deep).ok().flatten());
        // Taken out for the walk, which needs the rest of `self`.
        let Some(schema) = schema.take() else {
            return self.report.add(payload, "a value of a type that the heap does not know");
        };
        let room = self.blocks[&payload].room;
        if room < header + schema.nodes[0].size {
            self.report.add(payload, "a value's block is too small for its type");
        } else {
            self.later(0, payload + header, 1, DEPTH);
            while let Some(Task { node, at, count, depth }) = self.todo.pop() {
                if self.left == 0 {
                    self.report.add(at, "more values than fit into the heap");
                    self.todo.clear();
                    break;
                }
                self.left -= 1;
                if count > 1 {
                    self.later(node, at + schema.nodes[node].size, count - 1, depth);
                }
                self.value(&schema, node, at, depth);
            }
        }
        self.schemas.insert(deep, Some(schema));
    }

    fn later(&mut self, node: usize, at: u64, count: u64, depth: u32) {
        self.todo.push(Task { node, at, count, depth });
    }

    /// Looks at the value of type `node` at `at`, whose bytes lie in a block that is long enough; at its parts later.
    fn value(&mut self, schema: &Described, number: usize, at: u64, depth: u32) {
        let node = &schema.nodes[number];
        let Some(bytes) = self.bytes(at, node.size) else {
            return self.report.add(at, "a value outside of the heap");
        };
        if depth == 0 {
            return self.report.add(at, "values nest too deep");
        }
        match &node.shape {
            Shape::Int { .. } | Shape::Float { .. } | Shape::Unit | Shape::Handle { .. } | Shape::Pod => {}
            Shape::Atomic(inner) => self.later(*inner, at, 1, depth - 1),
            Shape::Tagged { offset, variants } => {
                let len = number_len(variants.len()) as usize;
                let mut n = [0; 8];
                n[..len].copy_from_slice(&bytes[..len]);
                match variants.get(u64::from_le_bytes(n) as usize) {
                    None => self.report.add(at, "an enum without such a variant"),
                    Some(variant) => {
                        for part in &variant.parts {
                            self.later(part.node, at + offset + part.offset, 1, depth - 1);
                        }
                    }
                }
            }
            Shape::Bool if bytes[0] < 2 => {}
            Shape::Bool => self.report.add(at, "a bool that is neither"),
            Shape::Char => {
                let n = u32::from_le_bytes(bytes.try_into().unwrap_or_default());
                if char::from_u32(n).is_none() {
                    self.report.add(at, "a char that is none");
                }
            }
            Shape::Enum { variants } => {
                let mut n = [0; 8];
                n[..bytes.len()].copy_from_slice(bytes);
                if u64::from_le_bytes(n) >= variants.len() as u64 {
                    self.report.add(at, "an enum without such a variant");
                }
            }
            Shape::Str => {
                if let Some((start, len, _)) = self.list(at, 1, true) {
                    let text = self.bytes(start, len).map(std::str::from_utf8);
                    if !matches!(text, Some(Ok(_))) {
                        self.report.add(at, "text that is not UTF-8");
                    }
                }
            }
            Shape::List { element, owns } => {
                let size = schema.nodes[*element].size;
                if let Some((start, len, _)) = self.list(at, size, !owns) {
                    let depth = if start == at { depth - 1 } else { DEPTH };
                    self.run_of(schema, *element, start, len, depth);
                }
            }
            Shape::Array { element, len } => self.run_of(schema, *element, at, *len, depth - 1),
            Shape::Map { key, value, entry, offset } => {
                for start in self.map(schema, *key, at, *entry) {
                    self.run_of(schema, *key, start, 1, DEPTH);
                    self.run_of(schema, *value, start + offset, 1, DEPTH);
                }
            }
            Shape::Value => self.dynamic(schema, number, at),
            Shape::Tuple(parts) | Shape::Struct(parts) | Shape::EnumList(parts) => {
                if !sound(&node.name, bytes) {
                    self.report.add(at, format!("no {}", node.name));
                }
                for part in parts {
                    self.later(part.node, at + part.offset, 1, depth - 1);
                }
            }
            Shape::Option { inner, offset } => match bytes[0] {
                0 => {}
                1 => self.later(*inner, at + offset, 1, depth - 1),
                _ => self.report.add(at, "an option that is neither none nor some"),
            },
            Shape::Deque { element } => self.deque(schema, at, *element),
            Shape::Tree { key, value, capacity } => self.tree(schema, at, *key, *value, *capacity),
            Shape::Compact { key, value, entry, offset } => {
                for start in self.compact(schema, *key, at, *entry) {
                    self.run_of(schema, *key, start, 1, DEPTH);
                    self.run_of(schema, *value, start + offset, 1, DEPTH);
                }
            }
            Shape::NdArray { dtype, ndim } => self.array(at, Some(*dtype), *ndim),
            Shape::Tensor => self.array(at, None, None),
            Shape::Boxed(inner) => {
                let payload = self.word(at);
                let size = schema.nodes[*inner].size;
                if self.own(payload, size, BlockKind::Data, at) {
                    self.later(*inner, payload, 1, DEPTH);
                }
            }
        }
    }

    /// Elements one behind the other; plain numbers need no look.
    fn run_of(&mut self, schema: &Described, element: usize, start: u64, len: u64, depth: u32) {
        let node = &schema.nodes[element];
        if node.size == 0 || matches!(node.shape, Shape::Int { .. } | Shape::Float { .. } | Shape::Handle { .. }) {
            return;
        }
        if len > 0 {
            self.later(element, start, len, depth);
        }
    }

    /// Where a list's elements lie, and how many: (start, length, room). Reports a list that cannot be right.
    fn list(&mut self, at: u64, size: u64, may_lie_inside: bool) -> Option<(u64, u64, u64)> {
        let (block, len, last) = (self.word(at), self.word(at + 8), self.word(at + 16));
        let (tag, room) = (last >> 56, last & ((1 << 56) - 1));
        if tag != 0xFF {
            let most = if may_lie_inside { 23u64.checked_div(size).unwrap_or(0) } else { 0 };
            if tag > most {
                self.report.add(at, "a short list of an impossible length");
                return None;
            }
            return Some((at, tag, most));
        }
        if size == 0 {
            if len > MOST_WITHOUT_BYTES as u64 {
                self.report.add(at, "a list of more elements without bytes than there can be");
            }
            return Some((at, len, len));
        }
        let needed = room.checked_mul(size);
        match needed {
            Some(needed) if len <= room => self.own(block, needed, BlockKind::Data, at).then_some((block, len, room)),
            _ => {
                self.report.add(at, "a list longer than its room");
                None
            }
        }
    }
}

/// The error for a heap that a verification found broken.
pub(crate) fn unsound(report: &Report) -> Option<Error> {
    let first = report.findings.first()?;
    Some(Error::Unsound { findings: report.findings.len(), first: format!("{:#x}: {}", first.offset, first.what) })
}
