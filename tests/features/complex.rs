//! `num-complex`.

use ipo::num_complex::{Complex, Complex32, Complex64};

use super::*;

#[test]
fn complex_numbers_come_back_and_are_slices_of_the_heap() -> Result<(), Error> {
    comes_back(&Complex64::new(1.5, -0.0), &Complex64::new(f64::INFINITY, f64::MIN));
    comes_back(&Complex32::new(1.5, -0.0), &Complex32::new(f32::MAX, 2.0));
    is_a_value(&Complex64::new(1.5, -2.0));
    is_a_value(&Complex32::new(1.5, -2.0));
    let heap = heap();
    let mut turn = heap.write()?;
    let signal = turn.put(&vec![Complex::new(1.0_f32, 2.0); 100])?;
    turn.get_mut(signal)?.as_mut_slice().iter_mut().for_each(|n| *n *= Complex::i());
    assert_eq!(turn.get(signal)?.as_slice(), [Complex::new(-2.0, 1.0); 100]);
    turn.get_mut(signal)?.set(3, Complex::new(0.0, 0.5)).expect("an element");
    assert_eq!(turn.get(signal)?.get(3), Some(Complex::new(0.0, 0.5)));
    Ok(())
}

#[test]
fn complex_values_are_equal_by_their_bits() {
    let number = |re: f64| Value::from(Complex::new(re, 0.0));
    assert_eq!(number(f64::NAN), number(f64::NAN));
    assert_ne!(number(0.0), number(-0.0));
}
