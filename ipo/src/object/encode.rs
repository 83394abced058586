//! A schema graph as bytes: the same for the same types in every build. The fingerprint is a hash over them, and the
//! registry in the heap keeps them, so that other programs can read what lies there.
//!
//! Nodes stand in the order in which a walk from the root first meets them, and name each other by that number.

use std::any::TypeId;
use std::collections::HashMap;

use super::schema::{Field, Kind, Schema, SchemaFn};
use rapidhash::v3::{RapidSecrets, rapidhash_v3_seeded};

/// Seeds every hash that is part of the format and not of one heap.
const SECRETS: RapidSecrets = RapidSecrets::seed_cpp(0x6970_6F5F_7631_0001);

/// A stable hash of bytes.
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    rapidhash_v3_seeded(bytes, &SECRETS)
}

/// The deep hash of a type; never 0.
pub(crate) fn fingerprint(schema: &'static Schema) -> u64 {
    hash_of_graph(&graph(schema, false))
}

/// The deep hash of the type whose graph has these bytes, without what does not count for it.
pub(super) fn hash_of_graph(graph: &[u8]) -> u64 {
    hash_bytes(graph).max(1)
}

/// The whole graph that starts at `schema`, as the registry keeps it.
pub(crate) fn encode(schema: &'static Schema) -> Vec<u8> {
    graph(schema, true)
}

/// The graph, with or without what does not count for the fingerprint: that a field has a default.
fn graph(schema: &'static Schema, defaults: bool) -> Vec<u8> {
    let mut graph = Graph { numbers: HashMap::new(), nodes: Vec::new(), defaults };
    graph.number(schema);
    let mut out = Bytes(Vec::new());
    // Nodes are added while their elders are written.
    let mut at = 0;
    while at < graph.nodes.len() {
        let node = graph.nodes[at];
        graph.write(node, &mut out);
        at += 1;
    }
    out.0
}

struct Graph {
    numbers: HashMap<TypeId, usize>,
    nodes: Vec<&'static Schema>,
    defaults: bool,
}

pub(super) struct Bytes(Vec<u8>);

impl Bytes {
    fn number(&mut self, n: usize) {
        self.0.extend_from_slice(&(n as u64).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }
}

/// The kinds' numbers in the encoded form.
pub(super) mod code {
    pub(in crate::object) const INT: usize = 1;
    pub(in crate::object) const FLOAT: usize = 2;
    pub(in crate::object) const BOOL: usize = 3;
    pub(in crate::object) const CHAR: usize = 4;
    pub(in crate::object) const UNIT: usize = 5;
    pub(in crate::object) const STR: usize = 6;
    pub(in crate::object) const LIST: usize = 7;
    pub(in crate::object) const ARRAY: usize = 8;
    pub(in crate::object) const TUPLE: usize = 9;
    pub(in crate::object) const STRUCT: usize = 10;
    pub(in crate::object) const OPTION: usize = 11;
    pub(in crate::object) const BOXED: usize = 12;
    pub(in crate::object) const HANDLE: usize = 13;
    pub(in crate::object) const ENUM: usize = 14;
    pub(in crate::object) const MAP: usize = 15;
    pub(in crate::object) const VALUE: usize = 16;
    pub(in crate::object) const ENUM_LIST: usize = 17;
    pub(in crate::object) const TAGGED: usize = 18;
    pub(in crate::object) const POD: usize = 19;
    pub(in crate::object) const ATOMIC: usize = 20;
    pub(in crate::object) const DEQUE: usize = 21;
    pub(in crate::object) const TREE: usize = 22;
    pub(in crate::object) const COMPACT: usize = 23;
    pub(in crate::object) const ND_ARRAY: usize = 24;
    pub(in crate::object) const TENSOR: usize = 25;
}

impl Graph {
    fn number(&mut self, schema: &'static Schema) -> usize {
        let next = self.nodes.len();
        let number = *self.numbers.entry((schema.id)()).or_insert(next);
        if number == next {
            self.nodes.push(schema);
        }
        number
    }

    fn refer(&mut self, schema: SchemaFn, out: &mut Bytes) {
        let number = self.number(schema());
        out.number(number);
    }

    fn fields(&mut self, fields: &'static [Field], out: &mut Bytes) {
        out.number(fields.len());
        for field in fields {
            out.text(field.name);
            out.number(field.offset);
            self.refer(field.schema, out);
            if self.defaults {
                out.number(field.default.into());
            }
        }
    }

    fn write(&mut self, schema: &'static Schema, out: &mut Bytes) {
        out.text(schema.name);
        out.number(schema.size);
        out.number(schema.align);
        match schema.kind {
            Kind::Int { bits, signed } => {
                out.number(code::INT);
                out.number(bits.into());
                out.number(signed.into());
            }
            Kind::Float { bits } => {
                out.number(code::FLOAT);
                out.number(bits.into());
            }
            Kind::Bool => out.number(code::BOOL),
            Kind::Char => out.number(code::CHAR),
            Kind::Unit => out.number(code::UNIT),
            Kind::Str => out.number(code::STR),
            Kind::List { element, owns } => {
                out.number(code::LIST);
                self.refer(element, out);
                out.number(owns.into());
            }
            Kind::Array { element, len } => {
                out.number(code::ARRAY);
                self.refer(element, out);
                out.number(len);
            }
            Kind::Tuple(fields) => {
                out.number(code::TUPLE);
                self.fields(fields, out);
            }
            Kind::Struct(fields) => {
                out.number(code::STRUCT);
                self.fields(fields, out);
            }
            Kind::Option { inner, offset } => {
                out.number(code::OPTION);
                self.refer(inner, out);
                out.number(offset);
            }
            Kind::Boxed(inner) => {
                out.number(code::BOXED);
                self.refer(inner, out);
            }
            Kind::Handle { target } => {
                out.number(code::HANDLE);
                out.text(target);
            }
            Kind::Map { key, value, entry, offset } => {
                out.number(code::MAP);
                self.refer(key, out);
                self.refer(value, out);
                out.number(entry);
                out.number(offset);
            }
            Kind::Value => out.number(code::VALUE),
            Kind::EnumList { fields } => {
                out.number(code::ENUM_LIST);
                self.fields(fields(), out);
            }
            Kind::Tagged { offset, variants } => {
                out.number(code::TAGGED);
                out.number(offset);
                out.number(variants.len());
                for variant in variants {
                    out.text(variant.name);
                    self.fields(variant.fields, out);
                }
            }
            Kind::Pod => out.number(code::POD),
            Kind::Atomic(inner) => {
                out.number(code::ATOMIC);
                self.refer(inner, out);
            }
            Kind::Enum { variants } => {
                out.number(code::ENUM);
                out.number(variants.len());
                for variant in variants {
                    out.text(variant);
                }
            }
            Kind::Deque { element } => {
                out.number(code::DEQUE);
                self.refer(element, out);
            }
            Kind::Tree { key, value, capacity } => {
                out.number(code::TREE);
                self.refer(key, out);
                self.refer(value, out);
                out.number(capacity);
            }
            Kind::Compact { key, value, entry, offset } => {
                out.number(code::COMPACT);
                self.refer(key, out);
                self.refer(value, out);
                out.number(entry);
                out.number(offset);
            }
            Kind::NdArray { dtype, ndim } => {
                out.number(code::ND_ARRAY);
                out.number(dtype.into());
                // None is 0, any other number one more than it is.
                out.number(ndim.map_or(0, |ndim| ndim + 1));
            }
            Kind::Tensor => out.number(code::TENSOR),
        }
    }
}
