use std::collections::HashSet;

use tauri::State;

use crate::{
    app::App,
    error::CommandError,
    records, search,
    wire::{DraftLine, Kept, KeptDraft, iso, title},
};

/// Every draft of the connection, those in memory alone first.
#[tauri::command]
pub async fn drafts(app: State<'_, App>, at: u32) -> Result<Vec<DraftLine>, CommandError> {
    let desk = app.desk(at)?;
    let own = desk.connection.id.as_str();
    let in_memory = app
        .work
        .unsent()
        .into_iter()
        .filter(|(connection, unsent)| {
            connection == own && matches!(unsent.kept, Kept::DiskFull | Kept::Failed)
        });
    let mut lines: Vec<DraftLine> = in_memory
        .map(|(_, unsent)| DraftLine {
            id: unsent.id,
            name: Some(unsent.title),
            saved_at: None,
            kept: unsent.kept,
            readable: true,
        })
        .collect();
    let listed: HashSet<String> = lines.iter().map(|line| line.id.clone()).collect();
    let kept = desk.drafts_kept();
    for draft in desk.book.drafts()? {
        let id = draft.customer.to_string();
        if !listed.contains(&id) {
            lines.push(DraftLine {
                id,
                name: draft.name,
                saved_at: Some(iso(draft.saved_at)),
                kept,
                readable: draft.readable,
            });
        }
    }
    Ok(lines)
}

/// A draft by itself: its family may be gone from Quentli.
#[tauri::command]
pub async fn kept_draft(
    app: State<'_, App>,
    at: u32,
    id: String,
) -> Result<Option<KeptDraft>, CommandError> {
    let (desk, id) = (app.desk(at)?, search::id(&id)?);
    let open = app.work.with_record(&desk, &id, |record| record.clone());
    let record = open.or_else(|_| records::kept(&desk, &id))?;
    let saved_at = desk.book.draft(&id).ok().flatten();
    Ok((!record.draft.is_empty()).then(|| KeptDraft {
        title: record.base.as_ref().map_or_else(|| id.to_string(), title),
        saved_at: saved_at.map(|stored| iso(stored.saved_at)),
        draft: record.draft.without_password(),
    }))
}

/// Discards a draft without opening its family.
#[tauri::command]
pub async fn drop_draft(app: State<'_, App>, at: u32, id: String) -> Result<(), CommandError> {
    let (desk, id) = (app.desk(at)?, search::id(&id)?);
    match app
        .work
        .with_record(&desk, &id, |record| record.discard(&desk, &id))
    {
        Ok(discarded) => discarded,
        Err(_) => Ok(desk.book.discard_draft(&id)?),
    }
}
