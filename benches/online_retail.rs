//! How long `segue render` takes on real input, and how much memory: Online Retail as it is, and ten
//! times as many customers.
//!
//! ```sh
//! cargo bench --bench online_retail                     # a table
//! cargo bench --bench online_retail -- --format json    # for machines
//! ```
//!
//! The data is not part of the repository. It is looked for in `ONLINE_RETAIL`, else in
//! `../shared/data/online_retail`; without it nothing is measured.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a bench reads and writes files, reads the clock and prints"
)]

use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{ArrayRef, Int64Array, RecordBatch};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// Between customers' ids and those of their copies.
const APART: i64 = 1_000_000;

/// How often the child's memory is looked at; the kernel keeps the peak.
const POLL: Duration = Duration::from_millis(5);

/// One run of `segue`.
struct Run {
    what: &'static str,
    /// How many times the data is repeated.
    times: i64,
    arguments: &'static [&'static str],
}

const RUNS: [Run; 4] = [
    Run {
        what: "render best_customers",
        times: 1,
        arguments: &["render", "best_customers", "--format", "ndjson", "--out"],
    },
    Run {
        what: "render win_back",
        times: 1,
        arguments: &["render", "win_back", "--format", "ndjson", "--out"],
    },
    Run {
        what: "segments, which writes no message",
        times: 10,
        arguments: &["segments", "--out"],
    },
    Run {
        what: "render best_customers",
        times: 10,
        arguments: &["render", "best_customers", "--format", "ndjson", "--out"],
    },
];

/// What a run took.
struct Measure {
    messages: usize,
    bytes: u64,
    seconds: f64,
    /// Kibibytes; only Linux says.
    peak: Option<u64>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/online_retail");
    let data = std::env::var_os("ONLINE_RETAIL").map_or_else(beside, PathBuf::from);
    if !data.join("order_lines.parquet").exists() {
        let data = data.display();
        eprintln!("skipped: there is no Online Retail in `{data}`; ONLINE_RETAIL names another");
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let tenfold = folder.path().join("tenfold");
    repeat(&data, &tenfold, 10)?;

    let json = std::env::args().any(|argument| argument == "json");
    if !json {
        println!(
            "{:<35}{:>6}{:>10}{:>9}{:>12}{:>12}{:>10}",
            "", "data", "messages", "seconds", "messages/s", "written", "peak"
        );
    }
    let mut measured = Vec::new();
    for run in &RUNS {
        let data = if run.times == 1 { &data } else { &tenfold };
        let measure = measure(run, data, &folder.path().join("out"))?;
        if !json {
            println!("{}", line(run, &measure));
        }
        measured.push(as_json(run, &measure));
    }
    if json {
        println!("{:#}", serde_json::Value::Array(measured));
    }
    Ok(())
}

/// Writes the data with `times` copies of each customer and order line.
fn repeat(data: &Path, to: &Path, times: i64) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(to)?;
    fs::copy(data.join("products.csv"), to.join("products.csv"))?;

    let mut reader = csv::Reader::from_path(data.join("customers.csv"))?;
    let mut writer = csv::Writer::from_path(to.join("customers.csv"))?;
    writer.write_record(reader.headers()?)?;
    for record in reader.records() {
        let record = record?;
        let id: i64 = record[0].parse()?;
        for copy in 0..times {
            let id = (id + copy * APART).to_string();
            let others = record.iter().skip(1);
            writer.write_record(std::iter::once(id.as_str()).chain(others))?;
        }
    }
    writer.flush()?;

    let lines = || -> Result<_, Box<dyn Error>> {
        let file = File::open(data.join("order_lines.parquet"))?;
        Ok(ParquetRecordBatchReaderBuilder::try_new(file)?)
    };
    let file = File::create(to.join("order_lines.parquet"))?;
    let mut writer = ArrowWriter::try_new(file, lines()?.schema().clone(), None)?;
    for copy in 0..times {
        for batch in lines()?.build()? {
            writer.write(&copied(&batch?, copy)?)?;
        }
    }
    writer.close()?;
    Ok(())
}

/// The lines as those of other customers.
fn copied(batch: &RecordBatch, copy: i64) -> Result<RecordBatch, Box<dyn Error>> {
    let schema = batch.schema();
    let customer = schema.index_of("customer_id")?;
    let mut columns = batch.columns().to_vec();
    let ids: &Int64Array = columns[customer].as_primitive::<Int64Type>();
    let ids: Int64Array = ids.unary(|id| id + copy * APART);
    columns[customer] = Arc::new(ids) as ArrayRef;
    Ok(RecordBatch::try_new(schema, columns)?)
}

fn measure(run: &Run, data: &Path, out: &Path) -> Result<Measure, Box<dyn Error>> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/online_retail");
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_segue"))
        .arg("--quiet")
        .args([Path::new("--project"), &project, Path::new("--data"), data])
        .args(run.arguments)
        .arg(out)
        .stdout(Stdio::null())
        .spawn()?;
    let mut peak = None;
    let status = loop {
        // A child that has ended and was not waited for has no memory any more.
        peak = peak_memory(&child).or(peak);
        match child.try_wait()? {
            Some(status) => break status,
            None => std::thread::sleep(POLL),
        }
    };
    let seconds = started.elapsed().as_secs_f64();
    if !status.success() {
        return Err(format!("`segue {}` ended with {status}", run.arguments.join(" ")).into());
    }
    let written = fs::read_to_string(out)?;
    let is_render = run.arguments.contains(&"render");
    Ok(Measure {
        messages: if is_render {
            written.lines().count()
        } else {
            0
        },
        bytes: written.len() as u64,
        seconds,
        peak,
    })
}

/// The most memory that the child has held so far.
fn peak_memory(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.trim().trim_end_matches(" kB").parse().ok()
}

fn line(run: &Run, measure: &Measure) -> String {
    let peak = measure.peak.map_or_else(
        || "unknown".to_owned(),
        |peak| format!("{} MiB", peak / 1024),
    );
    format!(
        "{:<35}{:>6}{:>10}{:>9.2}{:>12.0}{:>12}{:>10}",
        run.what,
        format!("{} ×", run.times),
        measure.messages,
        measure.seconds,
        measure.messages as f64 / measure.seconds,
        format!("{} MiB", measure.bytes >> 20),
        peak,
    )
}

fn as_json(run: &Run, measure: &Measure) -> serde_json::Value {
    serde_json::json!({
        "run": run.what,
        "data": run.times,
        "messages": measure.messages,
        "seconds": measure.seconds,
        "messages_per_second": measure.messages as f64 / measure.seconds,
        "bytes": measure.bytes,
        "peak_kibibytes": measure.peak,
    })
}
