//! Numbers, truth values, letters, text and bytes.

use crate::stop::{Stop, kind};

pub(crate) fn stops() -> Vec<Box<dyn Stop>> {
    vec![
        kind::<(u8, i8, u16, i16, u32, i32, u64, i64)>(
            "integers",
            || (250, -8, 16, -16, 32, -32, u64::MAX, i64::MIN),
            |(a, b, c, d, e, f, g, h)| {
                // Plain references into the heap.
                *a += 5;
                *b = b.abs();
                *c <<= 1;
                *d -= 1;
                *e += 10;
                *f *= 2;
                *g -= 1;
                *h += 1;
                Ok(())
            },
            || (255, 8, 32, -17, 42, -64, u64::MAX - 1, i64::MIN + 1),
        ),
        kind::<(u128, i128, usize, isize)>(
            "wide integers",
            || (u128::MAX, i128::MIN, 1, -1),
            |(mut a, mut b, mut c, mut d)| {
                a.update(|n| n - 1);
                b.set(7);
                c.set(c.get() + 1);
                d.replace(-2);
                Ok(())
            },
            || (u128::MAX - 1, 7, 2, -2),
        ),
        kind::<(f32, f64, f64)>(
            "floats",
            || (1.5, -0.0, f64::INFINITY),
            |(a, b, c)| {
                *a *= 2.0;
                *b += 0.25;
                *c = -*c;
                Ok(())
            },
            || (3.0, 0.25, f64::NEG_INFINITY),
        ),
        kind::<(bool, char, ())>(
            "bool, char, ()",
            || (false, 'a', ()),
            |(mut flag, mut letter, _)| {
                flag.set(true);
                letter.set('\u{10FFFF}');
                Ok(())
            },
            || (true, '\u{10FFFF}', ()),
        ),
        kind::<(Option<i64>, Option<String>, Option<bool>)>(
            "none or some",
            || (None, Some("text".into()), Some(true)),
            |(mut number, mut text, mut flag)| {
                number.set(Some(3));
                *number.as_mut().expect("just set") += 1;
                text.as_mut().expect("some").push_str(", and more")?;
                flag.take()?;
                Ok(())
            },
            || (Some(4), Some("text, and more".into()), None),
        ),
        kind::<String>(
            "text",
            || "Hello, ".into(),
            |mut text| {
                text.push_str("wörld")?;
                text.insert(0, '¡')?;
                text.replace_range(.."¡Hello".len(), "Goodbye")
            },
            || "Goodbye, wörld".into(),
        ),
        kind::<Vec<u8>>(
            "bytes",
            || vec![1, 2, 3],
            |mut bytes| {
                bytes.as_mut_slice()[0] = 0xFF; // a slice of the heap
                bytes.extend_from_slice(&[4; 30])
            },
            || [vec![0xFF, 2, 3], vec![4; 30]].concat(),
        ),
        kind::<(Box<str>, Box<[u16]>)>(
            "boxed slices",
            || ("text".into(), [1, 2].into()),
            |(mut text, mut numbers)| {
                text.push('!')?;
                numbers.push(3)
            },
            || ("text!".into(), [1, 2, 3].into()),
        ),
    ]
}
