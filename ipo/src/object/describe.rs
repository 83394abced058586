//! Schemas as they are read back from a heap: of any program, also of one whose types this build has never seen.

mod possible;

use super::encode::{code, hash_of_graph};
use crate::Error;
use crate::types::nd::DType;

/// A schema graph from the heap; node 0 is the type itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Described {
    pub(crate) nodes: Vec<Node>,
    /// The type's hash, as its bytes say.
    pub(crate) deep: u64,
}

/// One type of the graph. Other nodes are named by number, and every number names a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) align: u64,
    pub(crate) shape: Shape,
}

/// A field of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) offset: u64,
    pub(crate) node: usize,
    /// Whether a program can do without it.
    pub(crate) default: bool,
}

/// A variant of an enum with data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Variant {
    pub(crate) name: String,
    /// Offsets count from where the variants' fields begin.
    pub(crate) parts: Vec<Part>,
}

/// What a slot holds; the counterpart of `Kind`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    Int { bits: u64, signed: bool },
    Float { bits: u64 },
    Bool,
    Char,
    Unit,
    Str,
    List { element: usize, owns: bool },
    Array { element: usize, len: u64 },
    Tuple(Vec<Part>),
    Struct(Vec<Part>),
    Option { inner: usize, offset: u64 },
    Boxed(usize),
    Handle { target: String },
    Enum { variants: Vec<String> },
    Map { key: usize, value: usize, entry: u64, offset: u64 },
    Value,
    EnumList(Vec<Part>),
    Tagged { offset: u64, variants: Vec<Variant> },
    Pod,
    Atomic(usize),
    Deque { element: usize },
    Tree { key: usize, value: usize, capacity: u64 },
    Compact { key: usize, value: usize, entry: u64, offset: u64 },
    NdArray { dtype: DType, ndim: Option<usize> },
    Tensor,
}

/// Most nodes, fields and letters that a schema may have: a bound on what a broken heap can ask for.
const LIMIT: u64 = 1 << 20;

struct Reader<'a> {
    bytes: &'a [u8],
    at: u64,
    /// What is hashed: everything that was read but whether fields have defaults.
    hashed: Vec<u8>,
}

impl Reader<'_> {
    fn broken(&self) -> Error {
        Error::corrupt(self.at, "a schema that no program wrote")
    }

    fn number(&mut self) -> Result<u64, Error> {
        let (first, rest) = self.bytes.split_first_chunk::<8>().ok_or_else(|| self.broken())?;
        let n = u64::from_le_bytes(*first);
        self.hashed.extend_from_slice(first);
        self.bytes = rest;
        if n > 1 << 48 { Err(self.broken()) } else { Ok(n) }
    }

    fn count(&mut self) -> Result<usize, Error> {
        let n = self.number()?;
        if n > LIMIT { Err(self.broken()) } else { Ok(n as usize) }
    }

    fn flag(&mut self) -> Result<bool, Error> {
        match self.number()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.broken()),
        }
    }

    fn text(&mut self) -> Result<String, Error> {
        let len = self.count()?;
        let bytes = self.bytes.get(..len).ok_or_else(|| self.broken())?;
        let text = std::str::from_utf8(bytes).map_err(|_| self.broken())?.to_owned();
        self.hashed.extend_from_slice(bytes);
        self.bytes = &self.bytes[len..];
        Ok(text)
    }

    fn dtype(&mut self) -> Result<DType, Error> {
        let number = self.number()?;
        u8::try_from(number).ok().and_then(DType::of_number).ok_or_else(|| self.broken())
    }

    fn parts(&mut self) -> Result<Vec<Part>, Error> {
        (0..self.count()?)
            .map(|_| {
                let (name, offset, node, default) = (self.text()?, self.number()?, self.count()?, self.flag()?);
                self.hashed.truncate(self.hashed.len() - 8);
                Ok(Part { name, offset, node, default })
            })
            .collect()
    }

    fn variant(&mut self) -> Result<Variant, Error> {
        Ok(Variant { name: self.text()?, parts: self.parts()? })
    }

    fn shape(&mut self) -> Result<Shape, Error> {
        Ok(match self.count()? {
            code::INT => Shape::Int { bits: self.number()?, signed: self.flag()? },
            code::FLOAT => Shape::Float { bits: self.number()? },
            code::BOOL => Shape::Bool,
            code::CHAR => Shape::Char,
            code::UNIT => Shape::Unit,
            code::STR => Shape::Str,
            code::LIST => Shape::List { element: self.count()?, owns: self.flag()? },
            code::ARRAY => Shape::Array { element: self.count()?, len: self.number()? },
            code::TUPLE => Shape::Tuple(self.parts()?),
            code::STRUCT => Shape::Struct(self.parts()?),
            code::OPTION => Shape::Option { inner: self.count()?, offset: self.number()? },
            code::BOXED => Shape::Boxed(self.count()?),
            code::HANDLE => Shape::Handle { target: self.text()? },
            code::ENUM => Shape::Enum { variants: (0..self.count()?).map(|_| self.text()).collect::<Result<_, _>>()? },
            code::MAP => {
                Shape::Map { key: self.count()?, value: self.count()?, entry: self.number()?, offset: self.number()? }
            }
            code::VALUE => Shape::Value,
            code::ENUM_LIST => Shape::EnumList(self.parts()?),
            code::TAGGED => Shape::Tagged {
                offset: self.number()?,
                variants: (0..self.count()?).map(|_| self.variant()).collect::<Result<_, _>>()?,
            },
            code::POD => Shape::Pod,
            code::ATOMIC => Shape::Atomic(self.count()?),
            code::DEQUE => Shape::Deque { element: self.count()? },
            code::TREE => Shape::Tree { key: self.count()?, value: self.count()?, capacity: self.number()? },
            code::COMPACT => Shape::Compact {
                key: self.count()?,
                value: self.count()?,
                entry: self.number()?,
                offset: self.number()?,
            },
            code::ND_ARRAY => Shape::NdArray { dtype: self.dtype()?, ndim: self.count()?.checked_sub(1) },
            code::TENSOR => Shape::Tensor,
            _ => return Err(self.broken()),
        })
    }
}

impl Shape {
    /// Whether it names no other node.
    pub(super) fn is_leaf(&self) -> bool {
        match self {
            Shape::Int { .. }
            | Shape::Float { .. }
            | Shape::Bool
            | Shape::Char
            | Shape::Unit
            | Shape::Str
            | Shape::Handle { .. }
            | Shape::Enum { .. }
            | Shape::Value
            | Shape::Pod
            | Shape::NdArray { .. }
            | Shape::Tensor => true,
            Shape::List { .. }
            | Shape::Deque { .. }
            | Shape::Tree { .. }
            | Shape::Compact { .. }
            | Shape::Array { .. }
            | Shape::Tuple(_)
            | Shape::Struct(_)
            | Shape::Option { .. }
            | Shape::Boxed(_)
            | Shape::Map { .. }
            | Shape::EnumList(_)
            | Shape::Tagged { .. }
            | Shape::Atomic(_) => false,
        }
    }
}

/// Bytes of the number that tells one of so many variants.
pub(super) fn number_len(variants: usize) -> u64 {
    match variants {
        0..=0x100 => 1,
        0x101..=0x1_0000 => 2,
        _ => 4,
    }
}

impl Described {
    /// Reads an encoded graph and checks that every number in it names a node, every part lies in its whole, and nothing is a
    /// part of itself. `at` is for messages.
    pub(crate) fn decode(bytes: &[u8], at: u64) -> Result<Described, Error> {
        let mut reader = Reader { bytes, at, hashed: Vec::with_capacity(bytes.len()) };
        let mut nodes = Vec::new();
        while !reader.bytes.is_empty() {
            let (name, size, align) = (reader.text()?, reader.number()?, reader.number()?);
            nodes.push(Node { name, size, align, shape: reader.shape()? });
        }
        let graph = Described { nodes, deep: hash_of_graph(&reader.hashed) };
        if !graph.is_possible() {
            return Err(reader.broken());
        }
        Ok(graph)
    }

    /// A node's type as a person would write it.
    pub(crate) fn spell(&self, number: usize) -> String {
        self.spell_within(number, 4)
    }

    fn spell_within(&self, number: usize, depth: u32) -> String {
        let Some(node) = self.nodes.get(number) else { return "?".into() };
        if depth == 0 {
            return "..".into();
        }
        let inner = |n: usize| self.spell_within(n, depth - 1);
        match &node.shape {
            Shape::List { element, .. } => format!("Vec<{}>", inner(*element)),
            Shape::Array { element, len } => format!("[{}; {len}]", inner(*element)),
            Shape::Tuple(parts) => {
                // No type has more; a damaged schema may.
                let more = if parts.len() > 12 { ", .." } else { "" };
                let parts: Vec<_> = parts.iter().take(12).map(|p| inner(p.node)).collect();
                format!("({}{more})", parts.join(", "))
            }
            Shape::Map { key, value, .. }
                if matches!(self.nodes.get(*value), Some(Node { shape: Shape::Unit, .. })) =>
            {
                format!("HashSet<{}>", inner(*key))
            }
            Shape::Map { key, value, .. } => format!("HashMap<{}, {}>", inner(*key), inner(*value)),
            Shape::Deque { element } => format!("VecDeque<{}>", inner(*element)),
            Shape::Tree { key, value, .. } if self.is_unit(*value) => format!("BTreeSet<{}>", inner(*key)),
            Shape::Tree { key, value, .. } => format!("BTreeMap<{}, {}>", inner(*key), inner(*value)),
            Shape::Compact { key, value, .. } if self.is_unit(*value) => {
                format!("Compact<HashSet<{}>>", inner(*key))
            }
            Shape::Compact { key, value, .. } => format!("Compact<HashMap<{}, {}>>", inner(*key), inner(*value)),
            Shape::Option { inner: i, .. } => format!("Option<{}>", inner(*i)),
            Shape::Boxed(i) => format!("Box<{}>", inner(*i)),
            Shape::Handle { target } => format!("Handle<{target}>"),
            Shape::NdArray { dtype, ndim: Some(ndim) } => format!("NdArray<{dtype}, Ix{ndim}>"),
            Shape::NdArray { dtype, ndim: None } => format!("NdArray<{dtype}, IxDyn>"),
            Shape::Atomic(i) => format!("Atomic<{}>", inner(*i)),
            _ => node.name.clone(),
        }
    }

    /// Whether a node is `()`: the value of every element of a set.
    fn is_unit(&self, number: usize) -> bool {
        matches!(self.nodes.get(number), Some(Node { shape: Shape::Unit, .. }))
    }
}
