//! The goals, each beside what was measured.

use crate::beside::Beside;
use crate::step::{Step, thousands};

/// The most articles of the size that is compared with the first one.
const MOST_COMPARED: usize = 200_000;

/// A quantity that should not be above its goal.
struct Goal {
    what: String,
    measured: f64,
    at_most: f64,
}

impl Goal {
    fn new(what: impl Into<String>, measured: f64, at_most: f64) -> Self {
        Goal {
            what: what.into(),
            measured,
            at_most,
        }
    }

    fn row(&self) -> String {
        let Goal {
            what,
            measured,
            at_most,
        } = self;
        let digits = if *measured < 0.1 { 4 } else { 2 };
        let is_reached = if measured <= at_most { "yes" } else { "no" };
        format!("| {what} | {measured:.digits$} | {at_most} | {is_reached} |\n")
    }
}

/// Returns the table of all goals of which anything was measured, in Markdown.
pub(crate) fn table(steps: &[Step], beside: Option<&Beside>) -> String {
    let mut table = "| | measured | at most | reached |\n|---|---|---|---|\n".to_owned();
    let beside_goals = beside.map(goals_beside).unwrap_or_default();
    for goal in goals_of_growth(steps).iter().chain(&beside_goals) {
        table += &goal.row();
    }
    let asked = beside.and_then(|beside| {
        let is_same = |step: &&Step| step.articles == beside.articles;
        steps.iter().find(is_same)
    });
    for goal in asked.map(goals_of_answers).unwrap_or_default() {
        table += &goal.row();
    }
    if beside.is_some_and(|beside| beside.scan.is_none()) {
        table += "\n`rg` is not there: `search query` is not measured beside it\n";
    }
    table
}

fn goals_of_growth(steps: &[Step]) -> Vec<Goal> {
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
        return Vec::new();
    };
    let size = thousands(last.articles);
    let memory = last.peak_megabytes;
    let mut goals = vec![
        Goal::new(
            format!("peak memory while indexing {size} articles, MB"),
            memory,
            500.0,
        ),
        Goal::new(
            format!("index size / text size, {size} articles"),
            last.index_share,
            0.9,
        ),
    ];
    let compared = steps.iter().rfind(|step| step.articles <= MOST_COMPARED);
    if let Some(step) = compared.filter(|step| step.articles > first.articles) {
        let [of, than] = [step, first].map(|step| thousands(step.articles));
        goals.push(Goal::new(
            format!("CPU per article, {of} beside {than} articles"),
            step.cpu_millis / first.cpu_millis,
            1.15,
        ));
    }
    goals
}

fn goals_beside(beside: &Beside) -> Vec<Goal> {
    let size = thousands(beside.articles);
    let mut goals = vec![
        Goal::new(
            format!("time to index {size} articles beside bare tantivy"),
            beside.indexing,
            1.75,
        ),
        Goal::new("the same, of processor time", beside.indexing_cpu, 1.75),
        Goal::new(
            format!(
                "first query from a cold cache ({:.0} ms) beside bare tantivy, which maps the index as it comes",
                beside.cold_millis
            ),
            beside.cold,
            0.2,
        ),
    ];
    if let Some(scan) = beside.scan {
        goals.push(Goal::new(
            "`search query` of a word beside `rg -w -i`",
            scan,
            0.05,
        ));
    }
    goals
}

fn goals_of_answers(step: &Step) -> Vec<Goal> {
    vec![
        Goal::new(
            "`search query`, whole process, warm, median of 1–4 words, ms",
            step.process,
            15.0,
        ),
        Goal::new("a page of hits in the process, p50, ms", step.page_p50, 0.5),
        Goal::new("a page of hits in the process, p95, ms", step.page_p95, 3.0),
    ]
}
