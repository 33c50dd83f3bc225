//! A note or attachment gets another path, and every link goes on meaning what it meant (R22).

use crate::index::{FileId, View};
use crate::vault::VaultPath;

use super::{Plan, Refusal};

/// Moves the file `id` to `to`, and rewrites exactly the links that would otherwise change their
/// meaning (R22, R23), and the titles that say the old name (R24).
///
/// # Errors
/// A sentence that says why not; nothing is changed then (R25).
pub fn rename_note(_view: &View, _id: FileId, _to: &VaultPath) -> Result<Plan, Refusal> {
    todo!()
}
