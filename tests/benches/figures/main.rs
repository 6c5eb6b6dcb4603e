//! Measures what `cargo xtask bench` reports: `figures OUT.json FICHA BARE [PART…]`, with `FICHA_BIN` naming a
//! release build that a WebDriver can drive. Everything runs on its own screen and in its own session.

/// As the program's, whose core some of this measures without its window.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[cfg(target_os = "linux")]
mod baseline;
#[cfg(target_os = "linux")]
mod commands;
#[cfg(target_os = "linux")]
mod families;
#[cfg(target_os = "linux")]
mod journal;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(target_os = "linux")]
mod presses;
#[cfg(target_os = "linux")]
mod roster;
#[cfg(target_os = "linux")]
mod runs;
#[cfg(target_os = "linux")]
mod sheets;
#[cfg(target_os = "linux")]
mod start;

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("The figures are taken under Xvfb with WebKitGTK, so they need Linux.");
}

#[cfg(target_os = "linux")]
fn main() {
    // `cargo bench` adds a `--bench` of its own.
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    if let [check, path, url] = args.as_slice()
        && check == "--check"
    {
        return sheets::check_here(path, url);
    }
    if let [run, rows, home, url] = args.as_slice()
        && run == "--run"
    {
        return runs::run_here(rows, home, url);
    }
    let [out, ficha, bare, parts @ ..] = args.as_slice() else {
        eprintln!(
            "figures OUT.json FICHA BARE [PART…]: `cargo xtask bench` builds both and runs this"
        );
        std::process::exit(2);
    };
    let folder = std::path::Path::new(out)
        .parent()
        .expect("a file is in a folder");
    let is_wanted = |part: &str| parts.is_empty() || parts.iter().any(|wanted| wanted == part);
    let mut figures = Vec::new();
    if is_wanted("start") {
        figures.extend(start::figures(ficha.as_ref(), bare.as_ref()));
    }
    if is_wanted("commands") {
        figures.extend(commands::figures());
    }
    if is_wanted("families") {
        figures.push(families::figure());
    }
    if is_wanted("presses") {
        figures.push(presses::figure());
    }
    if is_wanted("roster") {
        figures.extend(roster::figures());
    }
    if is_wanted("journal") {
        figures.push(journal::figure(folder));
    }
    if is_wanted("sheets") {
        figures.extend(sheets::figures(folder));
    }
    if is_wanted("runs") {
        figures.extend(runs::figures(folder));
    }
    let list = serde_json::Value::Array(figures.into_iter().map(Figure::json).collect());
    std::fs::write(out, list.to_string()).expect("the figures can be written");
}

/// One measurement and its baseline, if it has one.
#[cfg(target_os = "linux")]
#[derive(Debug)]
struct Figure {
    name: &'static str,
    unit: &'static str,
    value: f64,
    baseline: Option<f64>,
}

#[cfg(target_os = "linux")]
impl Figure {
    /// The medians of two series.
    fn of(
        name: &'static str,
        unit: &'static str,
        values: &mut [f64],
        baseline: &mut [f64],
    ) -> Self {
        Self {
            name,
            unit,
            value: median(values),
            baseline: Some(median(baseline)),
        }
    }

    fn json(self) -> serde_json::Value {
        serde_json::json!({
            "name": self.name, "value": self.value, "unit": self.unit, "baseline": self.baseline,
        })
    }
}

#[cfg(target_os = "linux")]
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) {
        f64::midpoint(values[middle - 1], values[middle])
    } else {
        values[middle]
    }
}
