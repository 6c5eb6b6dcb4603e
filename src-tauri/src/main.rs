// Without this a console window opens beside Ficha on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    if let Err(error) = linux::settle_environment() {
        ficha_app::say_why_not(&error);
        return ExitCode::FAILURE;
    }

    let practice = std::env::args()
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

#[cfg(target_os = "linux")]
mod linux {
    use std::{io, os::unix::process::CommandExt, process::Command};

    const AUTOMATION: &str = "TAURI_WEBVIEW_AUTOMATION";
    const DMABUF: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

    /// Starts this program over where its environment has to differ: the environment of a running
    /// process cannot be changed safely.
    pub(crate) fn settle_environment() -> io::Result<()> {
        // Honoured in release builds too, so anyone could drive a window that holds families' data.
        let driven = std::env::var_os(AUTOMATION).is_some() && !cfg!(feature = "automation");
        // Windows stay blank on NVIDIA and in virtual machines otherwise (tauri#9304, tauri#13899).
        let blank = std::env::var_os(DMABUF).is_none();
        if !driven && !blank {
            return Ok(());
        }
        let program = match std::env::current_exe() {
            Err(error) if driven => return Err(error),
            Err(_) => return Ok(()),
            Ok(program) => program,
        };
        let mut command = Command::new(program);
        command.args(std::env::args_os().skip(1));
        if driven {
            command.env_remove(AUTOMATION);
        }
        if blank {
            command.env(DMABUF, "1");
        }
        // Only returns when it failed. A blank window can be lived with, one that can be driven not.
        let error = command.exec();
        if driven {
            return Err(error);
        }
        eprintln!("{error}");
        Ok(())
    }
}
