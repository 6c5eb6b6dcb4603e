//! The error shown when the window cannot open.

use std::{error::Error, fmt};

use crate::settings::system_language;

/// What keeps the window from opening, where something can be done about it.
#[derive(Debug)]
pub enum NoWindow {
    Display,
    /// No folder for Ficha's files, and why.
    Folder(String),
}

impl NoWindow {
    #[expect(clippy::needless_pass_by_value, reason = "it is for `map_err`")]
    pub fn folder(error: impl Error) -> Self {
        Self::Folder(error.to_string())
    }
}

impl fmt::Display for NoWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Display => f.write_str("no display"),
            Self::Folder(why) => f.write_str(why),
        }
    }
}

impl Error for NoWindow {}

/// Shows it where it can be seen: on Windows and macOS in a message box, since a program's output is not
/// visible there; on Linux on standard error, which the desktop logs.
pub fn say_why_not(error: &(dyn Error + 'static)) {
    let words = words(system_language(), error.downcast_ref(), has_web_view());
    eprintln!("{words}\n({error})");
    #[cfg(any(windows, target_os = "macos"))]
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("Ficha")
        .set_description(format!("{words}\n\n({error})"))
        .show();
}

fn has_web_view() -> bool {
    tauri::webview_version().is_ok()
}

fn words(language: &str, problem: Option<&NoWindow>, has_web_view: bool) -> &'static str {
    match (language, problem, has_web_view) {
        ("en", Some(NoWindow::Display), _) => {
            "Ficha found no display for its window. No record changed. Start it from the computer's \
             desktop."
        }
        ("en", Some(NoWindow::Folder(_)), _) => {
            "Ficha found no folder for its files. No record changed. Ask whoever manages the computer \
             whether your own folder exists and can be written to, or name another one in the \
             environment variable FICHA_HOME."
        }
        ("en", None, true) => {
            "Ficha could not open its window. No record changed. Restart the computer; if it still \
             does not open, install Ficha again."
        }
        ("en", None, false) => {
            "Ficha needs the system's web view to show its window, and it is missing. No record \
             changed. On Windows install \"WebView2 Runtime\" from Microsoft, or Ficha again with its \
             installer; on Linux install libwebkit2gtk-4.1."
        }
        (_, Some(NoWindow::Display), _) => {
            "Ficha no encontró una pantalla donde abrir su ventana. En Quentli no cambió nada. Ábrala \
             desde el escritorio de la computadora."
        }
        (_, Some(NoWindow::Folder(_)), _) => {
            "Ficha no encontró una carpeta para sus archivos. En Quentli no cambió nada. Pregunte a \
             quien administra la computadora si la carpeta personal existe y se puede escribir en \
             ella, o indique otra en la variable de entorno FICHA_HOME."
        }
        (_, None, true) => {
            "Ficha no pudo abrir su ventana. En Quentli no cambió nada. Reinicie la computadora; si \
             sigue sin abrir, instale Ficha de nuevo."
        }
        (_, None, false) => {
            "A Ficha le falta el componente del sistema con el que muestra su ventana. En Quentli no \
             cambió nada. En Windows instale «WebView2 Runtime» de Microsoft, o Ficha otra vez con su \
             instalador; en Linux, libwebkit2gtk-4.1."
        }
    }
}
