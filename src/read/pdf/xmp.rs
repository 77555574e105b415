//! The XMP packet of a file: ISO 16684-1. Only three of its properties are looked for, and by
//! their usual names, so that no XML reader is needed.

use super::document::About;

/// Reads title, authors and day of creation.
pub(super) fn read(packet: &[u8]) -> About {
    let packet = String::from_utf8_lossy(packet);
    let created = property(&packet, "xmp:CreateDate").map(clean);
    About {
        title: property(&packet, "dc:title")
            .map(items)
            .and_then(|items| items.into_iter().next()),
        authors: property(&packet, "dc:creator")
            .map(items)
            .unwrap_or_default(),
        created: created.filter(|date| date.starts_with(|c: char| c.is_ascii_digit())),
    }
}

/// Returns the content of an element, or the value of an attribute.
fn property<'a>(packet: &'a str, name: &str) -> Option<&'a str> {
    if let Some((_, rest)) = packet.split_once(&format!("<{name}"))
        && let Some((_, rest)) = rest.split_once('>')
    {
        return rest
            .split_once(&format!("</{name}>"))
            .map(|(content, _)| content);
    }
    let (_, rest) = packet.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Returns the items of a list; what is no list is its own item.
fn items(content: &str) -> Vec<String> {
    let parts = content.split("<rdf:li").skip(1);
    let parts = parts.filter_map(|part| part.split_once('>')?.1.split_once("</rdf:li>"));
    let mut items: Vec<String> = parts.map(|(item, _)| clean(item)).collect();
    if !content.contains('<') {
        items.push(clean(content));
    }
    items.retain(|item| !item.is_empty());
    items
}

fn clean(text: &str) -> String {
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ];
    let text = entities
        .iter()
        .fold(text.trim().to_owned(), |text, (from, to)| {
            text.replace(from, to)
        });
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read_as_elements_and_as_attributes() {
        let packet = b"<rdf:Description xmp:CreateDate=\"2024-03-12T10:15:00Z\"><dc:title xmlns:dc=\"x\"><rdf:Alt>\
            <rdf:li xml:lang=\"x-default\">Salt &amp; pepper</rdf:li></rdf:Alt></dc:title>\
            <dc:creator><rdf:Seq><rdf:li>Jane Doe</rdf:li><rdf:li>John Roe</rdf:li></rdf:Seq></dc:creator>";
        let expected = About {
            title: Some("Salt & pepper".to_owned()),
            authors: vec!["Jane Doe".to_owned(), "John Roe".to_owned()],
            created: Some("2024-03-12T10:15:00Z".to_owned()),
        };
        assert_eq!(read(packet), expected);
    }
}
