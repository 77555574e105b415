use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::*;

const BODY: &str = "The ferry sailed from the old quay on Friday morning with forty people on board, an hour later \
    than planned. The harbour master said that fog had kept it back, and that the next one would be on time.";

fn page() -> Vec<u8> {
    format!(
        "<html><head><title>Ferry sails late</title></head><body><article><h1>Ferry sails late</h1><p>{BODY}</p>\
         <p>Café guests watched it go, and the captain waved to each of them until the pier was out of sight.</p>\
         </article></body></html>"
    )
    .into_bytes()
}

fn read_record(http: &str, payload: &[u8]) -> Reading {
    let head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <https://x.example/ferry?a=1>\r\n\
        WARC-Date: 2015-11-27T09:00:00Z\r\nContent-Length: 1\r\n\r\n";
    let head = format!("{head}HTTP/1.1 200 OK\r\n{http}\r\n\r\n");
    read(&RawDocument {
        origin: Origin {
            member: None,
            path: "a.warc".to_owned(),
            line: Some(7),
        },
        bytes: [head.as_bytes(), payload].concat(),
        ..RawDocument::default()
    })
}

/// Holds that the page comes out whole.
fn check(http: &str, payload: &[u8]) {
    let reading = read_record(&format!("Content-Type: text/html\r\n{http}"), payload);
    assert_eq!(reading.skipped, [], "{http}");
    let article = &reading.articles[0];
    assert_eq!(article.headline, "Ferry sails late", "{http}");
    assert!(
        article.body.starts_with(BODY) && article.body.contains("Café"),
        "{http}: {}",
        article.body
    );
    assert_eq!(article.url.as_deref(), Some("https://x.example/ferry?a=1"));
    assert_eq!(article.line, Some(7));
    let crawl = DateCandidate {
        text: "2015-11-27T09:00:00Z".to_owned(),
        evidence: Evidence::Crawl,
    };
    assert_eq!(article.date_candidates, [crawl]);
    assert_eq!(article.warnings, []);
}

fn chunked(bytes: &[u8]) -> Vec<u8> {
    let chunks = bytes.chunks(100).flat_map(|chunk| {
        let size = format!("{:x};x=y\r\n", chunk.len());
        [size.as_bytes(), chunk, b"\r\n"].concat()
    });
    chunks.chain(*b"0\r\n\r\n").collect()
}

/// Brotli without compression, RFC 7932, 9.2: metadata of the window (16 bits), a block of up to
/// 64 KiB as it is, and an empty last one.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len() - 1;
    // WBITS 0, ISLAST 0, MNIBBLES 00 (four), MLEN - 1, ISUNCOMPRESSED 1.
    let head = (length as u32) << 4 | 1 << 20;
    [&head.to_le_bytes()[..3], bytes, &[3]].concat()
}

#[test]
fn pages_come_out_of_their_chunks_and_their_compression() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&page()).unwrap();
    let gzip = gzip.finish().unwrap();
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
    zlib.write_all(&page()).unwrap();
    let mut raw = DeflateEncoder::new(Vec::new(), Compression::fast());
    raw.write_all(&page()).unwrap();
    check("X: y", &page());
    check("Transfer-Encoding: chunked", &chunked(&page()));
    check("Content-Encoding: gzip", &gzip);
    check(
        "Content-Encoding: gzip\r\nTransfer-Encoding: chunked",
        &chunked(&gzip),
    );
    check("Content-Encoding: deflate", &zlib.finish().unwrap());
    check("Content-Encoding: deflate", &raw.finish().unwrap());
    check("Content-Encoding: br", &brotli(&page()));
    let zstd = zstd::encode_all(&*page(), 1).unwrap();
    check("Content-Encoding: zstd", &zstd);
    // Crawlers take both off and leave the head as it was.
    check(
        "Content-Encoding: gzip\r\nTransfer-Encoding: chunked",
        &page(),
    );
    check("Content-Encoding: br", &page());
}

#[test]
fn a_damaged_payload_is_read_as_far_as_it_goes() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&page()).unwrap();
    let gzip = gzip.finish().unwrap();
    let http = "Content-Type: text/html\r\nContent-Encoding: gzip";
    let cut = read_record(http, &gzip[..gzip.len() - 8]);
    let expected = format!("damaged gzip stream after {} bytes", page().len());
    assert_eq!(cut.articles[0].warnings[0].message, expected);
    let message = |reading: Reading| reading.skipped[0].to_string();
    assert_eq!(
        message(read_record(
            "Content-Type: text/html\r\nContent-Encoding: zz",
            b"x"
        )),
        "line 7: `https://x.example/ferry?a=1`: expected gzip, deflate, br or zstd, but found `zz`"
    );
    assert_eq!(
        message(read_record("Content-Type: text/plain", b"WARC/1.0\r\n\r\n")),
        "line 7: `https://x.example/ferry?a=1`: expected a page, but found a web archive in a web archive"
    );
}

#[test]
fn the_charset_that_the_server_names_goes_before_that_of_the_page() {
    let page = String::from_utf8(page())
        .unwrap()
        .replace("<title>", "<meta charset=\"utf-8\"><title>");
    let old: Vec<u8> = page
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let reading = read_record("Content-Type: text/html; charset=\"iso-8859-1\"", &old);
    assert!(reading.articles[0].body.contains("Café"));
}

#[test]
fn each_item_of_a_captured_feed_is_an_article() {
    let feed = b"<rss><channel><item><title>One</title></item><item><title>Two</title><link>https://x.example/2</link></item></channel></rss>";
    let reading = read_record("Content-Type: application/rss+xml", feed);
    let found: Vec<_> = reading
        .articles
        .iter()
        .map(|a| (a.id.as_deref(), a.url.as_deref()))
        .collect();
    let expected = [
        (Some("https://x.example/ferry?a=1#0"), None),
        (None, Some("https://x.example/2")),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_page_of_no_type_is_read_and_a_cut_one_says_so() {
    let head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.example/ferry\r\n\
        WARC-Truncated: length\r\nContent-Length: 1\r\n\r\nHTTP/1.1 200 OK\r\nX: y\r\n\r\n";
    let record = [head.as_bytes(), &page()].concat();
    assert_eq!(no_page(&record), None);
    let reading = read(&RawDocument {
        bytes: record,
        ..RawDocument::default()
    });
    assert_eq!(reading.skipped, []);
    let article = &reading.articles[0];
    assert_eq!(article.headline, "Ferry sails late");
    assert_eq!(
        article.warnings[0].message,
        "the crawler left out the rest of the page (`length`)"
    );
}
