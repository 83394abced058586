//! `bigdecimal`, and the integers that it brings.

use ipo::bigdecimal::BigDecimal;
use ipo::bigdecimal::num_bigint::BigInt;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn decimals_come_back_with_their_scale(digits in any::<[i128; 2]>(), scales in any::<[i64; 2]>()) {
        let [first, second] = [0, 1].map(|i| BigDecimal::new(BigInt::from(digits[i]), scales[i] % 1000));
        comes_back(&first, &second);
        is_a_value(&first);
        comes_back(&BigInt::from(digits[0]), &BigInt::from(digits[1]));
        is_a_value(&BigInt::from(digits[0]));
    }
}

#[test]
fn a_decimal_keeps_the_zeros_behind_its_point() -> Result<(), Error> {
    let heap = heap();
    let mut turn = heap.write()?;
    let price: BigDecimal = "12.50".parse().expect("a number");
    let handle = turn.put(&price)?;
    assert_eq!(turn.get(handle)?.load().to_string(), "12.50");
    let shorter: BigDecimal = "12.5".parse().expect("a number");
    assert_eq!(price, shorter);
    assert_ne!(Value::from(price), Value::from(shorter));
    Ok(())
}
