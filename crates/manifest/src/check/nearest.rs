//! What somebody probably meant: the nearest of the known names, and sentences that list what would do.

/// How many names a sentence lists before it says "and 12 more".
const LISTED: usize = 8;

/// The nearest candidate, if it is near enough to be what was meant.
pub(crate) fn nearest<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong_lower = wrong.to_lowercase();
    let allowed = (wrong.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != wrong)
        .map(|candidate| (strsim::osa_distance(&wrong_lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// "edge-1, edge-2 and 3 more"; `nothing` for no names at all.
pub(crate) fn listed<'a>(names: impl IntoIterator<Item = &'a str>, nothing: &str) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    if names.is_empty() {
        return nothing.into();
    }
    let shown = names.get(..LISTED.min(names.len())).unwrap_or(&names).join(", ");
    match names.len().saturating_sub(LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_within_reason() {
        let names = ["edge-1", "edge-2", "gateway", "isPrivileged"];
        for (wrong, right) in [
            ("edge1", Some("edge-1")),
            ("Gateway", Some("gateway")),
            ("gatewya", Some("gateway")),
            ("isprivileged", Some("isPrivileged")),
            ("my-agent-name", None),
            ("x", None),
        ] {
            assert_eq!(nearest(wrong, names), right, "{wrong}");
        }
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(listed(["a", "b"], "none"), "a, b");
        assert_eq!(listed([], "none"), "none");
        let many = ["n"; 10];
        assert!(listed(many, "none").ends_with(" and 2 more"));
    }
}
