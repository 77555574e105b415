//! `search kwic`: each match in its context, the matches under each other.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::Outcome;
use super::asked::{Asked, AskedArgs};
use super::filters::positive;
use super::terminal::{self, Color};
use crate::article::Part;
use crate::engine::FoundDocument;
use crate::highlight::concordance::{Context, contexts};
use crate::output::Style;
use crate::output::json::write_line;
use crate::output::kwic::{
    ConcordanceLine, ConcordanceObject, ConcordanceSummary, PIPE_COLUMNS, write_concordance_line,
};
use crate::output::share::articles;
use crate::output::summary::CountSummary;

/// What `--json` shows on either side of a match, in characters.
const JSON_CONTEXT: usize = 80;

/// Show each match in its context, a line each
#[derive(Debug, Args)]
pub(super) struct KwicArgs {
    /// Number of lines to show [default: all]
    #[arg(short = 'n', long, value_name = "N", value_parser = positive)]
    limit: Option<usize>,
    /// Order of the lines
    #[arg(long, value_name = "ORDER", default_value = "index")]
    sort: LineSort,
    /// Columns of a line [default: those of the terminal, else 120]
    #[arg(long, value_name = "N", value_parser = positive)]
    width: Option<usize>,
    /// Characters on either side of a match [default: as many as fit; with --json, 80]
    #[arg(long, value_name = "N", value_parser = positive)]
    context: Option<usize>,
    /// Put ** around matches
    #[arg(long)]
    mark: bool,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    asked: AskedArgs,
}

/// The order of the lines of a concordance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LineSort {
    /// As the articles lie in the index, shown as they are found.
    Index,
    /// By the words before the match, the next one first.
    Left,
    /// By the match, then the words behind it.
    Match,
    /// By the words behind the match.
    Right,
}

pub(super) fn run(args: KwicArgs, color: Color) -> anyhow::Result<Outcome> {
    let mut asked = args.asked.open()?;
    let mut concordance = Concordance::new(&args, color);
    let mut out = terminal::stdout();
    let place = asked.place.clone();
    let shown_path = |found: &FoundDocument| place.shown(&found.document.file.place());
    let response = asked.each(|found| {
        let path = if args.json {
            shown_path(&found)
        } else {
            String::new()
        };
        concordance.take(&mut out, &found, &path)
    })?;
    concordance.write_sorted(&mut out)?;
    end(&args, &asked, &concordance, response.total, &mut out)?;
    Ok(match concordance.num_lines {
        0 => Outcome::NothingFound,
        _ => Outcome::Success,
    })
}

fn end(
    args: &KwicArgs,
    asked: &Asked,
    concordance: &Concordance<'_>,
    total: u64,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    if args.json {
        let more = ConcordanceSummary {
            lines: concordance.num_lines,
            shown: concordance.num_shown,
        };
        let query = (asked.text.as_str(), asked.parsed.query.to_string());
        let summary = CountSummary::new(total, asked.took_ms(), query, &asked.warnings, more);
        write_line(out, &summary)?;
    }
    out.flush()?;
    if !args.json {
        let lines = match concordance.num_lines {
            1 => "1 line".to_owned(),
            lines => format!("{lines} lines"),
        };
        asked.say(&format!("{lines} of {}", articles(total)));
    }
    Ok(())
}

struct Concordance<'a> {
    args: &'a KwicArgs,
    style: Style,
    columns: usize,
    /// Characters on either side.
    context: usize,
    most: u64,
    num_lines: u64,
    num_shown: u64,
    /// Kept to be sorted.
    kept: Vec<(Vec<String>, ConcordanceLine)>,
}

impl<'a> Concordance<'a> {
    fn new(args: &'a KwicArgs, color: Color) -> Self {
        let style = terminal::style(color, args.mark);
        let columns = args.width.or(style.columns).unwrap_or(PIPE_COLUMNS);
        let fitting = if args.json { JSON_CONTEXT } else { columns };
        Concordance {
            args,
            style,
            columns,
            context: args.context.unwrap_or(fitting),
            most: args.limit.map_or(u64::MAX, |limit| limit as u64),
            num_lines: 0,
            num_shown: 0,
            kept: Vec::new(),
        }
    }

    /// Shows the lines of an article, or keeps them where they are to be sorted.
    fn take(
        &mut self,
        out: &mut impl Write,
        found: &FoundDocument,
        path: &str,
    ) -> anyhow::Result<()> {
        let article = &found.document.article;
        let parts = [
            (
                Part::Headline,
                &article.headline,
                &found.highlights.headline,
            ),
            (Part::Body, &article.body, &found.highlights.body),
        ];
        for (part, text, highlights) in parts {
            self.num_lines += highlights.len() as u64;
            if self.args.sort == LineSort::Index && self.num_shown >= self.most {
                continue;
            }
            for context in contexts(text, highlights, self.context) {
                let object = ConcordanceObject::new(&found.document, path, part, &context);
                let object = self.args.json.then(|| serde_json::to_string(&object));
                let line = ConcordanceLine {
                    id: found.document.id.clone(),
                    article: object.transpose()?,
                    context,
                };
                self.keep_or_write(out, line)?;
            }
        }
        Ok(())
    }

    fn keep_or_write(&mut self, out: &mut impl Write, line: ConcordanceLine) -> anyhow::Result<()> {
        let key = |context: &Context| match self.args.sort {
            LineSort::Index => None,
            LineSort::Left => Some(context.left_key()),
            LineSort::Right => Some(context.right_key()),
            LineSort::Match => {
                let found = crate::analysis::fold(&context.found);
                Some([vec![found], context.right_key()].concat())
            }
        };
        match key(&line.context) {
            Some(key) => self.kept.push((key, line)),
            None => self.write(out, &line)?,
        }
        Ok(())
    }

    /// Writes the lines that were kept, in their order.
    fn write_sorted(&mut self, out: &mut impl Write) -> anyhow::Result<()> {
        let mut kept = std::mem::take(&mut self.kept);
        let place = |line: &ConcordanceLine| (line.id.clone(), line.context.bytes.start);
        kept.sort_by(|(a, line), (b, other)| a.cmp(b).then_with(|| place(line).cmp(&place(other))));
        for (_, line) in &kept {
            self.write(out, line)?;
        }
        Ok(())
    }

    fn write(&mut self, out: &mut impl Write, line: &ConcordanceLine) -> anyhow::Result<()> {
        if self.num_shown >= self.most {
            return Ok(());
        }
        self.num_shown += 1;
        match &line.article {
            Some(object) => writeln!(out, "{object}")?,
            None => write_concordance_line(out, line, self.columns, self.style)?,
        }
        Ok(())
    }
}
