//! The groups that come with the program.

use std::sync::LazyLock;

use super::{Group, file};

static LISTED: LazyLock<Vec<Group>> = LazyLock::new(|| {
    file::read(include_str!("list.toml"))
        .map(|f| f.groups())
        .unwrap_or_default()
});

/// Returns the groups of the program's own list: names of the news that the rules of [`super::learn`]
/// would not dare to join.
pub fn listed() -> &'static [Group] {
    &LISTED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aliases::Aliases;

    #[test]
    fn the_list_is_read_whole_and_names_nobody_twice() {
        let file = file::read(include_str!("list.toml")).unwrap();
        assert!(file.groups().len() > 50);
        assert_eq!(Aliases::new(file.groups()).groups(), file.groups());
    }
}
