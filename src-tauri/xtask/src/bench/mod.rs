use anyhow::{Result, bail};
pub(crate) fn bench(_args: &[&str]) -> Result<()> {
    bail!("not yet")
}
