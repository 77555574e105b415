//! The parts of an article that fields fill, and the names that fields go by: in JSON, in the
//! headers of tables, in front matter.

/// The parts of an article that fields fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Id,
    Url,
    Headline,
    Body,
    /// A few sentences of the body, or about it: the body where there is no other.
    Summary,
    /// A whole page, as it was fetched.
    Page,
    Date,
    /// When it was last changed.
    Modified,
    Authors,
    Source,
    /// The address of the whole site.
    Site,
    Section,
    Language,
    /// How many replies stand before it in a discussion: an article is the first of it.
    Reply,
}

/// The names that fields go by, in lower case without what joins their words; of one slot the
/// first that is not empty wins. A point leads into an object.
pub(super) const NAMES: &[(&str, Slot)] = &[
    ("id", Slot::Id),
    ("uuid", Slot::Id),
    ("guid", Slot::Id),
    ("canonicallink", Slot::Url),
    ("canonicalurl", Slot::Url),
    ("url", Slot::Url),
    ("link", Slot::Url),
    ("weburl", Slot::Url),
    ("articleurl", Slot::Url),
    ("articlelink", Slot::Url),
    ("permalink", Slot::Url),
    ("respondedurl", Slot::Url),
    ("requestedurl", Slot::Url),
    ("html.respondedurl", Slot::Url),
    ("html.requestedurl", Slot::Url),
    ("mainentityofpage", Slot::Url),
    ("thread.url", Slot::Url),
    ("links", Slot::Url),
    ("title", Slot::Headline),
    ("headline", Slot::Headline),
    ("webtitle", Slot::Headline),
    ("fields.headline", Slot::Headline),
    ("articletitle", Slot::Headline),
    ("heading", Slot::Headline),
    ("thread.title", Slot::Headline),
    ("text", Slot::Body),
    ("body", Slot::Body),
    ("content", Slot::Body),
    ("maintext", Slot::Body),
    ("article", Slot::Body),
    ("fulltext", Slot::Body),
    ("articlebody", Slot::Body),
    ("articletext", Slot::Body),
    ("articlecontent", Slot::Body),
    ("plaintext", Slot::Body),
    ("contenttext", Slot::Body),
    ("contenthtml", Slot::Body),
    ("bodytext", Slot::Body),
    ("bodyhtml", Slot::Body),
    ("fields.body", Slot::Body),
    ("fields.bodytext", Slot::Body),
    ("paragraphs", Slot::Body),
    ("rawtext", Slot::Summary),
    ("leadparagraph", Slot::Summary),
    ("description", Slot::Summary),
    ("summary", Slot::Summary),
    ("excerpt", Slot::Summary),
    ("abstract", Slot::Summary),
    ("desc", Slot::Summary),
    ("snippet", Slot::Summary),
    ("metadescription", Slot::Summary),
    ("shortdescription", Slot::Summary),
    ("fields.trailtext", Slot::Summary),
    ("html", Slot::Page),
    ("rawhtml", Slot::Page),
    ("html.content", Slot::Page),
    ("date", Slot::Date),
    ("published", Slot::Date),
    ("datepublish", Slot::Date),
    ("publishdate", Slot::Date),
    ("pubdate", Slot::Date),
    ("publishedat", Slot::Date),
    ("datepublished", Slot::Date),
    ("publishingdate", Slot::Date),
    ("publicationdate", Slot::Date),
    ("webpublicationdate", Slot::Date),
    ("thread.published", Slot::Date),
    ("timestamp", Slot::Date),
    ("publisheddate", Slot::Date),
    ("publishedtime", Slot::Date),
    ("publishtime", Slot::Date),
    ("datetime", Slot::Date),
    ("seendate", Slot::Date),
    ("createdat", Slot::Date),
    ("datemodified", Slot::Modified),
    ("datemodify", Slot::Modified),
    ("modified", Slot::Modified),
    ("updated", Slot::Modified),
    ("updatedat", Slot::Modified),
    ("lastmodified", Slot::Modified),
    ("lastmodifiedat", Slot::Modified),
    ("lastmod", Slot::Modified),
    ("authors", Slot::Authors),
    ("author", Slot::Authors),
    ("byline", Slot::Authors),
    ("creator", Slot::Authors),
    ("authorname", Slot::Authors),
    ("fields.byline", Slot::Authors),
    ("source", Slot::Source),
    ("site", Slot::Source),
    ("sourcedomain", Slot::Source),
    ("sourcehostname", Slot::Source),
    ("sitename", Slot::Source),
    ("sourcename", Slot::Source),
    ("newssource", Slot::Source),
    ("metasitename", Slot::Source),
    ("outletname", Slot::Source),
    ("outlet", Slot::Source),
    ("publisher", Slot::Source),
    ("publication", Slot::Source),
    ("fields.publication", Slot::Source),
    ("thread.sitefull", Slot::Source),
    ("thread.site", Slot::Source),
    ("hostname", Slot::Source),
    ("domain", Slot::Source),
    ("sourceurl", Slot::Site),
    ("section", Slot::Section),
    ("topic", Slot::Section),
    ("category", Slot::Section),
    ("sectionname", Slot::Section),
    ("articlesection", Slot::Section),
    ("categories", Slot::Section),
    ("thread.sectiontitle", Slot::Section),
    ("language", Slot::Language),
    ("lang", Slot::Language),
    ("inlanguage", Slot::Language),
    ("metalang", Slot::Language),
    ("fields.lang", Slot::Language),
    ("ordinthread", Slot::Reply),
];

/// Finds the row of a field: its name in any case, whatever joins the words of it.
pub(super) fn row_of(name: &str) -> Option<usize> {
    let name: Vec<u8> = name
        .bytes()
        .filter(|b| !matches!(b, b'_' | b'-' | b' '))
        .map(|b| b.to_ascii_lowercase())
        .collect();
    NAMES.iter().position(|(known, _)| known.as_bytes() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_case_and_with_any_joints() {
        for (name, expected) in [
            ("Article Title", Some(Slot::Headline)),
            ("publish_date", Some(Slot::Date)),
            ("Source-Hostname", Some(Slot::Source)),
            ("webPublicationDate", Some(Slot::Date)),
            ("thread.site_full", Some(Slot::Source)),
            ("titles", None),
            ("", None),
        ] {
            assert_eq!(row_of(name).map(|row| NAMES[row].1), expected, "{name}");
        }
    }

    #[test]
    fn the_table_holds_names_as_they_are_compared() {
        for (row, (name, _)) in NAMES.iter().enumerate() {
            assert_eq!(row_of(name), Some(row), "{name}");
        }
    }
}
