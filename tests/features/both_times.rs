//! A program with `chrono` and one with `jiff` share a heap where their types mean the same.

use std::time::{Duration, SystemTime};

use ipo::chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use ipo::jiff::tz::Offset;
use ipo::jiff::{self, SignedDuration, Timestamp};

use super::*;

#[test]
fn types_of_one_meaning_are_one_kind() -> Result<(), Error> {
    assert_eq!((Timestamp::deep(), SystemTime::deep()), (DateTime::<Utc>::deep(), DateTime::<Utc>::deep()));
    assert_eq!(jiff::civil::Date::deep(), NaiveDate::deep());
    assert_eq!(jiff::civil::Time::deep(), NaiveTime::deep());
    assert_eq!(jiff::civil::DateTime::deep(), NaiveDateTime::deep());
    assert_eq!(SignedDuration::deep(), TimeDelta::deep());
    assert_eq!(Offset::deep(), FixedOffset::deep());
    assert_ne!(jiff::Zoned::deep(), DateTime::<FixedOffset>::deep());

    let heap = heap();
    let mut turn = heap.write()?;
    let moment: Timestamp = "1969-12-31T23:59:58.25Z".parse().expect("a moment");
    let handle = turn.put(&moment)?;
    turn.bind("moment", handle)?;
    let chrono: Handle<DateTime<Utc>> = turn.root("moment")?;
    assert_eq!(format!("{:?}", turn.load(chrono)?), "1969-12-31T23:59:58.250Z");
    let std: Handle<SystemTime> = turn.root("moment")?;
    assert_eq!(turn.load(std)?, SystemTime::UNIX_EPOCH - Duration::from_millis(1750));
    turn.get_mut(std)?.update(|time| time + Duration::from_secs(2));
    assert_eq!(turn.load(handle)?.to_string(), "1970-01-01T00:00:00.25Z");

    let delta = turn.put(&TimeDelta::nanoseconds(-1_500_000_000))?;
    turn.bind("delta", delta)?;
    let delta: Handle<SignedDuration> = turn.root("delta")?;
    assert_eq!(turn.load(delta)?, SignedDuration::from_millis(-1500));
    let date = turn.put(&jiff::civil::date(-44, 3, 15))?;
    turn.bind("date", date)?;
    let date: Handle<NaiveDate> = turn.root("date")?;
    assert_eq!(Some(turn.load(date)?), NaiveDate::from_ymd_opt(-44, 3, 15));
    Ok(())
}

proptest! {
    #[test]
    fn the_text_of_moments_is_what_chrono_says(
        // Years of four digits.
        seconds in -62_000_000_000_i64..253_000_000_000,
        offset in -86_399..86_400,
    ) {
        let offset = FixedOffset::east_opt(offset).unwrap();
        let moment = DateTime::from_timestamp(seconds, 5_000_000).unwrap().with_timezone(&offset);
        let Value::OffsetDateTime(plain) = Value::from(moment) else { panic!("another kind") };
        prop_assert_eq!(plain.to_string(), format!("{moment:?}"));
    }
}
