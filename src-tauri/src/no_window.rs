//! The error shown when the window cannot open.

use std::{error::Error, fmt};

use crate::settings::system_language;

/// What keeps the window from opening, where something can be done about it.
#[derive(Debug)]
pub enum NoWindow {
    #[cfg_attr(
        not(any(target_os = "linux", test)),
        expect(dead_code, reason = "there is always one")
    )]
    Display,
    /// No folder for Ficha's files, and why.
    Folder(String),
    /// The web view died several times in a short while.
    KeepsDying,
    /// A window that was there could not be made again.
    Gone(String),
}

impl NoWindow {
    pub fn folder(error: impl Error) -> Self {
        Self::Folder(error.to_string())
    }
}

impl fmt::Display for NoWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Display => f.write_str("no display"),
            Self::KeepsDying => f.write_str("the web view keeps dying"),
            Self::Folder(why) | Self::Gone(why) => f.write_str(why),
        }
    }
}

impl Error for NoWindow {}

/// Shows it where it can be seen: in a message box, since nobody reads a program's output. Where there is no
/// display, there is nothing else.
pub fn say_why_not(error: &(dyn Error + 'static)) {
    let language = system_language();
    let problem = error.downcast_ref();
    let words = words(language, problem, has_web_view());
    eprintln!("{words}\n({error})");
    #[cfg(target_os = "linux")]
    let has_boxes = gtk::is_initialized_main_thread();
    #[cfg(not(target_os = "linux"))]
    let has_boxes = true;
    if has_boxes {
        let text = match problem {
            // The sentence says it all.
            Some(NoWindow::Display | NoWindow::KeepsDying) => words.to_owned(),
            _ => format!("{words}\n\n({error})"),
        };
        show(&text, language);
    }
}

#[cfg(any(windows, target_os = "macos"))]
fn show(text: &str, _: &str) {
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("Ficha")
        .set_description(text)
        .show();
}

#[cfg(target_os = "linux")]
fn show(text: &str, language: &str) {
    use gtk::prelude::{DialogExt as _, GtkWindowExt as _};
    let dialog = gtk::MessageDialog::new(
        None::<&gtk::Window>,
        gtk::DialogFlags::MODAL,
        gtk::MessageType::Error,
        gtk::ButtonsType::None,
        text,
    );
    let close = if language == "en" { "Close" } else { "Cerrar" };
    dialog.add_button(close, gtk::ResponseType::Close);
    dialog.set_title("Ficha");
    dialog.set_position(gtk::WindowPosition::Center);
    dialog.run();
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
        ("en", Some(NoWindow::KeepsDying | NoWindow::Gone(_)), _) => {
            "The system keeps ending Ficha's window, so Ficha was closed. Drafts are kept as they were \
             saved last; an update without a confirmation is listed at the next start. Restart the \
             computer before opening Ficha again."
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
        (_, Some(NoWindow::KeepsDying | NoWindow::Gone(_)), _) => {
            "El sistema cerró varias veces la ventana de Ficha, así que Ficha se cerró. Los borradores \
             quedan como se guardaron la última vez; un envío sin confirmación aparece en la lista al \
             volver a abrir. Reinicie la computadora antes de abrir Ficha otra vez."
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{NoWindow, words};

    #[test]
    fn each_problem_has_a_sentence_of_its_own_in_both_languages() {
        let folder = NoWindow::Folder(String::new());
        let problems = [
            (None, true),
            (None, false),
            (Some(&NoWindow::Display), true),
            (Some(&folder), true),
            (Some(&NoWindow::KeepsDying), true),
        ];
        let all = ["es", "en"].map(|language| {
            problems.map(|(problem, has_web_view)| words(language, problem, has_web_view))
        });
        let different: HashSet<&str> = all.iter().flatten().copied().collect();
        assert_eq!(different.len(), 2 * problems.len());
    }
}
