//! What holds data is no key.

use std::collections::HashMap;

use ipo::{SharedEnum, SharedStruct};

#[derive(SharedEnum, PartialEq, Eq, Hash)]
pub enum Place {
    Shelf(u32),
    Floor,
}

#[derive(SharedStruct)]
pub struct Store {
    //~ UNDO:    pub items: HashMap<String, Place>,
    pub items: HashMap<Place, String>,
    pub name: String,
}

fn main() {}
