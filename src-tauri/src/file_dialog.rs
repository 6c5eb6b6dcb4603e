//! The system's dialogs for files. The page has no permission of its own: it learns the name of a file, not its path.

use std::path::{Path, PathBuf};

use tauri::{AppHandle, Runtime};

const SHEETS: [&str; 8] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt"];

/// Asks for a spreadsheet to open; `None` where the person changed their mind.
pub async fn open<R: Runtime>(handle: &AppHandle<R>) -> Option<PathBuf> {
    #[cfg(feature = "automation")]
    if let Some(chosen) = automation::chosen() {
        return chosen;
    }
    native::ask(handle, None).await
}

/// Asks where to save a workbook of that name.
pub async fn save<R: Runtime>(handle: &AppHandle<R>, name: &str) -> Option<PathBuf> {
    #[cfg(feature = "automation")]
    if let Some(chosen) = automation::chosen() {
        return chosen;
    }
    native::ask(handle, Some(name.to_owned())).await
}

/// What the page learns of a file.
pub fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

/// A test chooses a file by writing its path into the one that this names; an empty one closes the dialog.
#[cfg(feature = "automation")]
mod automation {
    use std::path::PathBuf;

    pub fn chosen() -> Option<Option<PathBuf>> {
        let path = std::env::var_os("FICHA_FILE_DIALOG")?;
        let chosen = std::fs::read_to_string(path).unwrap_or_default();
        let chosen = chosen.trim();
        Some((!chosen.is_empty()).then(|| PathBuf::from(chosen)))
    }
}

/// GTK's own: a library that brings its dialogs runs GTK on a second thread, which a web view does not survive.
#[cfg(target_os = "linux")]
mod native {
    use std::{cell::RefCell, path::PathBuf};

    use gtk::prelude::*;
    use tauri::{AppHandle, Manager, Runtime};

    pub async fn ask<R: Runtime>(
        handle: &AppHandle<R>,
        save_as: Option<String>,
    ) -> Option<PathBuf> {
        let (answer, mut answers) = tauri::async_runtime::channel(1);
        let of = handle.clone();
        let shown = handle.run_on_main_thread(move || {
            let window = of.get_webview_window("main");
            let parent = window.and_then(|window| window.gtk_window().ok());
            let dialog = dialog(parent.as_ref(), save_as.as_deref());
            dialog.set_modal(true);
            // GTK keeps no reference of its own to a dialog that is shown.
            let kept = RefCell::new(Some(dialog.clone()));
            dialog.connect_response(move |dialog, response| {
                let path = dialog
                    .filename()
                    .filter(|_| response == gtk::ResponseType::Accept);
                dialog.destroy();
                let _ = answer.try_send(path);
                drop(kept.take());
            });
            // Not `run`, which would hold back every event to the page until the dialog is closed.
            dialog.show();
        });
        shown.ok()?;
        answers.recv().await.flatten()
    }

    fn dialog(
        parent: Option<&gtk::ApplicationWindow>,
        save_as: Option<&str>,
    ) -> gtk::FileChooserNative {
        let action = match save_as {
            Some(_) => gtk::FileChooserAction::Save,
            None => gtk::FileChooserAction::Open,
        };
        let dialog = gtk::FileChooserNative::new(None, parent, action, None, None);
        if let Some(name) = save_as {
            dialog.set_current_name(name);
            dialog.set_do_overwrite_confirmation(true);
        } else {
            let filter = gtk::FileFilter::new();
            for ending in super::SHEETS {
                filter.add_pattern(&format!("*.{ending}"));
                filter.add_pattern(&format!("*.{}", ending.to_uppercase()));
            }
            filter.set_name(Some("XLSX, XLS, ODS, CSV, TXT"));
            dialog.add_filter(filter);
            let any = gtk::FileFilter::new();
            any.add_pattern("*");
            any.set_name(Some("*"));
            dialog.add_filter(any);
        }
        dialog
    }
}

#[cfg(not(target_os = "linux"))]
mod native {
    use std::path::PathBuf;

    use tauri::{AppHandle, Manager, Runtime};

    pub async fn ask<R: Runtime>(
        handle: &AppHandle<R>,
        save_as: Option<String>,
    ) -> Option<PathBuf> {
        let mut dialog = rfd::AsyncFileDialog::new();
        if let Some(window) = handle.get_webview_window("main") {
            dialog = dialog.set_parent(&window);
        }
        let chosen = match save_as {
            Some(name) => {
                dialog
                    .add_filter("XLSX", &["xlsx"])
                    .set_file_name(name)
                    .save_file()
                    .await
            }
            None => {
                dialog
                    .add_filter("XLSX, XLS, ODS, CSV, TXT", &super::SHEETS)
                    .add_filter("*", &["*"])
                    .pick_file()
                    .await
            }
        };
        chosen.map(|file| file.path().to_owned())
    }
}
