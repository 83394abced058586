//! A misspelt type, with a comma in it.

use ipo::SharedEnumIndex;
#[allow(unused_imports)]
use std::collections::HashMap;

#[derive(SharedEnumIndex, Clone, Copy, Debug)]
pub enum Metric {
    //~ UNDO:    #[shared(type = HashMap<String, i64>, key = "COUNTS")]
    #[shared(typ = HashMap<String, i64>, key = "COUNTS")]
    Counters,
    //~ UNDO:    #[shared(type = f64, accessor = "degrees")]
    #[shared(tpye = f64, acessor = "degrees")]
    Temperature,
}

fn main() {}

//~ ERRORS: 3, two of the mistakes are on one line
