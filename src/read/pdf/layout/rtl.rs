//! A page shows Arabic and Hebrew from the left on, as it does any text: the reverse of how they
//! are read.

use unicode_normalization::UnicodeNormalization;

/// Turns a line around if most of its letters are of a script that runs to the left.
pub(super) fn reading_order(line: String) -> String {
    let num_letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let num_leftward = line.chars().filter(|&c| is_leftward(c)).count();
    if num_leftward == 0 || num_leftward * 2 < num_letters {
        return line;
    }
    let mut reversed = String::with_capacity(line.len());
    let mut rightward = String::new();
    for c in line.chars().rev() {
        if c.is_alphanumeric() && !is_leftward(c) {
            rightward.insert(0, c);
            continue;
        }
        reversed.push_str(&std::mem::take(&mut rightward));
        reversed.push(c);
    }
    reversed.push_str(&rightward);
    // the shapes of letters become the letters
    reversed.nfkc().collect()
}

fn is_leftward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_hebrew_is_turned_around_but_not_its_numbers() {
        assert_eq!(reading_order("2024 תנש".to_owned()), "שנת 2024");
        assert_eq!(reading_order("the word שנת".to_owned()), "the word שנת");
    }
}
