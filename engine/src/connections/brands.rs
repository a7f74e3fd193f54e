//! Brands: what an organisation files its accounts under.

use uuid::Uuid;

use crate::{
    Context,
    audit::{self, AuditActor, AuditEvent},
    hints::Topic,
    identity::{OrgScope, Principal},
    store::{Row, StoreError, Tx, params, statements},
};

statements! {
    BRANDS = "
        select b.id, b.name, b.is_default,
          (select count(*) from ad_account a where a.org_id = b.org_id and a.brand_id = b.id) as accounts,
          (select count(*) from membership m where m.org_id = b.org_id and m.brand_id = b.id) as members
        from brand b where b.org_id = $1 order by b.is_default desc, b.name, b.id";
    BRAND = "
        select b.id, b.name, b.is_default,
          (select count(*) from ad_account a where a.org_id = b.org_id and a.brand_id = b.id) as accounts,
          (select count(*) from membership m where m.org_id = b.org_id and m.brand_id = b.id) as members
        from brand b where b.org_id = $1 and b.id = $2";
    INSERT = "insert into brand (org_id, id, name, is_default, created_at) values ($1, $2, $3, 0, $4)";
    RENAME = "update brand set name = $3 where org_id = $1 and id = $2";
    DELETE = "delete from brand where org_id = $1 and id = $2 and is_default = 0";
}

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 200;

/// Why a brand was not changed.
#[derive(Debug, thiserror::Error)]
pub enum BrandError {
    #[error("there is no such brand")]
    NotFound,
    #[error("{0}")]
    InvalidName(String),
    #[error("another brand has this name already")]
    NameTaken,
    /// It cannot go while something is filed under it; the text says what.
    #[error("{0}")]
    InUse(String),
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for BrandError {
    fn from(error: StoreError) -> Self {
        match error {
            // The one constraint these statements can meet.
            StoreError::Conflict { .. } => Self::NameTaken,
            other => Self::Store(other),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrandView {
    pub id: Uuid,
    pub name: String,
    /// Takes accounts that nobody has filed yet.
    pub is_default: bool,
    pub accounts: i64,
    /// Memberships that are for this brand alone.
    members: i64,
}

impl BrandView {
    fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.uuid("id")?,
            name: row.text("name")?,
            is_default: row.flag("is_default")?,
            accounts: row.i64("accounts")?,
            members: row.i64("members")?,
        })
    }
}

/// The default brand first, then by name.
pub async fn brands(context: &Context, scope: OrgScope) -> Result<Vec<BrandView>, StoreError> {
    context
        .store
        .read(move |tx| {
            Box::pin(async move {
                let rows = tx.fetch_all(BRANDS, params![scope.id()]).await?;
                rows.iter().map(BrandView::read).collect()
            })
        })
        .await
}

async fn brand(tx: &mut Tx, scope: OrgScope, id: Uuid) -> Result<BrandView, BrandError> {
    let row = tx.fetch_optional(BRAND, params![scope.id(), id]).await?;
    Ok(BrandView::read(&row.ok_or(BrandError::NotFound)?)?)
}

fn name_of(text: &str) -> Result<String, BrandError> {
    let name = text.trim();
    if name.is_empty() {
        return Err(BrandError::InvalidName("give it a name".to_owned()));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(BrandError::InvalidName(format!(
            "use at most {LONGEST_NAME} characters"
        )));
    }
    if name.chars().any(char::is_control) {
        return Err(BrandError::InvalidName(
            "use one line without control characters".to_owned(),
        ));
    }
    Ok(name.to_owned())
}

pub async fn create(context: &Context, principal: &Principal, name: &str) -> Result<BrandView, BrandError> {
    let name = name_of(name)?;
    let id = context.random.id();
    let at = context.process.now();
    change(context, principal, "brand.created", id, move |tx, scope| {
        Box::pin(async move {
            tx.execute_exactly(1, INSERT, params![scope.id(), id, name, at])
                .await?;
            brand(tx, scope, id).await
        })
    })
    .await
}

pub async fn rename(
    context: &Context,
    principal: &Principal,
    id: Uuid,
    name: &str,
) -> Result<BrandView, BrandError> {
    let name = name_of(name)?;
    change(context, principal, "brand.renamed", id, move |tx, scope| {
        Box::pin(async move {
            if tx.execute(RENAME, params![scope.id(), id, name]).await? == 0 {
                return Err(BrandError::NotFound);
            }
            brand(tx, scope, id).await
        })
    })
    .await
}

/// Removes a brand that nothing is filed under.
pub async fn delete(context: &Context, principal: &Principal, id: Uuid) -> Result<(), BrandError> {
    change(context, principal, "brand.deleted", id, move |tx, scope| {
        Box::pin(async move {
            let brand = brand(tx, scope, id).await?;
            if brand.is_default {
                return Err(BrandError::InUse(
                    "the default brand stays: new accounts need a place".to_owned(),
                ));
            }
            if brand.accounts > 0 {
                return Err(BrandError::InUse(format!(
                    "{} account(s) are filed under it; move them first",
                    brand.accounts
                )));
            }
            if brand.members > 0 {
                return Err(BrandError::InUse(
                    "somebody's membership is for this brand alone; change it first".to_owned(),
                ));
            }
            tx.execute_exactly(1, DELETE, params![scope.id(), id]).await?;
            Ok(brand)
        })
    })
    .await
    .map(|_| ())
}

/// One change of a brand with its audit row.
async fn change<F>(
    context: &Context,
    principal: &Principal,
    event: &'static str,
    id: Uuid,
    work: F,
) -> Result<BrandView, BrandError>
where
    F: for<'t> FnOnce(&'t mut Tx, OrgScope) -> crate::store::TxFuture<'t, BrandView, BrandError>
        + Send
        + 'static,
{
    let (person, random, at) = (principal.clone(), context.random.clone(), context.process.now());
    let scope = principal.scope;
    let brand = context
        .store
        .write(move |tx| {
            Box::pin(async move {
                let brand = work(tx, scope).await?;
                let event = AuditEvent::done(event, AuditActor::of(&person))
                    .on("brand", id)
                    .with(serde_json::json!({ "name": brand.name }));
                audit::record(tx, &random, scope, at, event).await?;
                Ok::<_, BrandError>(brand)
            })
        })
        .await?;
    context.hints.send(Some(scope.id()), Topic::Accounts, None, None);
    Ok(brand)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_trimmed_line_of_some_length() {
        assert_eq!(name_of("  Fleetfoot ").ok().as_deref(), Some("Fleetfoot"));
        for bad in ["", "   ", "a\nb", &"x".repeat(201)] {
            assert!(name_of(bad).is_err(), "{bad:?}");
        }
    }
}
