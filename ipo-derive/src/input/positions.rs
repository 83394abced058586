//! Explicit numbers of variants, which must be their positions.

use syn::{DataEnum, Expr, ExprLit, ExprUnary, Lit, UnOp};

use crate::errors::Errors;

/// What an explicit number is seen to be.
enum Number {
    Known(u128),
    Negative,
    /// A constant, or a computation: only rustc can tell.
    Unknown,
}

/// Reports each variant whose number is not its position; rustc does where another variant has the number.
pub(super) fn check(data: &DataEnum, errors: &mut Errors) {
    // The numbers in front, as far as all of them are known.
    let mut earlier: Option<Vec<u128>> = Some(Vec::new());
    for (position, variant) in data.variants.iter().enumerate() {
        let position = position as u128;
        let ident = &variant.ident;
        let number = match &variant.discriminant {
            None => earlier.as_ref().map(|earlier| earlier.last().map_or(0, |last| last.saturating_add(1))),
            Some((_, expr)) => {
                let number = number(expr);
                let why = match number {
                    Number::Known(number) if number == position => None,
                    Number::Known(number) if earlier.as_ref().is_some_and(|earlier| earlier.contains(&number)) => None,
                    Number::Known(number) if number > position => {
                        Some(format!("there would be a gap in front of {number}: an index counts from 0, so"))
                    }
                    Number::Known(number) => {
                        Some(format!("{number} is not the next number: an index counts from 0, so"))
                    }
                    Number::Negative => Some("a position is not negative: an index counts from 0, so".to_owned()),
                    Number::Unknown => Some("the derive cannot see what number this is:".to_owned()),
                };
                if let Some(why) = why {
                    errors.at(expr, format!("{why} write `{ident} = {position}` or just `{ident}`"));
                }
                match number {
                    Number::Known(number) => Some(number),
                    Number::Negative | Number::Unknown => None,
                }
            }
        };
        earlier = earlier.zip(number).map(|(mut earlier, number)| {
            earlier.push(number);
            earlier
        });
    }
}

fn number(expr: &Expr) -> Number {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Int(int), .. }) => int.base10_parse().map_or(Number::Unknown, Number::Known),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match number(expr) {
            Number::Known(0) => Number::Known(0),
            Number::Known(_) => Number::Negative,
            _ => Number::Unknown,
        },
        Expr::Paren(inner) => number(&inner.expr),
        Expr::Group(inner) => number(&inner.expr),
        _ => Number::Unknown,
    }
}
