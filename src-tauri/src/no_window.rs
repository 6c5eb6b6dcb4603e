//! The error shown when the window cannot open.

use std::error::Error;

use crate::settings::system_language;

/// Shows it where it can be seen: on Windows and macOS in a message box, since a program's output is not
/// visible there; on Linux on standard error, which the desktop logs.
pub fn say_why_not(error: &dyn Error) {
    let words = words(system_language(), has_web_view());
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

fn words(language: &str, has_web_view: bool) -> &'static str {
    match (language, has_web_view) {
        ("en", true) => {
            "Ficha could not open its window. No record changed. Restart the computer; if it still \
             does not open, install Ficha again."
        }
        ("en", false) => {
            "Ficha needs the system's web view to show its window, and it is missing. No record \
             changed. On Windows install \"WebView2 Runtime\" from Microsoft, or Ficha again with its \
             installer; on Linux install libwebkit2gtk-4.1."
        }
        (_, true) => {
            "Ficha no pudo abrir su ventana. No se cambió ninguna ficha. Reinicie la computadora; si \
             sigue sin abrir, instale Ficha de nuevo."
        }
        (_, false) => {
            "A Ficha le falta el componente del sistema con el que muestra su ventana. No se cambió \
             ninguna ficha. En Windows instale «WebView2 Runtime» de Microsoft, o Ficha otra vez con \
             su instalador; en Linux, libwebkit2gtk-4.1."
        }
    }
}
