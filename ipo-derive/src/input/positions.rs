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

/// Reports each variant whose number is not its position.
pub(super) fn check(data: &DataEnum, errors: &mut Errors) {
    let mut earlier: Vec<(u128, &syn::Ident)> = Vec::new();
    for (position, variant) in data.variants.iter().enumerate() {
        let position = position as u128;
        let ident = &variant.ident;
        let known = match &variant.discriminant {
            None => position,
            Some((_, expr)) => match number(expr) {
                Number::Known(number) => {
                    if number != position {
                        let taken = earlier.iter().find(|(other, _)| *other == number);
                        let why = match taken {
                            Some((_, other)) => format!("{number} is taken by `{other}`"),
                            None if number > position => format!("there would be a gap in front of {number}"),
                            None => format!("{number} is not the next number"),
                        };
                        errors.at(
                            expr,
                            format!("{why}: an index counts from 0, so write `{ident} = {position}` or just `{ident}`"),
                        );
                    }
                    number
                }
                Number::Negative => {
                    errors.at(
                        expr,
                        format!("a position is not negative: an index counts from 0, so write `{ident} = {position}` or just `{ident}`"),
                    );
                    position
                }
                Number::Unknown => {
                    errors.at(
                        expr,
                        format!(
                            "the derive cannot see what number this is: write `{ident} = {position}` or just `{ident}`"
                        ),
                    );
                    position
                }
            },
        };
        earlier.push((known, ident));
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
