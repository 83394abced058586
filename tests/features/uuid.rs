//! `uuid`.

use ipo::uuid::Uuid;

use super::*;

proptest! {
    #[test]
    fn identifiers_come_back(first in any::<u128>(), second in any::<u128>()) {
        let (first, second) = (Uuid::from_u128(first), Uuid::from_u128(second));
        comes_back(&first, &second);
        is_a_value(&first);
        is_a_key(&[first, second, Uuid::nil(), Uuid::max()]);
    }
}
