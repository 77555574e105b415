//! The minimal tantivy program that the benches and the table of ranking compare `search` with.

#[path = "../benches/speed/bare.rs"]
mod bare;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    bare::run(&args)
}
