//! `num-bigint`.

use ipo::num_bigint::{BigInt, BigUint};

use super::*;

fn integers() -> impl Strategy<Value = BigInt> {
    let edges = [0, 1, -1, 127, 128, -128, -129, i128::MAX, i128::MIN].map(BigInt::from).to_vec();
    prop_oneof![
        prop::sample::select(edges),
        prop::collection::vec(any::<u8>(), 0..70).prop_map(|bytes| BigInt::from_signed_bytes_le(&bytes)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn integers_of_any_size_come_back(first in integers(), second in integers()) {
        comes_back(&first, &second);
        is_a_value(&first);
        is_a_key(&[first.clone(), second.clone()]);
        let (first, second) = (first.magnitude().clone(), second.magnitude().clone());
        comes_back(&first, &second);
        is_a_value(&first);
        is_a_key(&[first, second]);
    }
}

#[test]
fn an_integer_is_changed_by_a_function_of_it() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let number = turn.put(&BigUint::from(7_u8).pow(50))?;
    turn.get_mut(number)?.update(|n| n * 2_u8)?;
    assert_eq!(turn.get(number)?, BigUint::from(7_u8).pow(50) * 2_u8);
    Ok(())
}

#[test]
fn small_ones_are_the_integers_that_values_have() {
    assert_eq!(Value::from(BigInt::from(-7)), value!(-7));
    assert_eq!(BigInt::try_from(value!(-7)), Ok(BigInt::from(-7)));
    assert_eq!(Value::from(u128::MAX), Value::from(BigInt::from(u128::MAX)));
    assert_eq!(u128::try_from(Value::BigInt(u128::MAX.into())), Ok(u128::MAX));
    assert!(BigUint::try_from(value!(-7)).is_err());
    assert!(matches!(Value::from(u64::MAX), Value::BigInt(_)));
}
