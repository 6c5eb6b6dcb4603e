//! The native menu: the page's actions, where users expect them.

use tauri::{
    AppHandle, Manager, Runtime, Wry,
    menu::{Menu, MenuItem, MenuItemKind, PredefinedMenuItem, Submenu},
};

use crate::{app::App, window, wire::MenuAction};

struct Words {
    family: &'static str,
    view: &'static str,
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
    print: &'static str,
    larger: &'static str,
    smaller: &'static str,
    normal: &'static str,
}

const ES: Words = Words {
    family: "Familia",
    edit: "Edición",
    find: "Buscar una familia",
    review: "Revisar los cambios",
    back: "Volver (Esc)",
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
    view: "Ver",
    print: "Imprimir…",
    larger: "Letra más grande",
    smaller: "Letra más pequeña",
    normal: "Tamaño normal",
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
    view: "View",
    print: "Print…",
    larger: "Larger text",
    smaller: "Smaller text",
    normal: "Normal size",
};

impl Words {
    fn of(language: &str) -> Self {
        if language == "en" { EN } else { ES }
    }
}

type Caption = fn(&Words) -> &'static str;
type Predefined = fn(&AppHandle, Option<&str>) -> tauri::Result<PredefinedMenuItem<Wry>>;

enum Item {
    Act(MenuAction, Caption, Option<&'static str>),
    System(Predefined, Caption),
    /// Our own item: the toolkits' item ends the process without asking about unsent changes, and GTK
    /// has none.
    Quit(Caption),
    Separator,
}

const QUIT: &str = "quit";

/// The whole menu, top to bottom.
const MENU: [(Caption, &[Item]); 4] = [
    (
        |words| words.family,
        &[
            Item::Act(MenuAction::Find, |words| words.find, Some("CmdOrCtrl+F")),
            Item::Act(
                MenuAction::Review,
                |words| words.review,
                Some("CmdOrCtrl+Enter"),
            ),
            // As an accelerator, Esc would never reach the fields and dialogs of the page.
            Item::Act(MenuAction::Back, |words| words.back, None),
            Item::Act(MenuAction::Print, |words| words.print, Some("CmdOrCtrl+P")),
            Item::Separator,
            Item::Act(MenuAction::Connect, |words| words.connect, None),
            Item::Act(
                MenuAction::Settings,
                |words| words.settings,
                Some("CmdOrCtrl+,"),
            ),
            Item::Separator,
            Item::Quit(|words| words.quit),
        ],
    ),
    (
        |words| words.edit,
        &[
            Item::System(PredefinedMenuItem::undo, |words| words.undo),
            Item::System(PredefinedMenuItem::redo, |words| words.redo),
            Item::Separator,
            Item::System(PredefinedMenuItem::cut, |words| words.cut),
            Item::System(PredefinedMenuItem::copy, |words| words.copy),
            Item::System(PredefinedMenuItem::paste, |words| words.paste),
            Item::System(PredefinedMenuItem::select_all, |words| words.select_all),
        ],
    ),
    (
        |words| words.view,
        &[
            // The key of the plus sign on most keyboards; the page knows the others.
            Item::Act(
                MenuAction::LargerText,
                |words| words.larger,
                Some("CmdOrCtrl+="),
            ),
            Item::Act(
                MenuAction::SmallerText,
                |words| words.smaller,
                Some("CmdOrCtrl+-"),
            ),
            Item::Act(
                MenuAction::NormalText,
                |words| words.normal,
                Some("CmdOrCtrl+0"),
            ),
        ],
    ),
    (
        |words| words.help,
        &[Item::Act(MenuAction::Help, |words| words.guide, Some("F1"))],
    ),
];

/// The toolkit's id of a menu entry, which it reports when the entry is chosen.
fn id(action: MenuAction) -> &'static str {
    match action {
        MenuAction::Find => "find",
        MenuAction::Review => "review",
        MenuAction::Back => "back",
        MenuAction::Settings => "settings",
        MenuAction::Connect => "connect",
        MenuAction::Help => "help",
        MenuAction::Print => "print",
        MenuAction::LargerText => "larger-text",
        MenuAction::SmallerText => "smaller-text",
        MenuAction::NormalText => "normal-text",
    }
}

/// # Errors
/// If the system's toolkit refuses a menu.
pub fn build(app: &AppHandle, language: &str) -> tauri::Result<Menu<Wry>> {
    let words = Words::of(language);
    let menu = Menu::new(app)?;
    for (caption, items) in MENU {
        let submenu = Submenu::new(app, caption(&words), true)?;
        for item in items {
            match item {
                Item::Act(action, caption, keys) => {
                    let item = MenuItem::with_id(app, id(*action), caption(&words), true, *keys)?;
                    submenu.append(&item)?;
                }
                Item::System(make, caption) => {
                    submenu.append(&make(app, Some(caption(&words)))?)?;
                }
                Item::Quit(caption) => {
                    let keys = Some("CmdOrCtrl+Q");
                    let item = MenuItem::with_id(app, QUIT, caption(&words), true, keys)?;
                    submenu.append(&item)?;
                }
                Item::Separator => submenu.append(&PredefinedMenuItem::separator(app)?)?,
            }
        }
        menu.append(&submenu)?;
    }
    Ok(menu)
}

/// Translates a menu in place: on GTK, a replacement menu would have no shortcuts.
///
/// # Errors
/// If the system's toolkit refuses a caption.
pub fn translate<R: Runtime>(menu: &Menu<R>, language: &str) -> tauri::Result<()> {
    let words = Words::of(language);
    for (submenu, (caption, items)) in menu.items()?.iter().zip(MENU) {
        let Some(submenu) = submenu.as_submenu() else {
            continue;
        };
        submenu.set_text(caption(&words))?;
        for (shown, item) in submenu.items()?.iter().zip(items) {
            match (shown, item) {
                (MenuItemKind::MenuItem(shown), Item::Act(_, caption, _) | Item::Quit(caption)) => {
                    shown.set_text(caption(&words))?;
                }
                (MenuItemKind::Predefined(shown), Item::System(_, caption)) => {
                    shown.set_text(caption(&words))?;
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// Passes a chosen menu entry to the page; Quit closes the window, which asks first.
pub fn chosen(app: &AppHandle, chosen: &str) {
    if chosen == QUIT {
        window::ask_to_close(app);
        return;
    }
    let acts = MENU.iter().flat_map(|(_, items)| *items);
    let mut actions = acts.filter_map(|item| match item {
        Item::Act(action, ..) => Some(*action),
        _ => None,
    });
    if let Some(action) = actions.find(|action| id(*action) == chosen) {
        app.state::<App>()
            .page
            .send(crate::wire::AppEvent::Menu { action });
    }
}
