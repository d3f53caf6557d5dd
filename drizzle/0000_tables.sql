CREATE TABLE "accounts" (
	"workspace_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"scope" text NOT NULL,
	"account" text NOT NULL,
	"person_id" uuid NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "accounts_workspace_id_platform_scope_account_pk" PRIMARY KEY("workspace_id","platform","scope","account")
);
--> statement-breakpoint
CREATE TABLE "channel_members" (
	"workspace_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "channel_members_workspace_id_channel_id_person_id_pk" PRIMARY KEY("workspace_id","channel_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"platform" text NOT NULL,
	"scope" text NOT NULL,
	"channel" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"off_reason" text,
	CONSTRAINT "channels_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "channels_workspace_id_platform_scope_channel_unique" UNIQUE("workspace_id","platform","scope","channel")
);
--> statement-breakpoint
CREATE TABLE "history" (
	"workspace_id" uuid NOT NULL,
	"record_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"act" text NOT NULL,
	"actor_id" uuid,
	"rule" text,
	"at" timestamp (3) with time zone NOT NULL,
	"payload_digest" text NOT NULL,
	"prev" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "history_workspace_id_record_id_seq_pk" PRIMARY KEY("workspace_id","record_id","seq")
);
--> statement-breakpoint
CREATE TABLE "history_payloads" (
	"workspace_id" uuid NOT NULL,
	"record_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"salt" text NOT NULL,
	"payload" jsonb NOT NULL,
	CONSTRAINT "history_payloads_workspace_id_record_id_seq_pk" PRIMARY KEY("workspace_id","record_id","seq")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"intent" jsonb,
	"state" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "inbox_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"dedupe_key" text NOT NULL,
	"kind" text NOT NULL,
	"record_id" uuid,
	"person_id" uuid,
	"destination" jsonb NOT NULL,
	"body" jsonb NOT NULL,
	"state" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"unsure" boolean DEFAULT false NOT NULL,
	"unanswered" integer DEFAULT 0 NOT NULL,
	"wanted_version" integer DEFAULT 1 NOT NULL,
	"sent_version" integer DEFAULT 0 NOT NULL,
	"sent_platform" text,
	"sent_scope" text,
	"sent_channel" text,
	"sent_message" text,
	"sent_thread" text,
	"error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "outbox_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"handle" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"role" text NOT NULL,
	"zone" text,
	"hours" jsonb,
	"active" boolean DEFAULT true NOT NULL,
	"erased_at" timestamp (3) with time zone,
	CONSTRAINT "people_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "people_workspace_id_handle_unique" UNIQUE("workspace_id","handle")
);
--> statement-breakpoint
CREATE TABLE "playground_messages" (
	"workspace_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"id" text NOT NULL,
	"thread" text,
	"author" text,
	"only_for" text,
	"text" text,
	"message" jsonb,
	"outbox_id" uuid,
	"posted_at" timestamp (3) with time zone NOT NULL,
	"edited_at" timestamp (3) with time zone,
	CONSTRAINT "playground_messages_workspace_id_channel_id_pk" PRIMARY KEY("workspace_id","channel","id")
);
--> statement-breakpoint
CREATE TABLE "playground_reactions" (
	"workspace_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"message" text NOT NULL,
	"account" text NOT NULL,
	"emoji" text NOT NULL,
	CONSTRAINT "playground_reactions_workspace_id_channel_message_account_emoji_pk" PRIMARY KEY("workspace_id","channel","message","account","emoji")
);
--> statement-breakpoint
CREATE TABLE "reactions" (
	"workspace_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"scope" text NOT NULL,
	"channel" text NOT NULL,
	"message" text NOT NULL,
	"person_id" uuid NOT NULL,
	"emoji" text NOT NULL,
	"present" boolean NOT NULL,
	CONSTRAINT "reactions_workspace_id_platform_scope_channel_message_person_id_emoji_pk" PRIMARY KEY("workspace_id","platform","scope","channel","message","person_id","emoji")
);
--> statement-breakpoint
CREATE TABLE "relations" (
	"workspace_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"from_id" uuid NOT NULL,
	"to_id" uuid NOT NULL,
	CONSTRAINT "relations_workspace_id_kind_from_id_to_id_pk" PRIMARY KEY("workspace_id","kind","from_id","to_id")
);
--> statement-breakpoint
CREATE TABLE "routes" (
	"platform" text NOT NULL,
	"scope" text NOT NULL,
	"external_id" text DEFAULT '' NOT NULL,
	"workspace_id" uuid NOT NULL,
	CONSTRAINT "routes_platform_scope_external_id_pk" PRIMARY KEY("platform","scope","external_id")
);
--> statement-breakpoint
CREATE TABLE "secrets" (
	"workspace_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"scope" text NOT NULL,
	"name" text NOT NULL,
	"key_id" text NOT NULL,
	"ciphertext" text NOT NULL,
	CONSTRAINT "secrets_workspace_id_platform_scope_name_pk" PRIMARY KEY("workspace_id","platform","scope","name")
);
--> statement-breakpoint
CREATE TABLE "team_members" (
	"workspace_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "team_members_workspace_id_team_id_person_id_pk" PRIMARY KEY("workspace_id","team_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"handle" text NOT NULL,
	"name" text NOT NULL,
	"lead_id" uuid,
	"home_channel_id" uuid,
	"zone" text,
	"hours" jsonb,
	CONSTRAINT "teams_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "teams_workspace_id_handle_unique" UNIQUE("workspace_id","handle")
);
--> statement-breakpoint
CREATE TABLE "work_items" (
	"workspace_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" integer NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"purpose" text,
	"outcome" text,
	"scope" text,
	"owner_id" uuid,
	"requester_id" uuid NOT NULL,
	"reviewer_ids" uuid[] NOT NULL,
	"watcher_ids" uuid[] NOT NULL,
	"team_id" uuid,
	"due_at" timestamp (3) with time zone,
	"due_zone" text,
	"due_timed" boolean,
	"cadence" text,
	"workflow" text NOT NULL,
	"workflow_version" integer NOT NULL,
	"stage" text NOT NULL,
	"stage_since" timestamp (3) with time zone NOT NULL,
	"ended" boolean NOT NULL,
	"priority" text NOT NULL,
	"blocked_reason" text,
	"links" jsonb NOT NULL,
	"parent_id" uuid,
	"fields" jsonb NOT NULL,
	"audience" text NOT NULL,
	"quote" text,
	"source_note" text,
	"source_platform" text,
	"source_scope" text,
	"source_message_channel" text,
	"source_message" text,
	"source_thread" text,
	"source_channel_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"version" integer NOT NULL,
	"seq" integer NOT NULL,
	"head_hash" text NOT NULL,
	CONSTRAINT "work_items_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"zone" text NOT NULL,
	"hours" jsonb NOT NULL,
	"quiet" jsonb NOT NULL,
	"settings" jsonb NOT NULL,
	"clock_offset" bigint DEFAULT 0 NOT NULL,
	"last_item_key" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_workspace_id_person_id_people_workspace_id_id_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_members" ADD CONSTRAINT "channel_members_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_members" ADD CONSTRAINT "channel_members_workspace_id_channel_id_channels_workspace_id_id_fk" FOREIGN KEY ("workspace_id","channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_members" ADD CONSTRAINT "channel_members_workspace_id_person_id_people_workspace_id_id_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "history" ADD CONSTRAINT "history_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "history_payloads" ADD CONSTRAINT "history_payloads_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playground_messages" ADD CONSTRAINT "playground_messages_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playground_reactions" ADD CONSTRAINT "playground_reactions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "playground_reactions" ADD CONSTRAINT "playground_reactions_workspace_id_channel_message_playground_messages_workspace_id_channel_id_fk" FOREIGN KEY ("workspace_id","channel","message") REFERENCES "public"."playground_messages"("workspace_id","channel","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reactions" ADD CONSTRAINT "reactions_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reactions" ADD CONSTRAINT "reactions_workspace_id_person_id_people_workspace_id_id_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relations" ADD CONSTRAINT "relations_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relations" ADD CONSTRAINT "relations_workspace_id_from_id_work_items_workspace_id_id_fk" FOREIGN KEY ("workspace_id","from_id") REFERENCES "public"."work_items"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "relations" ADD CONSTRAINT "relations_workspace_id_to_id_work_items_workspace_id_id_fk" FOREIGN KEY ("workspace_id","to_id") REFERENCES "public"."work_items"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routes" ADD CONSTRAINT "routes_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "secrets" ADD CONSTRAINT "secrets_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_workspace_id_team_id_teams_workspace_id_id_fk" FOREIGN KEY ("workspace_id","team_id") REFERENCES "public"."teams"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_members" ADD CONSTRAINT "team_members_workspace_id_person_id_people_workspace_id_id_fk" FOREIGN KEY ("workspace_id","person_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "teams" ADD CONSTRAINT "teams_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "teams" ADD CONSTRAINT "teams_workspace_id_lead_id_people_workspace_id_id_fk" FOREIGN KEY ("workspace_id","lead_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "teams" ADD CONSTRAINT "teams_workspace_id_home_channel_id_channels_workspace_id_id_fk" FOREIGN KEY ("workspace_id","home_channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_items" ADD CONSTRAINT "work_items_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_items" ADD CONSTRAINT "work_items_workspace_id_owner_id_people_workspace_id_id_fk" FOREIGN KEY ("workspace_id","owner_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_items" ADD CONSTRAINT "work_items_workspace_id_requester_id_people_workspace_id_id_fk" FOREIGN KEY ("workspace_id","requester_id") REFERENCES "public"."people"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_items" ADD CONSTRAINT "work_items_workspace_id_source_channel_id_channels_workspace_id_id_fk" FOREIGN KEY ("workspace_id","source_channel_id") REFERENCES "public"."channels"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_items" ADD CONSTRAINT "work_items_workspace_id_parent_id_work_items_workspace_id_id_fk" FOREIGN KEY ("workspace_id","parent_id") REFERENCES "public"."work_items"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_person" ON "accounts" USING btree ("workspace_id","person_id");--> statement-breakpoint
CREATE INDEX "channel_members_person" ON "channel_members" USING btree ("workspace_id","person_id");--> statement-breakpoint
CREATE INDEX "history_actor" ON "history" USING btree ("workspace_id","actor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "inbox_key" ON "inbox" USING btree ("workspace_id","key");--> statement-breakpoint
CREATE INDEX "inbox_due" ON "inbox" USING btree ("due_at") WHERE state = 'pending';--> statement-breakpoint
CREATE INDEX "inbox_working" ON "inbox" USING btree ("lease_until") WHERE state = 'working';--> statement-breakpoint
CREATE INDEX "inbox_dead" ON "inbox" USING btree ("state") WHERE state = 'dead';--> statement-breakpoint
CREATE INDEX "inbox_received" ON "inbox" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_dedupe" ON "outbox" USING btree ("workspace_id","dedupe_key");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("due_at") WHERE state in ('pending', 'unknown');--> statement-breakpoint
CREATE INDEX "outbox_trouble" ON "outbox" USING btree ("state") WHERE state in ('unknown', 'dead');--> statement-breakpoint
CREATE INDEX "outbox_sending" ON "outbox" USING btree ("lease_until") WHERE state = 'sending';--> statement-breakpoint
CREATE INDEX "outbox_record" ON "outbox" USING btree ("workspace_id","record_id") WHERE record_id is not null;--> statement-breakpoint
CREATE INDEX "outbox_shown" ON "outbox" USING btree ("workspace_id","sent_message") WHERE sent_message is not null;--> statement-breakpoint
CREATE INDEX "outbox_sent" ON "outbox" USING btree ("sent_at") WHERE state = 'sent';--> statement-breakpoint
CREATE UNIQUE INDEX "playground_messages_outbox" ON "playground_messages" USING btree ("workspace_id","outbox_id") WHERE outbox_id is not null;--> statement-breakpoint
CREATE INDEX "relations_to" ON "relations" USING btree ("workspace_id","to_id");--> statement-breakpoint
CREATE INDEX "team_members_person" ON "team_members" USING btree ("workspace_id","person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "work_items_key" ON "work_items" USING btree ("workspace_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "work_items_source" ON "work_items" USING btree ("workspace_id","source_platform","source_scope","source_message_channel","source_message") WHERE source_message is not null;--> statement-breakpoint
CREATE INDEX "work_items_owner" ON "work_items" USING btree ("workspace_id","owner_id","due_at","key") WHERE not ended;--> statement-breakpoint
CREATE INDEX "work_items_open" ON "work_items" USING btree ("workspace_id","due_at","key") WHERE not ended;--> statement-breakpoint
CREATE INDEX "work_items_ended" ON "work_items" USING btree ("workspace_id","updated_at") WHERE ended;--> statement-breakpoint
CREATE INDEX "work_items_review" ON "work_items" USING btree ("workspace_id","due_at","key") WHERE stage = 'review';