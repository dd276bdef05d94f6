//! Pages of lists.

/// The page that is asked for, or the nearest there is, as after a search on a later page; the first is 1, also of a list
/// with nothing in it. A page holds `most` of the `total`.
pub(crate) fn within(page: i64, total: i64, most: i64) -> i64 {
    page.clamp(1, ((total + most - 1) / most).max(1))
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn a_page_out_of_the_list_is_the_nearest_one() {
        for (page, total, there) in
            [(1, 0, 1), (3, 0, 1), (0, 250, 1), (-1, 250, 1), (2, 250, 2), (3, 250, 3), (4, 250, 3), (3, 200, 2)]
        {
            assert_eq!(within(page, total, 100), there, "{page} of {total}");
        }
    }
}
