//! The native menu: the same actions as on the page, where people look for them.

use tauri::{
    AppHandle, Manager, Wry,
    menu::{Menu, MenuItem, MenuItemKind, PredefinedMenuItem, Submenu},
};

use crate::{app::App, wire::MenuAction};

struct Words {
    family: &'static str,
    edit: &'static str,
    find: &'static str,
    review: &'static str,
    back: &'static str,
    settings: &'static str,
    connect: &'static str,
    undo: &'static str,
    redo: &'static str,
    cut: &'static str,
    copy: &'static str,
    paste: &'static str,
    select_all: &'static str,
    quit: &'static str,
    help: &'static str,
    guide: &'static str,
}

const ES: Words = Words {
    family: "Familia",
    edit: "Edición",
    find: "Buscar una familia",
    review: "Revisar los cambios",
    back: "Regresar (Esc)",
    settings: "Ajustes",
    connect: "Conectar una escuela",
    undo: "Deshacer",
    redo: "Rehacer",
    cut: "Cortar",
    copy: "Copiar",
    paste: "Pegar",
    select_all: "Seleccionar todo",
    quit: "Salir",
    help: "Ayuda",
    guide: "Ayuda de Ficha",
};

const EN: Words = Words {
    family: "Family",
    edit: "Edit",
    find: "Find a family",
    review: "Review the changes",
    back: "Back (Esc)",
    settings: "Settings",
    connect: "Connect a school",
    undo: "Undo",
    redo: "Redo",
    cut: "Cut",
    copy: "Copy",
    paste: "Paste",
    select_all: "Select all",
    quit: "Quit",
    help: "Help",
    guide: "Ficha Help",
};

impl Words {
    fn of(language: &str) -> Self {
        if language == "en" { EN } else { ES }
    }

    /// Each submenu's caption, then those of its items from top to bottom, separators included.
    fn captions(&self) -> [(&str, Vec<&str>); 3] {
        let (find, review, back) = (self.find, self.review, self.back);
        let family = vec![
            find,
            review,
            back,
            SEPARATOR,
            self.connect,
            self.settings,
            SEPARATOR,
            self.quit,
        ];
        let edit = vec![
            self.undo,
            self.redo,
            SEPARATOR,
            self.cut,
            self.copy,
            self.paste,
            self.select_all,
        ];
        [
            (self.family, family),
            (self.edit, edit),
            (self.help, vec![self.guide]),
        ]
    }
}

const SEPARATOR: &str = "";

/// Gives a menu the words of another language in place: on GTK, a second menu in its stead would
/// have no shortcuts.
///
/// # Errors
/// Where the system's toolkit refuses a caption.
pub fn speak(menu: &Menu<Wry>, language: &str) -> tauri::Result<()> {
    let words = Words::of(language);
    for (submenu, (caption, captions)) in menu.items()?.iter().zip(words.captions()) {
        let Some(submenu) = submenu.as_submenu() else {
            continue;
        };
        submenu.set_text(caption)?;
        for (item, caption) in submenu.items()?.iter().zip(captions) {
            match item {
                MenuItemKind::MenuItem(item) => item.set_text(caption)?,
                MenuItemKind::Predefined(item) if caption != SEPARATOR => item.set_text(caption)?,
                _ => {}
            }
        }
    }
    Ok(())
}

/// # Errors
/// Where the system's toolkit refuses a menu.
pub fn build(app: &AppHandle, language: &str) -> tauri::Result<Menu<Wry>> {
    let words = Words::of(language);
    let item =
        |id: &str, text: &str, keys: Option<&str>| MenuItem::with_id(app, id, text, true, keys);
    let family = Submenu::with_items(
        app,
        words.family,
        true,
        &[
            &item("find", words.find, Some("CmdOrCtrl+F"))?,
            &item("review", words.review, Some("CmdOrCtrl+Enter"))?,
            // Esc as an accelerator would be taken from every field and dialog of the page.
            &item("back", words.back, None)?,
            &PredefinedMenuItem::separator(app)?,
            &item("connect", words.connect, None)?,
            &item("settings", words.settings, Some("CmdOrCtrl+,"))?,
            &PredefinedMenuItem::separator(app)?,
            &PredefinedMenuItem::quit(app, Some(words.quit))?,
        ],
    )?;
    let edit = Submenu::with_items(
        app,
        words.edit,
        true,
        &[
            &PredefinedMenuItem::undo(app, Some(words.undo))?,
            &PredefinedMenuItem::redo(app, Some(words.redo))?,
            &PredefinedMenuItem::separator(app)?,
            &PredefinedMenuItem::cut(app, Some(words.cut))?,
            &PredefinedMenuItem::copy(app, Some(words.copy))?,
            &PredefinedMenuItem::paste(app, Some(words.paste))?,
            &PredefinedMenuItem::select_all(app, Some(words.select_all))?,
        ],
    )?;
    let help = Submenu::with_items(
        app,
        words.help,
        true,
        &[&item("help", words.guide, Some("F1"))?],
    )?;
    Menu::with_items(app, &[&family, &edit, &help])
}

/// Hands a chosen menu entry to the page.
pub fn chosen(app: &AppHandle, id: &str) {
    let action = match id {
        "find" => MenuAction::Find,
        "review" => MenuAction::Review,
        "back" => MenuAction::Back,
        "settings" => MenuAction::Settings,
        "connect" => MenuAction::Connect,
        "help" => MenuAction::Help,
        _ => return,
    };
    app.state::<App>()
        .tell(crate::wire::AppEvent::Menu { action });
}
