//! The practice server on its own: `practice --port 4010`. Prints its URL and its code.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use practice::{Fault, Options, Practice, Quirks};

const USAGE: &str = "\
practice [--port N] [--families N] [--seed N] [--key sk_…] [--no-code] [--no-read] [--no-write]
         [--latency MILLISECONDS] [--access-log FILE] [--quirk NAME]… [--fault NAME]

Prints its URL on the first line and the verification code on the second, then serves until ended.";

fn main() -> ExitCode {
    match parse(std::env::args_os().skip(1)) {
        Ok((options, fault)) => match serve(options, fault) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&format!("practice: {error}"), 1),
        },
        Err(problem) => fail(
            &format!(
                "practice: {problem}\n\n{USAGE}\n\nquirks: {}\nfaults: {}",
                Quirks::NAMES.join(" "),
                Fault::ALL.join(" "),
            ),
            2,
        ),
    }
}

fn fail(text: &str, code: u8) -> ExitCode {
    writeln!(io::stderr(), "{text}").ok();
    ExitCode::from(code)
}

fn parse(mut args: impl Iterator<Item = OsString>) -> Result<(Options, Option<Fault>), String> {
    let mut options = Options::default();
    let mut fault = None;
    while let Some(arg) = args.next() {
        let arg = arg.to_string_lossy();
        let mut value = || {
            let value = args.next().ok_or_else(|| format!("{arg} needs a value"))?;
            value
                .into_string()
                .map_err(|_| format!("the value of {arg} is not Unicode"))
        };
        match &*arg {
            "--port" => options.port = number(&value()?)?,
            "--families" => options.families = number(&value()?)?,
            "--seed" => options.seed = number(&value()?)?,
            "--key" => options.key = Some(value()?),
            "--no-code" => options.require_code = false,
            "--no-read" => options.read_allowed = false,
            "--no-write" => options.write_allowed = false,
            "--latency" => options.latency = Duration::from_millis(number(&value()?)?),
            "--access-log" => options.access_log = Some(value()?.into()),
            "--quirk" => {
                let name = value()?;
                if !options.quirks.set(&name) {
                    return Err(format!("no quirk is called {name}"));
                }
            }
            "--fault" => {
                let name = value()?;
                fault = Some(
                    Fault::from_name(&name).ok_or_else(|| format!("no fault is called {name}"))?,
                );
            }
            _ => return Err(format!("{arg} is not known")),
        }
    }
    Ok((options, fault))
}

fn number<N: std::str::FromStr>(text: &str) -> Result<N, String> {
    text.parse()
        .map_err(|_| format!("{text} is not a number that fits"))
}

fn serve(options: Options, fault: Option<Fault>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let practice = Practice::start(options).await?;
        if let Some(fault) = fault {
            practice.set_fault(fault);
        }
        let mut out = io::stdout().lock();
        writeln!(out, "{}\n{}", practice.url(), practice.code())?;
        out.flush()?;
        std::future::pending::<()>().await;
        Ok(())
    })
}
