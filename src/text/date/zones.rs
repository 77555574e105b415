//! Time zones by their names.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// A zone as it stands after a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// Minutes from UTC.
    Fixed(i32),
    /// A zone of the United States, whose clocks change: minutes from UTC in winter.
    American(i32),
}

/// Names of zones. Names that mean several zones (IST, CST) are left out.
const ZONES: &[(&str, Zone)] = &[
    ("Z", Zone::Fixed(0)),
    ("UTC", Zone::Fixed(0)),
    ("GMT", Zone::Fixed(0)),
    ("WET", Zone::Fixed(0)),
    ("BST", Zone::Fixed(60)),
    ("WEST", Zone::Fixed(60)),
    ("WAT", Zone::Fixed(60)),
    ("CET", Zone::Fixed(60)),
    ("CEST", Zone::Fixed(120)),
    ("MEZ", Zone::Fixed(60)),
    ("MESZ", Zone::Fixed(120)),
    ("CAT", Zone::Fixed(120)),
    ("SAST", Zone::Fixed(120)),
    ("EET", Zone::Fixed(120)),
    ("EEST", Zone::Fixed(180)),
    ("EAT", Zone::Fixed(180)),
    ("MSK", Zone::Fixed(180)),
    ("МСК", Zone::Fixed(180)),
    ("TRT", Zone::Fixed(180)),
    ("PKT", Zone::Fixed(300)),
    ("NPT", Zone::Fixed(345)),
    ("WIB", Zone::Fixed(420)),
    ("ICT", Zone::Fixed(420)),
    ("WITA", Zone::Fixed(480)),
    ("WIT", Zone::Fixed(540)),
    ("HKT", Zone::Fixed(480)),
    ("SGT", Zone::Fixed(480)),
    ("PHT", Zone::Fixed(480)),
    ("AWST", Zone::Fixed(480)),
    ("JST", Zone::Fixed(540)),
    ("KST", Zone::Fixed(540)),
    ("ACST", Zone::Fixed(570)),
    ("AEST", Zone::Fixed(600)),
    ("AEDT", Zone::Fixed(660)),
    ("NZST", Zone::Fixed(720)),
    ("NZDT", Zone::Fixed(780)),
    ("EST", Zone::Fixed(-300)),
    ("EDT", Zone::Fixed(-240)),
    ("CDT", Zone::Fixed(-300)),
    ("MST", Zone::Fixed(-420)),
    ("MDT", Zone::Fixed(-360)),
    ("PST", Zone::Fixed(-480)),
    ("PDT", Zone::Fixed(-420)),
    ("AKST", Zone::Fixed(-540)),
    ("AKDT", Zone::Fixed(-480)),
    ("HST", Zone::Fixed(-600)),
    ("BRT", Zone::Fixed(-180)),
    ("ART", Zone::Fixed(-180)),
    ("ET", Zone::American(-300)),
    ("CT", Zone::American(-360)),
    ("MT", Zone::American(-420)),
    ("PT", Zone::American(-480)),
    ("Eastern", Zone::American(-300)),
    ("Pacific", Zone::American(-480)),
];

/// When the clocks of the United States change, by the year from which on they do so: POSIX rules.
const AMERICAN_RULES: [(i16, &str); 3] = [
    (2007, "M3.2.0,M11.1.0"),
    (1987, "M4.1.0,M10.5.0"),
    (1967, "M4.5.0,M10.5.0"),
];

/// Finds the zone of a name. Names are in capitals, for `est`, `art` and `et` are words; only those
/// that programs write are also known in small letters.
pub(super) fn by_name(word: &str) -> Option<Zone> {
    let name = match word {
        "z" => "Z",
        "utc" => "UTC",
        "gmt" | "Gmt" => "GMT",
        _ => word,
    };
    let known = ZONES.iter().find(|(known, _)| *known == name);
    known.map(|(_, zone)| *zone)
}

impl Zone {
    /// Returns the offset from UTC at a time of its own clock.
    pub(super) fn offset_at(self, datetime: DateTime) -> Option<Offset> {
        match self {
            Zone::Fixed(minutes) => Offset::from_seconds(minutes * 60).ok(),
            Zone::American(minutes) => {
                let (_, rule) = AMERICAN_RULES
                    .iter()
                    .find(|(first_year, _)| datetime.year() >= *first_year)?;
                let zone = TimeZone::posix(&format!("XST{}XDT,{rule}", -minutes / 60)).ok()?;
                let timestamp = zone.to_timestamp(datetime).ok()?;
                Some(zone.to_offset(timestamp))
            }
        }
    }
}
