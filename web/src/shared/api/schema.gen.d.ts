// Generated from openapi.json by `npm run types`. Do not edit.

export interface paths {
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in */
        get: operations["get_session"];
        put?: never;
        /** Sign in */
        post: operations["create_session"];
        /** Sign out */
        delete: operations["delete_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether first-run setup is open */
        get: operations["get_setup"];
        put?: never;
        /** Create the organisation and its first admin */
        post: operations["create_setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The two clocks */
        get: operations["get_clock"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Actions, most urgent or newest first */
        get: operations["list_actions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many actions wait, move, applied and failed */
        get: operations["get_action_counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One action with its steps, approvals and history */
        get: operations["get_action"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve */
        post: operations["approve_action"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject with a reason */
        post: operations["reject_action"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actions/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What undoing would change */
        get: operations["preview_undo"];
        put?: never;
        /** Propose the way back */
        post: operations["undo_action"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/decisions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One decision with its explanation */
        get: operations["get_decision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules */
        get: operations["list_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Campaigns */
        get: operations["list_campaigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Connected ad accounts */
        get: operations["list_accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/actors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The supervision tree */
        get: operations["get_actors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hints of what changed, as server-sent events */
        get: operations["stream_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            /** Format: uuid */
            id: string;
            name: string;
            platform: components["schemas"]["Platform"];
            external_id: string;
            currency: string;
            time_zone: string;
            /** @enum {string} */
            state: "connecting" | "active" | "reconnect" | "quarantined" | "cancelled";
            state_detail: string | null;
            brand: components["schemas"]["NamedRef"];
            /** Format: date-time */
            last_sync_at: string | null;
            /** Format: date-time */
            next_sync_at: string | null;
            /** Format: date-time */
            data_until: string | null;
            /** Format: int64 */
            campaigns: number;
            /** Format: int64 */
            history_days: number;
        };
        AccountList: {
            data: components["schemas"]["Account"][];
            next_cursor: string | null;
        };
        ActionAbilities: {
            approve: boolean;
            reject: boolean;
            undo: boolean;
            why_not: string | null;
        };
        ActionAccount: {
            /** Format: uuid */
            id: string;
            name: string;
            platform: components["schemas"]["Platform"];
            currency: string;
            time_zone: string;
        };
        ActionApproval: {
            /** Format: uuid */
            user: string;
            name: string;
            /** @enum {string} */
            decision: "approve" | "reject";
            reason: string | null;
            /** Format: date-time */
            at: string;
        };
        ActionCounts: {
            /** Format: int64 */
            awaiting_approval: number;
            /** Format: int64 */
            in_flight: number;
            /** Format: int64 */
            applied_today: number;
            /** Format: int64 */
            failed: number;
        };
        ActionDetail: {
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            version: number;
            state: components["schemas"]["ActionState"];
            /** @enum {string} */
            kind: "pause" | "resume" | "set_budget" | "notify";
            /** @enum {string} */
            property: "status" | "budget";
            account: components["schemas"]["ActionAccount"];
            target: components["schemas"]["ActionTarget"];
            campaign: null | components["schemas"]["NamedRef"];
            before: components["schemas"]["ShownValue"];
            after: components["schemas"]["ShownValue"];
            per_day_change: null | components["schemas"]["Money"];
            reason: string;
            rule: null | components["schemas"]["RuleRef"];
            requested_by: components["schemas"]["Requester"];
            /** Format: uuid */
            decision_id: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            not_before: string | null;
            state_detail: string | null;
            /** Format: date-time */
            updated_at: string;
            steps: components["schemas"]["ActionStep"][];
            approvals: components["schemas"]["ActionApproval"][];
            history: components["schemas"]["ActionEvent"][];
            /** Format: uuid */
            undone_by: string | null;
            /** Format: uuid */
            undoes: string | null;
            can: components["schemas"]["ActionAbilities"];
        };
        ActionEvent: {
            /** Format: date-time */
            at: string;
            state: components["schemas"]["ActionState"];
            by: string | null;
            note: string | null;
        };
        /** @description 412: the action moved on; `current` is what it is now. */
        ActionMoved: {
            type: string;
            title: string;
            /** Format: int32 */
            status: number;
            detail: string;
            request_id: string;
            current: components["schemas"]["ActionDetail"];
        };
        /** @enum {string} */
        ActionState: "proposed" | "awaiting_approval" | "approved" | "intent" | "applied" | "blocked" | "rejected" | "expired" | "stale" | "superseded" | "cancelled" | "unknown" | "retrying" | "accepted" | "dead";
        /** @description One call to the platform; request and response were redacted when captured. */
        ActionStep: {
            /** Format: int32 */
            seq: number;
            kind: string;
            /** @enum {string} */
            state: "pending" | "sent" | "done" | "failed" | "doubt";
            /** Format: int32 */
            attempt: number;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            finished_at: string | null;
            request: unknown;
            response: unknown;
            error: string | null;
        };
        ActionSummary: {
            /** Format: uuid */
            id: string;
            /** Format: int64 */
            version: number;
            state: components["schemas"]["ActionState"];
            /** @enum {string} */
            kind: "pause" | "resume" | "set_budget" | "notify";
            /** @enum {string} */
            property: "status" | "budget";
            account: components["schemas"]["ActionAccount"];
            target: components["schemas"]["ActionTarget"];
            campaign: null | components["schemas"]["NamedRef"];
            before: components["schemas"]["ShownValue"];
            after: components["schemas"]["ShownValue"];
            per_day_change: null | components["schemas"]["Money"];
            reason: string;
            rule: null | components["schemas"]["RuleRef"];
            requested_by: components["schemas"]["Requester"];
            /** Format: uuid */
            decision_id: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            not_before: string | null;
            state_detail: string | null;
            /** Format: date-time */
            updated_at: string;
        };
        ActionSummaryList: {
            data: components["schemas"]["ActionSummary"][];
            next_cursor: string | null;
        };
        /** @description What the platform write changes; shared_by counts the campaigns that feel it. */
        ActionTarget: {
            /** @enum {string} */
            kind: "campaign" | "budget";
            external_id: string;
            name: string;
            /** Format: int32 */
            shared_by: number;
        };
        Actor: {
            id: string;
            parent: string | null;
            /** @enum {string} */
            kind: "node" | "shard" | "account" | "campaign" | "rule" | "scheduler" | "request_queue" | "writer" | "outbox";
            name: string;
            /** @enum {string} */
            state: "running" | "starting" | "backing_off" | "quarantined" | "stopped";
            /** Format: int64 */
            mailbox: number;
            /** Format: int64 */
            handled: number;
            /** Format: int64 */
            restarts: number;
            last_error: string | null;
            /** Format: date-time */
            since: string;
        };
        ActorTree: {
            /** Format: date-time */
            at: string;
            tree: components["schemas"]["Actor"][];
        };
        Campaign: {
            /** Format: uuid */
            id: string;
            name: string;
            external_id: string;
            account: components["schemas"]["ActionAccount"];
            /** @enum {string} */
            status: "active" | "paused" | "removed";
            delivery: string | null;
            channel: string | null;
            budget: null | components["schemas"]["Money"];
            budget_shared: boolean;
            today: null | components["schemas"]["CampaignToday"];
            last_7_days: null | components["schemas"]["CampaignWeek"];
            /** Format: date-time */
            data_until: string | null;
        };
        CampaignList: {
            data: components["schemas"]["Campaign"][];
            next_cursor: string | null;
        };
        CampaignToday: {
            spend: components["schemas"]["Money"];
            /** Format: int64 */
            impressions: number;
            /** Format: int64 */
            clicks: number;
            /** Format: double */
            conversions: number;
            revenue: components["schemas"]["Money"];
        };
        CampaignWeek: {
            spend: components["schemas"]["Money"];
            /** Format: double */
            conversions: number;
            cpa: null | components["schemas"]["Money"];
            /** Format: double */
            roas: number | null;
        };
        Clock: {
            /** Format: date-time */
            business_now: string;
            /** Format: date-time */
            process_now: string;
            /** Format: double */
            speed: number;
            /** @enum {string} */
            source: "system" | "sandbox";
            stalled: boolean;
        };
        Decision: {
            /** Format: uuid */
            id: string;
            rule: components["schemas"]["DecisionRule"];
            campaign: components["schemas"]["NamedRef"];
            account: components["schemas"]["ActionAccount"];
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            data_until: string | null;
            /** @enum {string} */
            outcome: "fired" | "pending" | "not_fired" | "unknown" | "blocked" | "held_out";
            /** Format: int32 */
            branch: number | null;
            explanation: components["schemas"]["Explanation"];
            action_ids: string[];
            blocked: components["schemas"]["DecisionBlock"][];
        };
        DecisionBlock: {
            by: string;
            reason: string;
        };
        DecisionRule: {
            /** Format: uuid */
            id: string;
            name: string;
            /** Format: int32 */
            version: number;
            text: string;
        };
        Empty: Record<string, never>;
        EventHint: {
            /** @enum {string} */
            topic: "actions" | "decisions" | "campaigns" | "accounts" | "rules" | "actors" | "clock";
            ref: string | null;
            /** Format: int64 */
            version: number | null;
        };
        ExplainedBranch: {
            truth: components["schemas"]["Truth"];
            condition: null | components["schemas"]["Node"];
            lasting: string | null;
            actions: string[];
            reason: string;
        };
        ExplainedWindow: {
            text: string;
            from: string;
            to: string;
            /** @enum {string} */
            grain: "day" | "hour";
            /** Format: int32 */
            lag_days: number;
            metrics: string[];
        };
        Explanation: {
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            data_until: string | null;
            scope: null | components["schemas"]["Node"];
            lets: components["schemas"]["LetValue"][];
            branches: components["schemas"]["ExplainedBranch"][];
            windows: components["schemas"]["ExplainedWindow"][];
        };
        LetValue: {
            name: string;
            text: string;
            value: components["schemas"]["Value"];
        };
        Missing: {
            reason: string;
            detail: string | null;
        };
        /** @description Millionths of the currency's unit, with its ISO 4217 code. */
        Money: {
            /** Format: int64 */
            micros: number;
            currency: string;
        };
        NamedRef: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        Node: {
            kind: string;
            text: string;
            truth: components["schemas"]["Truth"];
            missing: null | components["schemas"]["Missing"];
            left: null | components["schemas"]["Operand"];
            op: string | null;
            right: null | components["schemas"]["Operand"];
            distance: string | null;
            children: components["schemas"]["Node"][];
        };
        Operand: {
            text: string;
            value: components["schemas"]["Value"];
            parts: components["schemas"]["Operand"][];
        };
        /** @enum {string} */
        Platform: "google" | "meta" | "tiktok" | "amazon";
        /** @description RFC 9457 problem. */
        Problem: {
            type: string;
            title: string;
            /** Format: int32 */
            status: number;
            detail: string;
            request_id: string;
            errors?: components["schemas"]["ProblemField"][];
        };
        ProblemField: {
            pointer: string;
            detail: string;
        };
        Reject: {
            reason: string;
        };
        Requester: {
            /** @enum {string} */
            kind: "rule" | "user";
            name: string;
        };
        /** @enum {string} */
        Role: "admin" | "manager" | "marketer";
        Rule: {
            /** Format: uuid */
            id: string;
            name: string;
            doc: string | null;
            /** Format: int32 */
            version: number;
            /** @enum {string} */
            state: "draft" | "enabled" | "disabled" | "quarantined";
            schedule: string;
            scope: string;
            /** Format: date-time */
            next_at: string | null;
            /** Format: date-time */
            last_tick_at: string | null;
            /** Format: int64 */
            acted_24h: number;
            /** Format: int64 */
            waiting: number;
            /** Format: double */
            unknown_share: number | null;
            text: string;
            /** Format: date-time */
            updated_at: string;
            updated_by: string | null;
        };
        RuleList: {
            data: components["schemas"]["Rule"][];
            next_cursor: string | null;
        };
        RuleRef: {
            /** Format: uuid */
            id: string;
            name: string;
            /** Format: int32 */
            version: number;
        };
        Session: {
            user: components["schemas"]["SessionUser"];
            organisation: components["schemas"]["SessionOrganisation"];
            role: components["schemas"]["Role"];
            permissions: string[];
            /** Format: date-time */
            expires_at: string;
        };
        SessionOrganisation: {
            /** Format: uuid */
            id: string;
            name: string;
        };
        SessionUser: {
            /** Format: uuid */
            id: string;
            name: string;
            email: string;
        };
        Setup: {
            token: string;
            organisation: string;
            name: string;
            email: string;
            password: string;
        };
        SetupState: {
            open: boolean;
        };
        ShownValue: {
            display: string;
            /** Format: int64 */
            micros: number | null;
        };
        SignIn: {
            email: string;
            password: string;
        };
        /** @enum {string} */
        Truth: "true" | "false" | "unknown";
        UndoPreview: {
            before: components["schemas"]["ShownValue"];
            after: components["schemas"]["ShownValue"];
            possible: boolean;
            why_not: string | null;
        };
        Value: {
            display: string;
            kind: string;
            raw: number | string | null;
            missing: null | components["schemas"]["Missing"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many attempts */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    get_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupState"];
                };
            };
        };
    };
    create_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Setup"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_clock: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clock"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_actions: {
        parameters: {
            query?: {
                state?: string;
                rule?: string;
                campaign?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionSummaryList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_action_counts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionCounts"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_action: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionDetail"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approve_action: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read. Without it: 428. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Empty"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionDetail"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The action moved on */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ActionMoved"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reject_action: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read. Without it: 428. */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reject"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionDetail"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The action moved on */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ActionMoved"];
                };
            };
            /** @description Invalid input */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_undo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UndoPreview"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undo_action: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Empty"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActionDetail"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Conflict */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_decision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_rules: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_campaigns: {
        parameters: {
            query?: {
                q?: string;
                account?: string;
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_accounts: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_actors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorTree"];
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not permitted */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stream_events: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `hint` and `resync` events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Not signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
