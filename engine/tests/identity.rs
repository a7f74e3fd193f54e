//! People and their rights, on both databases.

use engine::{
    identity::{self, LoginAttempt, LoginError, MemberError, NewPerson, NewSession, Role},
    store::{Param, Statement, StoreError},
};
use secrecy::{ExposeSecret as _, SecretString};
use uuid::Uuid;

use crate::support::{World, on_both};

const PASSWORD: &str = "correct horse battery";

fn person(name: &str, email: &str, role: Role) -> NewPerson {
    NewPerson {
        name: name.to_owned(),
        email: email.to_owned(),
        password: SecretString::from(PASSWORD),
        role,
    }
}

async fn log_in(world: &World, email: &str, password: &str) -> Result<NewSession, LoginError> {
    let attempt = LoginAttempt {
        email: email.to_owned(),
        password: SecretString::from(password),
        user_agent: "test\r\nInjected: yes".to_owned(),
        previous_token: None,
        request_id: Some("request-1".to_owned()),
    };
    identity::login(&world.context, attempt).await
}

async fn one_text(world: &World, sql: &'static str, params: Vec<Param>) -> String {
    let statement = Statement::both("test", sql);
    let read = world
        .context
        .store
        .read(move |tx| Box::pin(async move { tx.fetch_one(statement, &params).await?.text("it") }));
    let text: Result<String, StoreError> = read.await;
    text.unwrap()
}

on_both! {
    async fn somebody_added_can_sign_in_with_any_spelling_of_their_address(world) {
        let added = identity::add_person(&world.context, &world.admin, person("Eve", "Eve@Example.Test", Role::Manager)).await.unwrap();
        let session = log_in(&world, " eve@EXAMPLE.test", PASSWORD).await.unwrap().session;
        assert_eq!((session.principal.actor, session.principal.role), (added, Role::Manager));
        assert_eq!(session.email, "Eve@Example.Test");
        let twice = identity::add_person(&world.context, &world.admin, person("Eve", "eve@example.test", Role::Marketer)).await;
        assert!(matches!(twice, Err(MemberError::Email(_))), "{twice:?}");
    }

    async fn only_an_admin_changes_who_belongs(world) {
        let added = identity::add_person(&world.context, &world.manager, person("Eve", "eve@example.test", Role::Admin)).await;
        assert!(matches!(added, Err(MemberError::NotAllowed)));
        let changed = identity::change_role(&world.context, &world.marketer, world.marketer.actor, None, Role::Admin).await;
        assert!(matches!(changed, Err(MemberError::NotAllowed)));
        let removed = identity::remove_person(&world.context, &world.manager, world.marketer.actor, None).await;
        assert!(matches!(removed, Err(MemberError::NotAllowed)));
    }

    async fn the_last_admin_stays(world) {
        let me = world.admin.actor;
        let demoted = identity::change_role(&world.context, &world.admin, me, None, Role::Manager).await;
        assert!(matches!(demoted, Err(MemberError::LastAdmin)), "{demoted:?}");
        let removed = identity::remove_person(&world.context, &world.admin, me, None).await;
        assert!(matches!(removed, Err(MemberError::LastAdmin)), "{removed:?}");
        identity::change_role(&world.context, &world.admin, world.manager.actor, None, Role::Admin).await.unwrap();
        identity::change_role(&world.context, &world.admin, me, None, Role::Manager).await.unwrap();
    }

    async fn two_admins_who_demote_each_other_at_once_leave_one(world) {
        let other = log_in(&world, "manager@example.test", PASSWORD).await.unwrap().session.principal.actor;
        identity::change_role(&world.context, &world.admin, other, None, Role::Admin).await.unwrap();
        let second = log_in(&world, "manager@example.test", PASSWORD).await.unwrap().session.principal;
        let (left, right) = tokio::join!(
            identity::change_role(&world.context, &world.admin, second.actor, None, Role::Marketer),
            identity::change_role(&world.context, &second, world.admin.actor, None, Role::Marketer),
        );
        assert_eq!(usize::from(left.is_ok()) + usize::from(right.is_ok()), 1, "{left:?} {right:?}");
    }

    async fn somebody_of_another_organisation_is_not_found(world) {
        identity::seed_people(&world.context, "Zenith", &[person("Zoe", "zoe@zenith.test", Role::Admin)]).await.unwrap();
        let zoe = log_in(&world, "zoe@zenith.test", PASSWORD).await.unwrap().session.principal;
        let changed = identity::change_role(&world.context, &zoe, world.manager.actor, None, Role::Marketer).await;
        assert!(matches!(changed, Err(MemberError::NotFound)));
        let removed = identity::remove_person(&world.context, &zoe, Uuid::from_u128(1), None).await;
        assert!(matches!(removed, Err(MemberError::NotFound)));
    }

    async fn a_weak_hash_is_replaced_when_its_owner_signs_in(world) {
        let weak = argon2_of(8_192, 1);
        let set = Statement::both("test", "update app_user set password_hash = $2 where id = $1");
        let values = vec![Param::from(world.manager.actor), weak.as_str().into()];
        let write = world.context.store.write(move |tx| {
            Box::pin(async move { tx.execute_exactly(1, set, &values).await })
        });
        let written: Result<(), StoreError> = write.await;
        written.unwrap();
        log_in(&world, "manager@example.test", PASSWORD).await.unwrap();
        let hash = one_text(&world, "select password_hash as it from app_user where id = $1", vec![world.manager.actor.into()]).await;
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        log_in(&world, "manager@example.test", PASSWORD).await.unwrap();
    }

    async fn seeding_again_changes_nothing_but_the_password_given(world) {
        let again = |password: &'static str| {
            let mut max = person("Max", "max@demo.test", Role::Manager);
            max.password = SecretString::from(password);
            let context = world.context.clone();
            async move { identity::seed_people(&context, "Demo", &[max]).await.unwrap() }
        };
        let first = again("the first password").await;
        assert_eq!(first, again("the first password").await);
        log_in(&world, "max@demo.test", "the first password").await.unwrap();
        assert_eq!(first, again("the second password").await);
        log_in(&world, "max@demo.test", "the second password").await.unwrap();
        let old = log_in(&world, "max@demo.test", "the first password").await;
        assert!(matches!(old, Err(LoginError::Refused)));
    }

    async fn a_session_is_found_by_its_token_and_ends_with_it(world) {
        let begun = log_in(&world, "manager@example.test", PASSWORD).await.unwrap();
        let token = begun.token.expose_secret();
        let found = identity::authenticate(&world.context, token).await.unwrap();
        assert_eq!(found, begun.session);
        identity::log_out(&world.context, token, None).await.unwrap();
        assert!(identity::authenticate(&world.context, token).await.is_err());
        identity::log_out(&world.context, token, None).await.unwrap();
    }

    async fn what_a_browser_calls_itself_is_kept_without_control_characters(world) {
        log_in(&world, "manager@example.test", PASSWORD).await.unwrap();
        let sql = "select user_agent as it from session where user_id = $1 order by created_at desc limit 1";
        let kept = one_text(&world, sql, vec![world.manager.actor.into()]).await;
        assert_eq!(kept, "testInjected: yes");
    }

    async fn signing_in_and_failing_to_are_audited_with_the_request(world) {
        log_in(&world, "manager@example.test", "not the password").await.unwrap_err();
        log_in(&world, "manager@example.test", PASSWORD).await.unwrap();
        let sql = "select request_id as it from audit_event where org_id = $1 and actor_id = $2 and event = $3 and outcome = $4
            order by id desc limit 1";
        for (event, outcome) in [("authn_login_fail", "refused"), ("authn_login_success", "done")] {
            let values = vec![world.manager.scope.id().into(), world.manager.actor.into(), event.into(), outcome.into()];
            assert_eq!(one_text(&world, sql, values).await, "request-1", "{event}");
        }
    }
}

fn argon2_of(memory_kib: u32, passes: u32) -> String {
    use argon2::{Algorithm, Argon2, Params, Version, password_hash::PasswordHasher as _};
    let params = Params::new(memory_kib, passes, 1, None).unwrap();
    let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    hasher
        .hash_password_with_salt(PASSWORD.as_bytes(), &[3; 16])
        .unwrap()
        .to_string()
}
