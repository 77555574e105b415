//! PostgreSQL's full text with a GIN index, in a cluster of its own that listens on a socket alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};
use serde_json::json;

use crate::measure::median;
use crate::peer::NUM_REPEATS;

/// The account that runs the server when this program is run by root, whom the server refuses.
const ACCOUNT: &str = "postgres";

/// Makes a cluster in `folder` and indexes the table.
pub(crate) fn index(table: &Path, folder: &Path) -> anyhow::Result<()> {
    let data = folder.join("data");
    fs::create_dir_all(&data)?;
    if is_root()? {
        finish(Command::new("chown").args(["-R", ACCOUNT]).arg(folder))?;
    }
    let initdb = ["-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--locale=C"];
    finish(program("initdb")?.args(initdb).arg("-D").arg(&data))?;
    let server = Server::start(folder)?;
    // A tsvector holds a megabyte at the most, and longer articles are cut.
    let script = format!(
        "SET maintenance_work_mem = '256MB';
         CREATE TABLE articles (id text, published text, headline text, body text);
         \\copy articles from '{}'
         ALTER TABLE articles ADD COLUMN words tsvector GENERATED ALWAYS AS
           (to_tsvector('english', headline) || to_tsvector('english', left(body, 400000))) STORED;
         CREATE INDEX ON articles USING gin (words);
         VACUUM ANALYZE articles;
         SELECT pg_backend_pid() AS pid \\gset
         \\setenv BACKEND :pid
         \\! grep VmHWM /proc/$BACKEND/status
         SELECT 'bytes', pg_total_relation_size('articles');",
        table.display()
    );
    let written = server.run(&script)?;
    server.stop()?;
    let number = |begin: &str| {
        let line = written.lines().find(|line| line.starts_with(begin))?;
        let digits: String = line.chars().filter(char::is_ascii_digit).collect();
        digits.parse::<u64>().ok()
    };
    let peak = number("VmHWM").map(|kilobytes| kilobytes * 1024);
    let summary = json!({ "peak_memory_bytes": peak, "index_bytes": number("bytes") });
    println!("{summary}");
    Ok(())
}

/// Asks the cluster in `folder`.
pub(crate) fn ask(folder: &Path, queries: &Path) -> anyhow::Result<()> {
    let mut script = String::from("\\timing on\n");
    let lines = fs::read_to_string(queries)?;
    for line in lines.lines() {
        let words = line.replace('\'', "''");
        let select = format!(
            "SELECT id FROM articles, plainto_tsquery('english', '{words}') query
             WHERE words @@ query ORDER BY ts_rank(words, query) DESC LIMIT 10;\n"
        );
        script += &select.repeat(NUM_REPEATS);
    }
    let server = Server::start(folder)?;
    let written = server.run(&script)?;
    server.stop()?;
    let taken: Vec<f64> = written.lines().filter_map(microseconds).collect();
    ensure!(
        taken.len() == lines.lines().count() * NUM_REPEATS,
        "expected a time for each query, but found {}",
        taken.len()
    );
    let medians: Vec<f64> = taken.chunks(NUM_REPEATS).map(median).collect();
    println!("{}", json!({ "microseconds": medians }));
    Ok(())
}

/// Reads a line of psql such as `Time: 12.345 ms`, with or without minutes behind it.
fn microseconds(line: &str) -> Option<f64> {
    let rest = line.strip_prefix("Time: ")?;
    let milliseconds: f64 = rest.split(' ').next()?.parse().ok()?;
    Some(milliseconds * 1000.0)
}

/// A running server; its socket is in the folder of the cluster.
struct Server {
    folder: PathBuf,
}

impl Server {
    fn start(folder: &Path) -> anyhow::Result<Server> {
        let folder = folder.canonicalize()?;
        let options = format!("-k '{}' -c listen_addresses=''", folder.display());
        let mut start = program("pg_ctl")?;
        start.arg("-D").arg(folder.join("data"));
        start.arg("-l").arg(folder.join("log"));
        finish(start.args(["-w", "-o", &options, "start"]))?;
        Ok(Server { folder })
    }

    /// Runs a script of psql and returns what it wrote.
    fn run(&self, script: &str) -> anyhow::Result<String> {
        let file = self.folder.with_extension("sql");
        fs::write(&file, script)?;
        let mut psql = Command::new("psql");
        psql.args(["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1"]);
        psql.args(["-U", ACCOUNT, "-d", ACCOUNT, "-h"]);
        psql.arg(&self.folder).arg("-f").arg(&file);
        finish(&mut psql)
    }

    fn stop(self) -> anyhow::Result<()> {
        let mut stop = program("pg_ctl")?;
        stop.arg("-D").arg(self.folder.join("data"));
        finish(stop.args(["-w", "-m", "fast", "stop"]))?;
        Ok(())
    }
}

/// A program of the server's package, run by an account that may run it.
fn program(name: &str) -> anyhow::Result<Command> {
    let path = server_folder()?.join(name);
    if !is_root()? {
        return Ok(Command::new(path));
    }
    let mut command = Command::new("runuser");
    command.args(["-u", ACCOUNT, "--"]).arg(path);
    Ok(command)
}

/// Where Debian keeps the server's programs, the newest version first.
fn server_folder() -> anyhow::Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql")
        .context("expected PostgreSQL's programs in `/usr/lib/postgresql`: run `setup`")?;
    let mut folders: Vec<PathBuf> = versions
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    folders.sort();
    folders
        .pop()
        .context("expected `initdb` below `/usr/lib/postgresql`: run `setup`")
}

fn is_root() -> anyhow::Result<bool> {
    Ok(finish(Command::new("id").arg("-u"))?.trim() == "0")
}

/// Runs a command to its end and returns what it wrote; what it says of errors is part of the error.
fn finish(command: &mut Command) -> anyhow::Result<String> {
    // The server keeps what it inherits: were that a pipe, its end would never come.
    let is_start = command.get_args().any(|arg| arg == "start");
    let stdout = if is_start {
        Stdio::null()
    } else {
        Stdio::piped()
    };
    let stderr = if is_start {
        Stdio::null()
    } else {
        Stdio::piped()
    };
    let output = command
        .stdin(Stdio::null())
        .stdout(stdout)
        .stderr(stderr)
        .spawn()
        .and_then(std::process::Child::wait_with_output)
        .with_context(|| format!("cannot run `{}`", command.get_program().display()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{command:?}: {}: {}", output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
