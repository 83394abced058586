//! Parameters and types named like what generated code uses.

#![deny(warnings)]
#![allow(non_camel_case_types)]

use ipo::{SharedEnum, SharedStruct};

#[derive(SharedStruct, Debug)]
pub struct One<T> {
    pub t: T,
    pub slot: Vec<T>,
}

#[derive(SharedStruct, Debug)]
pub struct Two<Slot, Ref, Mut, Arg, Set> {
    pub slot: Slot,
    pub r#ref: Ref,
    #[shared(accessor = "mutable")]
    pub r#mut: Mut,
    pub arg: Arg,
    pub set: Set,
}

#[derive(SharedStruct, Debug)]
pub struct Three<Shared, Writer, SlotRef, Field, Error, const N: usize> {
    pub shared: Shared,
    pub writer: [Writer; N],
    pub slot_ref: SlotRef,
    pub field: Option<Field>,
    pub error: Error,
}

#[derive(SharedEnum, Debug)]
pub enum Four<T, Slot, Data, const N: usize> {
    T(T),
    Slot { slot: Slot, data: Data },
    N([T; N]),
}

#[derive(SharedStruct, Debug)]
pub struct Five<const T: usize> {
    pub n: [u8; T],
}

pub fn uses(
    mut one: OneMut<'_, String>,
    two: TwoRef<'_, u8, u16, u32, u64, String>,
    three: ThreeRef<'_, bool, i8, (), char, f32, 3>,
    four: FourRef<'_, u8, String, Vec<f64>, 2>,
) -> Result<usize, ipo::Error> {
    one.set_t("text")?;
    one.slot_mut().push("text")?;
    println!("{} {} {} {} {}", two.slot(), two.r#ref(), two.mutable(), two.arg(), two.set());
    println!("{} {:?} {:?} {:?} {}", three.shared(), three.writer(), three.slot_ref(), three.field(), three.error());
    Ok(match four {
        FourRef::T(number) => number.into(),
        FourRef::Slot { slot, data } => slot.len() + data.len(),
        FourRef::N(numbers) => numbers.len(),
    })
}

fn main() {}
