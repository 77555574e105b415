use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use proptest::prelude::*;

use super::*;

/// A tar archive of files.
fn tar_of(files: &[(&str, &str)]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, text) in files {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        builder
            .append_data(&mut header, name, text.as_bytes())
            .unwrap();
    }
    builder.into_inner().unwrap()
}

/// A zip archive of files, written by the rules (APPNOTE 4.3), deflated or stored in turns.
fn zip_of(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for (number, (name, text)) in files.iter().enumerate() {
        let is_stored = number % 2 == 1;
        let packed = if is_stored {
            text.as_bytes().to_vec()
        } else {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(text.as_bytes()).unwrap();
            encoder.finish().unwrap()
        };
        let mut crc = flate2::Crc::new();
        crc.update(text.as_bytes());
        let mut facts = Vec::new();
        facts.extend(20_u16.to_le_bytes());
        facts.extend(0x800_u16.to_le_bytes());
        facts.extend((if is_stored { 0_u16 } else { 8 }).to_le_bytes());
        facts.extend([0; 4]);
        facts.extend(crc.sum().to_le_bytes());
        facts.extend((packed.len() as u32).to_le_bytes());
        facts.extend((text.len() as u32).to_le_bytes());
        facts.extend((name.len() as u16).to_le_bytes());
        facts.extend([0; 2]);

        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&facts);
        directory.extend([0; 10]);
        directory.extend((archive.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        archive.extend(b"PK\x03\x04");
        archive.extend(&facts);
        archive.extend(name.as_bytes());
        archive.extend(&packed);
    }
    let start = archive.len() as u32;
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([(files.len() as u16).to_le_bytes(); 2].concat());
    archive.extend((directory.len() as u32).to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0; 2]);
    archive
}

fn open(bytes: Vec<u8>) -> Result<Archive, String> {
    match ArchiveKind::of(&bytes) {
        Some(ArchiveKind::Tar) => Ok(Archive::tar(Box::new(Cursor::new(bytes)))),
        Some(ArchiveKind::Zip) => {
            let opener: Opener = Arc::new(move || Ok(Box::new(Cursor::new(bytes.clone()))));
            Archive::zip(opener, &Limits::default())
        }
        None => Err("no archive".to_owned()),
    }
}

/// Each member as `name: text`; what cannot be read as `name! reason`.
fn members(bytes: Vec<u8>) -> Vec<String> {
    let archive = match open(bytes) {
        Ok(archive) => archive,
        Err(error) => return vec![format!("! {error}")],
    };
    archive
        .map(|member| match member {
            Ok(Member {
                name,
                stream: Ok(mut stream),
            }) => {
                let mut text = String::new();
                match stream.read_to_string(&mut text) {
                    Ok(_) => format!("{name}: {text}"),
                    Err(error) => format!("{name}! {error}"),
                }
            }
            Ok(Member {
                name,
                stream: Err(error),
            }) => format!("{name}! {error}"),
            Err(error) => format!("! {error}"),
        })
        .collect()
}

const FILES: [(&str, &str); 5] = [
    ("a.txt", "one one one one"),
    (".hidden/b.txt", "two"),
    ("c/d.txt", "three"),
    ("__MACOSX/c/._d.txt", "four"),
    ("c/empty.txt", ""),
];

#[test]
fn members_come_in_order_without_hidden_ones() {
    let expected = ["a.txt: one one one one", "c/d.txt: three", "c/empty.txt: "];
    assert_eq!(members(tar_of(&FILES)), expected);
    assert_eq!(members(zip_of(&FILES)), expected);
    assert_eq!(members(zip_of(&[])), [""; 0]);
}

#[test]
fn long_names_and_attributes_of_tar_are_read() {
    let long = format!("{}/end.txt", "folder".repeat(30));
    assert_eq!(
        members(tar_of(&[(&long, "text")])),
        [format!("{long}: text")]
    );

    let mut builder = ::tar::Builder::new(Vec::new());
    builder
        .append_pax_extensions([("path", "näme.txt".as_bytes())])
        .unwrap();
    let mut header = ::tar::Header::new_ustar();
    header.set_size(4);
    header.set_cksum();
    builder.append(&header, "text".as_bytes()).unwrap();
    assert_eq!(members(builder.into_inner().unwrap()), ["näme.txt: text"]);
}

#[test]
fn a_member_may_be_left_before_its_end() {
    let mut archive = open(tar_of(&FILES)).unwrap();
    let mut first = archive.next().unwrap().unwrap().stream.unwrap();
    let mut byte = [0];
    first.read_exact(&mut byte).unwrap();
    let mut text = String::new();
    let second = archive.next().unwrap().unwrap();
    second.stream.unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "three");
    assert_eq!(first.read(&mut byte).unwrap(), 0, "its bytes are gone");
}

#[test]
fn damage_is_named_and_what_is_whole_is_read() {
    let whole = tar_of(&[("a.txt", "one"), ("b.txt", "two")]);
    assert_eq!(
        members(whole[..1536 + 1].to_vec()),
        [
            "a.txt: one",
            "b.txt! truncated tar archive",
            "! truncated tar archive"
        ]
    );
    assert_eq!(
        members(whole[..1024 + 100].to_vec()),
        ["a.txt: one", "! truncated tar archive"]
    );
    let mut damaged = whole.clone();
    damaged[1024] ^= 1;
    assert_eq!(
        members(damaged),
        [
            "a.txt: one",
            "! damaged tar archive: expected the header of a member, but found something else"
        ]
    );

    let whole = zip_of(&[("a.txt", "one one one"), ("b.txt", "two")]);
    let mut damaged = whole.clone();
    let at = whole.windows(3).position(|bytes| bytes == b"two").unwrap();
    damaged[at] ^= 1;
    let found = members(damaged);
    assert_eq!(found[0], "a.txt: one one one");
    assert!(
        found[1].starts_with("b.txt! damaged zip archive: expected the checksum "),
        "{found:?}"
    );
    let mut damaged = whole.clone();
    let at = damaged
        .windows(4)
        .rposition(|bytes| bytes == b"PK\x03\x04")
        .unwrap();
    damaged[at] = b'Q';
    let found = members(damaged);
    assert_eq!(found[0], "a.txt: one one one");
    assert!(
        found[1].starts_with("b.txt! damaged zip archive: "),
        "{found:?}"
    );
    let found = members(whole[..whole.len() - 30].to_vec());
    assert!(found[0].starts_with("! damaged zip archive: "), "{found:?}");
}

#[test]
fn zip_files_of_other_kinds_are_no_archives_of_articles() {
    let document = zip_of(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", "<w/>"),
    ]);
    assert_eq!(
        members(document),
        ["! expected an article, but found an Office document"]
    );
}

proptest! {
    #[test]
    fn any_damage_is_read_or_refused(
        is_tar in any::<bool>(),
        cut in 0..4_000_usize,
        flips in proptest::collection::vec((0..4_000_usize, any::<u8>()), 0..4),
    ) {
        let mut bytes = if is_tar { tar_of(&FILES) } else { zip_of(&FILES) };
        for (at, byte) in flips {
            let len = bytes.len();
            bytes[at % len] = byte;
        }
        bytes.truncate(bytes.len().saturating_sub(cut / 4));
        members(bytes);
    }
}
