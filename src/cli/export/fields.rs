//! Which fields and which format are exported.

use std::path::Path;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::output::export::{
    DEFAULT_FIELDS, ENTITY_FIELDS, ExportField, ExportFormat, FIELDS, FORMATS,
};
use crate::text::nearest::edits;

/// What was asked for by one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FieldArg {
    /// A field.
    One(ExportField),
    /// Several.
    Group(Vec<ExportField>),
}

/// The names of several fields.
const GROUPS: [&str; 3] = ["default", "entities", "all"];

/// Reads the name of a field, or of several.
pub(super) fn field(name: &str) -> Result<FieldArg, String> {
    let all = || FIELDS.iter().map(|(field, _)| *field);
    match name {
        "default" => return Ok(FieldArg::Group(DEFAULT_FIELDS.to_vec())),
        "entities" => return Ok(FieldArg::Group(ENTITY_FIELDS.to_vec())),
        "all" => return Ok(FieldArg::Group(all().collect())),
        _ => {}
    }
    let known = FIELDS.iter().find(|(_, known)| *known == name);
    known
        .map(|(field, _)| FieldArg::One(*field))
        .ok_or_else(|| {
            let nearest = nearest(name).map(|it| format!("did you mean `{it}`? "));
            let names: Vec<String> = names().map(|it| format!("`{it}`")).collect();
            format!(
                "there is no such field: {}expected of {}",
                nearest.unwrap_or_default(),
                names.join(", ")
            )
        })
}

fn names() -> impl Iterator<Item = &'static str> {
    FIELDS.iter().map(|(_, name)| *name).chain(GROUPS)
}

/// The name that has most in common with `name`, if it has as much as it has not.
fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let nearest = names().min_by_key(|known| edits(known, &name))?;
    let is_near = edits(nearest, &name) * 2 <= nearest.len().max(name.len());
    is_near.then_some(nearest)
}

/// Returns the fields that were asked for, each once, and of several those for which the format has a place.
///
/// # Errors
///
/// When the format has no place for a field.
pub(super) fn chosen(args: &[FieldArg], format: ExportFormat) -> anyhow::Result<Vec<ExportField>> {
    let mut chosen = Vec::new();
    let mut add = |field: ExportField| {
        if !chosen.contains(&field) {
            chosen.push(field);
        }
    };
    for arg in args {
        match arg {
            FieldArg::One(field) => {
                anyhow::ensure!(
                    format.has_place_for(*field),
                    "the format `{}` has no place for the field `{}`: expected of {}",
                    format.as_str(),
                    field.as_str(),
                    places(format)
                );
                add(*field);
            }
            FieldArg::Group(fields) => {
                let fields = fields.iter().filter(|field| format.has_place_for(**field));
                fields.for_each(|field| add(*field));
            }
        }
    }
    Ok(chosen)
}

fn places(format: ExportFormat) -> String {
    let fields = FIELDS
        .iter()
        .filter(|(field, _)| format.has_place_for(*field));
    let names: Vec<String> = fields.map(|(_, name)| format!("`{name}`")).collect();
    names.join(", ")
}

/// Reads the name of a format, or an ending of its files.
pub(super) fn format_parser() -> impl TypedValueParser<Value = ExportFormat> {
    let values = FORMATS.iter().map(|(_, name, endings)| {
        let aliases = endings.iter().filter(|ending| *ending != name);
        PossibleValue::new(*name).aliases(aliases.copied())
    });
    let parser = PossibleValuesParser::new(values);
    parser.try_map(|name| format_of(&name).ok_or("expected a format"))
}

/// Returns the format that a file of this name has.
///
/// # Errors
///
/// When its ending is none of a format's.
pub(super) fn format_of_file(file: &Path) -> anyhow::Result<ExportFormat> {
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    if ending.eq_ignore_ascii_case("zip") {
        anyhow::bail!(
            "no format has the ending of `{}`: expected `--pack {}` for a pack, or `--format FORMAT`",
            file.display(),
            file.display()
        );
    }
    format_of(&ending.to_ascii_lowercase()).ok_or_else(|| {
        let endings = FORMATS.iter().flat_map(|(.., endings)| *endings);
        let endings: Vec<String> = endings.map(|it| format!("`.{it}`")).collect();
        anyhow::anyhow!(
            "cannot tell the format of `{}`: expected an ending of {}, or `--format FORMAT`",
            file.display(),
            endings.join(", ")
        )
    })
}

fn format_of(word: &str) -> Option<ExportFormat> {
    let is_meant = |(_, name, endings): &&crate::output::export::FormatRow| {
        *name == word || endings.contains(&word)
    };
    FORMATS.iter().find(is_meant).map(|(format, ..)| *format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_field_is_told_the_nearest_and_all() {
        for (name, told) in [
            (
                "headlin",
                "there is no such field: did you mean `headline`? expected of `id`, ",
            ),
            ("Date", "there is no such field: did you mean `date`? "),
            ("titel", "there is no such field: expected of `id`, "),
            ("", "there is no such field: expected of "),
        ] {
            let error = field(name).unwrap_err();
            assert!(error.starts_with(told), "{error}");
            assert!(
                error.ends_with("`other`, `default`, `entities`, `all`"),
                "{error}"
            );
        }
    }

    #[test]
    fn fields_come_once_and_where_the_format_has_a_place() {
        let args: Vec<FieldArg> = ["url", "all", "id"].map(|name| field(name).unwrap()).into();
        let fields = chosen(&args, ExportFormat::Csv).unwrap();
        assert_eq!(fields[..2], [ExportField::Url, ExportField::Id]);
        assert_eq!(fields.len(), FIELDS.len());
        assert!(
            !chosen(&args, ExportFormat::Ris)
                .unwrap()
                .contains(&ExportField::Body)
        );
        let error = chosen(&[field("body").unwrap()], ExportFormat::Ris).unwrap_err();
        assert!(
            error.to_string().starts_with(
                "the format `ris` has no place for the field `body`: expected of `id`, "
            )
        );
    }
}
