//! Rows in the order of a column. Equal ones stand as they do when nobody chose.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use crate::ui::table::{Column, Order, Sort};
use crate::words::places;

/// The order of a list when the address says none.
pub struct ByDefault<T: 'static> {
    pub column: &'static Column<T>,
    pub reverse: bool,
}

impl<T> ByDefault<T> {
    /// The column as it is.
    pub const fn up(column: &'static Column<T>) -> Self {
        Self { column, reverse: false }
    }

    /// The largest first.
    pub const fn down(column: &'static Column<T>) -> Self {
        Self { column, reverse: true }
    }

    /// The order that an address asks for.
    pub fn or(&self, asked: &str) -> Order {
        match asked {
            "" => Order { key: self.column.key.to_owned(), reverse: self.reverse },
            asked => Order::parse(asked),
        }
    }

    /// What the address has to say for an order: nothing where it is this one.
    pub fn spelled(&self, order: String) -> String {
        if Order::parse(&order) == self.or("") { String::new() } else { order }
    }
}

/// Puts rows in order. A key that names no column means the order when nobody chose.
pub fn sort<T>(rows: &mut [Arc<T>], columns: &[Column<T>], order: &Order, default: &ByDefault<T>) {
    let column = columns.iter().find(|column| column.key == order.key).unwrap_or(default.column);
    let all = rows.to_vec();
    let texts = all.iter().flat_map(|row| [column.sort(row), default.column.sort(row)]);
    let places = places(texts.filter_map(|sort| match sort {
        Sort::Text(text) => Some(text),
        Sort::Number(_) | Sort::Numbers(..) => None,
    }));
    rows.sort_by(|a, b| {
        let by_column = compare(column.sort(a), column.sort(b), &places);
        let by_column = if order.reverse { by_column.reverse() } else { by_column };
        by_column.then_with(|| compare(default.column.sort(a), default.column.sort(b), &places))
    });
}

fn compare(a: Sort<'_>, b: Sort<'_>, places: &HashMap<&str, usize>) -> Ordering {
    match (a, b) {
        (Sort::Text(a), Sort::Text(b)) => places.get(a).cmp(&places.get(b)),
        (Sort::Number(a), Sort::Number(b)) => a.total_cmp(&b),
        (Sort::Numbers(a, c), Sort::Numbers(b, d)) => a.total_cmp(&b).then_with(|| c.total_cmp(&d)),
        _ => Ordering::Equal,
    }
}
