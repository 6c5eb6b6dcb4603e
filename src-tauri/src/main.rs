// Without this a console window opens too on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Each answer and each request needs room of a few kilobytes, for which the systems' own allocators take long: with
/// this one a row of a run takes an eighth less time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    // A Ficha that only reads a workbook for another one, which started it.
    if std::env::args_os()
        .nth(1)
        .is_some_and(|argument| argument == ficha_app::READ_APART)
    {
        return match ficha_app::read_apart() {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }

    #[cfg(target_os = "linux")]
    if let Err(error) = settle_environment() {
        ficha_app::say_why_not(&error);
        return ExitCode::FAILURE;
    }

    #[cfg(feature = "automation")]
    if std::env::args_os().any(|argument| argument == "--piped") {
        return match ficha_app::run_piped() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        };
    }

    // As `OsString`s: an argument that is not Unicode must not cause a panic.
    let practice = std::env::args_os()
        .skip(1)
        .any(|argument| argument == "--practice");
    match ficha_app::run(practice) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            ficha_app::say_why_not(&*error);
            ExitCode::FAILURE
        }
    }
}

/// Sets the program's name, and what WebKitGTK reads from the environment. Must be called before there is a
/// second thread: only then may a process change its environment.
#[cfg(target_os = "linux")]
fn settle_environment() -> Result<(), glib::BoolError> {
    glib::set_prgname(Some(ficha_app::DESKTOP_NAME));
    // Honoured in release builds too, so anyone could drive a window that holds families' data.
    if !cfg!(feature = "automation") {
        glib::unsetenv("TAURI_WEBVIEW_AUTOMATION");
    }
    // Otherwise windows stay blank on NVIDIA and in virtual machines (tauri#9304, tauri#13899). The
    // user's own setting is kept.
    glib::setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1", false)
}
