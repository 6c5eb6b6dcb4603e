use tauri::State;

use crate::{
    app::App,
    error::CommandError,
    session::{connection_id, connection_name},
    wire::{AppEvent, ConnectionForm, Probe, Session},
};

#[tauri::command]
pub async fn probe_connection(
    app: State<'_, App>,
    form: ConnectionForm,
) -> Result<Probe, CommandError> {
    let client = app.session().await?.client_of(&form).await?;
    let probe = client.probe().await?;
    app.session().await?.describe_probe(&form, probe)
}

#[tauri::command]
pub async fn save_connection(
    app: State<'_, App>,
    form: ConnectionForm,
) -> Result<Session, CommandError> {
    connection_name(&form)?;
    let at = app.work.in_use.generation();
    let client = app.session().await?.client_of(&form).await?;
    let probe = client.probe().await?;
    let mut session = app.session().await?;
    session.save(&form, probe, at).await?;
    app.work.switched();
    let described = app.describe(&session).await?;
    // The page that asked may have been loaded anew during the probe: the one there now has to know.
    app.work.tell(AppEvent::Pending {
        generation: described.generation,
        pending: described.pending.clone(),
    });
    Ok(described)
}

#[tauri::command]
pub async fn choose_connection(app: State<'_, App>, id: String) -> Result<Session, CommandError> {
    let mut session = app.session().await?;
    session.choose(&connection_id(&id)?).await?;
    app.work.switched();
    app.describe(&session).await
}

#[tauri::command]
pub async fn forget_connection(app: State<'_, App>, id: String) -> Result<Session, CommandError> {
    let mut session = app.session().await?;
    let before = app.work.in_use.generation();
    let forgotten = session.forget(&connection_id(&id)?).await;
    // Another school's drafts are none of its business.
    if app.work.in_use.generation() != before {
        app.work.switched();
    }
    forgotten?;
    app.describe(&session).await
}
